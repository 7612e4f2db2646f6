import type { DeterminationStatus } from '../determination.ts';
import type { Rule } from '../document.ts';
import type { AwardStatement, Form } from '../statement.ts';
import type { Compilation } from './compilation.ts';
import {
  type Barrier,
  compileAudience,
  compileGuards,
  firstBarrier,
  isSet,
} from './compile-barrier.ts';
import { compileExpression } from './compile-expression.ts';
import { afterStop, type CompiledForm, compileForm } from './compile-form.ts';
import {
  bindStop,
  bindValue,
  type CompiledValue,
  chooseStop,
  holds,
  missingOf,
  type Stop,
} from './compiled-value.ts';
import { quoteSqlName, quoteSqlText } from './sql/dialect.ts';
import { choose } from './sql/integer-arithmetic.ts';
import { type Cell, depthOf, type IntegerCell } from './sql/layers.ts';

/** One way an award statement can end. `form` is the number of the form taken, from 0. */
export interface CompiledOutcome {
  readonly status: DeterminationStatus;
  readonly reason?: string;
  readonly form?: number;
}

/** An award statement as SQL: which outcome, how much, and what is missing to know it. */
export interface CompiledStatement {
  readonly rule: Rule;
  readonly award: AwardStatement;
  readonly outcomes: CompiledOutcome[];
  readonly forms: readonly (CompiledForm | undefined)[];
  /** the number of the outcome in `outcomes` */
  readonly outcome: Cell;
  /** whole units of the form that is awarded; it means nothing where there is no award */
  readonly amount: IntegerCell | undefined;
  readonly missing: Cell | undefined;
}

/** Gives the number of an outcome, added if it is new. */
export function numberOf(outcomes: CompiledOutcome[], wanted: CompiledOutcome): number {
  const found = outcomes.findIndex(
    ({ status, reason, form }) =>
      status === wanted.status && reason === wanted.reason && form === wanted.form,
  );
  return found >= 0 ? found : outcomes.push(wanted) - 1;
}

interface Branch {
  readonly when: Cell;
  readonly outcome: CompiledOutcome;
  readonly missing?: Cell | undefined;
}

/** Gives an award statement as SQL, its branches in the order in which a person would decide. */
export function compileAward(
  award: AwardStatement,
  around: {
    readonly rule: Rule;
    readonly barrier: Barrier | undefined;
    readonly compilation: Compilation;
  },
): CompiledStatement {
  const { rule, compilation } = around;
  const { layers } = compilation;
  const audience = compileAudience(rule, compilation);
  const barrier = ruleBarrier(rule, around);
  const taken = takeForms(award, compilation);
  const forms = award.forms.map((form) =>
    form.isPreferred ? undefined : compileForm(form, compilation),
  );
  const payment = paymentStop(award, compilation);
  const evidence = evidenceMissing(rule, compilation);
  const branches = [
    ...outsideBranches(audience),
    ...exclusionBranches(barrier, compilation),
    ...openBranches(audience),
    ...takeBranches(taken),
    ...forms.flatMap((form, index) =>
      form ? formBranches({ index, form, taken, barrier, evidence, payment, compilation }) : [],
    ),
  ];
  const outcomes: CompiledOutcome[] = [];
  const cases = branches.map(
    ({ when, outcome }) => `when ${when.sql} then ${numberOf(outcomes, outcome)}`,
  );
  const depth = depthOf(...branches.map(({ when }) => when));
  const outcome = layers.bind({ sql: `(case ${cases.join(' ')} end)`, depth });
  return {
    ...{ rule, award, outcomes, forms, outcome },
    amount: amountOf({ forms, taken, compilation }),
    missing: missingIn(branches, compilation),
  };
}

function missingIn(branches: readonly Branch[], { layers }: Compilation): Cell | undefined {
  if (branches.every(({ missing }) => missing === undefined)) return undefined;
  const cases = branches.map(
    ({ when, missing }) => `when ${when.sql} then ${missing?.sql ?? '0::bigint'}`,
  );
  const depth = depthOf(...branches.flatMap(({ when, missing }) => [when, missing]));
  return layers.bind({ sql: `(case ${cases.join(' ')} else 0::bigint end)`, depth });
}

function ruleBarrier(
  rule: Rule,
  { barrier, compilation }: { barrier: Barrier | undefined; compilation: Compilation },
): Barrier | undefined {
  const own = compileGuards(rule.guards, compilation);
  const found = firstBarrier([barrier, own], compilation);
  return found && bindStop(found, compilation.layers);
}

function positive(cell: Cell): Cell {
  return { sql: `(${cell.sql} > 0)`, depth: cell.depth };
}

function isNumber({ cell }: Stop, number: number): Cell {
  return { sql: `(${cell.sql} = ${number})`, depth: cell.depth };
}

function outsideBranches(audience: CompiledValue | undefined): Branch[] {
  if (!audience) return [];
  const open = missingOf(audience.stop);
  const held = holds(audience);
  const isKnown = open ? ` and ${open.sql} = 0` : '';
  const when = { sql: `(not ${held.sql}${isKnown})`, depth: depthOf(held, open) };
  return [{ when, outcome: { status: 'none', reason: 'not_in_audience' } }];
}

/** An exclusion that holds decides before them, whoever is in the audience. */
function openBranches(audience: CompiledValue | undefined): Branch[] {
  const open = missingOf(audience?.stop);
  return open ? [{ when: positive(open), outcome: { status: 'undecidable' }, missing: open }] : [];
}

function exclusionBranches(barrier: Barrier | undefined, { stops }: Compilation): Branch[] {
  if (!barrier?.canHalt) return [];
  return stops.halts.flatMap(({ status, reason }, index): Branch[] =>
    status === 'none'
      ? [{ when: isNumber(barrier, -(index + 1)), outcome: { status, reason } }]
      : [],
  );
}

/** The number of the form that is taken, from 0; -1 where none is, -2 where it is not known. */
interface Taken {
  readonly index: Cell;
  readonly isAlways: boolean;
  readonly missing: Cell | undefined;
}

function takeForms({ forms }: AwardStatement, { layers, ...rest }: Compilation): Taken {
  const compilation = { layers, ...rest };
  const usable = forms
    .map((form, index) => ({ form, index }))
    .filter((one) => !one.form.isPreferred);
  const ordered = [...usable.slice(1), ...usable.slice(0, 1)];
  const rows: { readonly when: Cell; readonly index: number; readonly missing?: Cell }[] = [];
  for (const { form, index } of ordered) {
    if (!form.guard) {
      rows.push({ when: { sql: 'true', depth: 0 }, index });
      break;
    }
    const value = bindValue(compileExpression(form.guard, compilation), layers);
    const open = missingOf(value.stop);
    if (open) rows.push({ when: positive(open), index: -2, missing: open });
    rows.push({ when: holds(value), index });
  }
  const isAlways = rows.length === 1 && rows[0]?.when.sql === 'true';
  const depth = depthOf(...rows.flatMap(({ when, missing }) => [when, missing]));
  const cases = rows.map(({ when, index }) => `when ${when.sql} then ${index}`);
  const opens = rows.map(
    ({ when, missing }) => `when ${when.sql} then ${missing?.sql ?? '0::bigint'}`,
  );
  const canMiss = rows.some(({ missing }) => missing !== undefined);
  return {
    index: layers.bind({ sql: `(case ${cases.join(' ')} else -1 end)`, depth }),
    isAlways,
    missing: canMiss
      ? layers.bind({ sql: `(case ${opens.join(' ')} else 0::bigint end)`, depth })
      : undefined,
  };
}

function takeBranches({ index, isAlways, missing }: Taken): Branch[] {
  if (isAlways) return [];
  const at = (number: number): Cell => ({ sql: `(${index.sql} = ${number})`, depth: index.depth });
  const none: Branch = { when: at(-1), outcome: { status: 'none', reason: 'condition_not_met' } };
  if (!missing) return [none];
  return [{ when: at(-2), outcome: { status: 'undecidable' }, missing }, none];
}

function formBranches(work: {
  readonly index: number;
  readonly form: CompiledForm;
  readonly taken: Taken;
  readonly barrier: Barrier | undefined;
  readonly evidence: Cell | undefined;
  readonly payment: readonly (Stop | undefined)[];
  readonly compilation: Compilation;
}): Branch[] {
  const { index, form, taken, barrier, evidence, payment, compilation } = work;
  const branches: Branch[] = [];
  const add = (when: Cell, outcome: CompiledOutcome, missing?: Cell) =>
    branches.push({ when: here(when), outcome: { ...outcome, form: index }, missing });
  const here = (when: Cell): Cell => {
    if (taken.isAlways) return when;
    const sql = `(${taken.index.sql} = ${index} and ${when.sql})`;
    return { sql, depth: depthOf(taken.index, when) };
  };
  const undecidable = { status: 'undecidable' } as const;
  const ends = (stop: Stop | undefined, status: 'none' | 'review') => {
    for (const [at, halt] of stop?.canHalt ? compilation.stops.halts.entries() : []) {
      if (stop && halt.status === status) add(isNumber(stop, -(at + 1)), halt);
    }
  };
  ends(form.stop, 'none');
  if (evidence) add(evidence, { status: 'evidence_required', reason: 'evidence_missing' });
  const open = (stop: Stop | undefined) => {
    const missing = missingOf(stop);
    if (missing) add(positive(missing), undecidable, missing);
  };
  open(barrier);
  ends(barrier, 'review');
  open(form.stop);
  ends(form.stop, 'review');
  open(payment[index]);
  add({ sql: 'true', depth: 0 }, { status: 'award' });
  return branches;
}

function amountOf({
  forms,
  taken,
  compilation,
}: {
  readonly forms: readonly (CompiledForm | undefined)[];
  readonly taken: Taken;
  readonly compilation: Compilation;
}): IntegerCell | undefined {
  const { layers } = compilation;
  const known = forms.flatMap((form, index) => (form ? [{ index, amount: form.amount }] : []));
  const last = known.at(-1);
  if (!last) return undefined;
  const rows = known.slice(0, -1).map(({ index, amount }) => ({
    when: { sql: `(${taken.index.sql} = ${index})`, depth: taken.index.depth },
    gives: amount,
  }));
  return layers.bind(choose(layers, rows, last.amount));
}

/** Gives yes where a document of evidence is still to be shown. */
function evidenceMissing(rule: Rule, { evidenceColumn, layers }: Compilation): Cell | undefined {
  const names = [...new Set(rule.needs.flatMap((one) => one.evidence.map(({ name }) => name)))];
  if (names.length === 0) return undefined;
  if (evidenceColumn === undefined) return { sql: 'true', depth: 0 };
  const column = quoteSqlName(evidenceColumn);
  const shown = names.map((name) => layers.dialect.contains(column, quoteSqlText(name)));
  return layers.bind({ sql: `(not (${shown.join(' and ')}))`, depth: 0 });
}

/** Gives, per form, what is missing to offer the others for choice and to say how it is paid. */
function paymentStop(award: AwardStatement, compilation: Compilation): (Stop | undefined)[] {
  const preferred = award.forms
    .filter((form) => form.isPreferred)
    .map((form) => offerStop(form, compilation));
  return award.forms.map(({ payable }) => {
    const condition = payable?.condition && compileExpression(payable.condition, compilation);
    return [...preferred, condition?.stop].reduce<Stop | undefined>(
      (first, second) => afterStop(first, onlyOpen(second), compilation),
      undefined,
    );
  });
}

function offerStop(form: Form, compilation: Compilation): Stop | undefined {
  const { stop } = compileForm(form, compilation);
  if (!form.guard) return stop;
  const guard = bindValue(compileExpression(form.guard, compilation), compilation.layers);
  const open = onlyOpen(guard.stop);
  const offered = chooseStop([{ when: holds(guard), gives: stop }], undefined);
  if (!open) return offered;
  return chooseStop([{ when: isSet(open), gives: open }], offered);
}

function onlyOpen(stop: Stop | undefined): Stop | undefined {
  const missing = missingOf(stop);
  return missing && { cell: missing, canMiss: true, canHalt: false };
}
