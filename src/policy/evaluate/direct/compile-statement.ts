import type { Award } from '../../determination.ts';
import type { Rule } from '../../document.ts';
import { evidenceFact, type Facts } from '../../fact.ts';
import type { AwardStatement, Form } from '../../statement.ts';
import { paymentOf, summariseAward } from '../evaluate-form.ts';
import { type Barrier, firstBarrier, isExclusion, type PartialResult } from '../evaluate-rule.ts';
import type { Halt, Missing } from '../value.ts';
import { compileExpression } from './compile-expression.ts';
import { compileForm, compileQuickly, type FormRun } from './compile-form.ts';
import type { GuardsRun } from './compile-guards.ts';
import type { QuickFormRun } from './compile-quick-form.ts';
import { generalOf, type Program, type Run, type State, Stop } from './program.ts';

/**
 * Gives what an award statement comes to for a party of its audience. An award that is settled and
 * needs nothing said beside it stands for itself.
 */
export type StatementRun = (state: State, barrier: Barrier | undefined) => PartialResult | Award;

/** Says whether a result is an award that stands for itself. */
export function isAward(result: PartialResult | Award): result is Award {
  return 'remedy' in result;
}

/** The rule that an award statement stands in. */
export interface Around {
  readonly rule: Rule;
  /** Documents that must be shown, each once. */
  readonly needed: readonly string[];
  readonly guards: GuardsRun | undefined;
  readonly program: Program;
}

interface FormRuns {
  readonly form: Form;
  readonly guard: Run | undefined;
  readonly run: FormRun;
}

const conditionNotMet = { status: 'none', reason: 'condition_not_met' } as const;

/** Makes an award statement into a function: guards, the form taken, evidence, and the award. */
export function compileStatement(statement: AwardStatement, around: Around): StatementRun {
  const { rule, needed, guards, program } = around;
  const compiled = statement.forms.map(
    (form): FormRuns => ({
      form,
      guard: form.guard && compileExpression(form.guard, program),
      run: compileForm(form, { rule, program }),
    }),
  );
  const [usual, ...others] = compiled.filter(({ form }) => !form.isPreferred);
  const ordered = [...others, ...(usual ? [usual] : [])];
  const preferred = compiled.filter(({ form }) => form.isPreferred);
  const pay = preferred.length > 0 || compiled.some(({ form }) => form.payable ?? form.spread);
  const give: StatementRun = (state, barrier) => {
    const taken = takeForm(ordered, state);
    if (!taken) return conditionNotMet;
    if ('names' in taken) return { status: 'undecidable', missing: taken.names };
    const { form } = taken;
    const outcome = taken.run(state);
    const lacking = needed.length === 0 ? undefined : lackingOf(needed, state.facts());
    const award = settle(outcome, { form, barrier, lacking });
    return pay && isAward(award) ? withPayment({ award, form, preferred, state, program }) : award;
  };
  return (state, overall) => {
    const own = isExclusion(overall) ? undefined : guards?.(state);
    const barrier = overall ? firstBarrier([overall, own]) : own;
    return isExclusion(barrier) ? barrier : give(state, barrier);
  };
}

/** Gives the award when nothing stands in its way, else what does. */
function settle(
  outcome: ReturnType<FormRun>,
  found: {
    readonly form: Form;
    readonly barrier: Barrier | undefined;
    readonly lacking: readonly string[] | undefined;
  },
): Award | PartialResult {
  const { form, barrier, lacking } = found;
  const halt = 'kind' in outcome && outcome.kind === 'halt' ? outcome : undefined;
  if (halt?.status === 'none') return { status: 'none', reason: halt.reason, form };
  if (lacking) {
    return { status: 'evidence_required', reason: 'evidence_missing', form, evidence: lacking };
  }
  if (barrier) {
    if ('kind' in barrier) return { status: 'undecidable', form, missing: barrier.names };
    return { ...barrier, form };
  }
  if (halt) return { status: halt.status, reason: halt.reason, form };
  return 'kind' in outcome ? { status: 'undecidable', form, missing: namesOf(outcome) } : outcome;
}

function namesOf(outcome: Halt | Missing): readonly string[] {
  return outcome.kind === 'missing' ? outcome.names : [];
}

/** Gives the quick way to an award statement that has one form and nothing that could stand before it. */
export function compileQuickStatement(
  { forms }: AwardStatement,
  { rule, needed, guards, program }: Around,
): QuickFormRun | undefined {
  const [form, ...others] = forms;
  const isBare = form && others.length === 0 && needed.length === 0 && !guards;
  if (!isBare || form.guard || form.payable || form.spread || form.isPreferred) return undefined;
  return compileQuickly(form, { rule, program });
}

function takeForm(ordered: readonly FormRuns[], state: State): FormRuns | Missing | undefined {
  for (const one of ordered) {
    if (!one.guard) return one;
    const value = one.guard(state);
    if (value instanceof Stop && value.value.kind === 'missing') return value.value;
    if (value === true) return one;
  }
  return undefined;
}

function lackingOf(needed: readonly string[], facts: Facts): readonly string[] | undefined {
  const fact = Object.hasOwn(facts, evidenceFact) ? facts[evidenceFact] : undefined;
  const shown = fact?.kind === 'evidence' ? fact.names : [];
  const lacking = needed.filter((name) => !shown.includes(name));
  return lacking.length === 0 ? undefined : lacking;
}

interface Payment {
  readonly award: Award;
  readonly form: Form;
  readonly preferred: readonly FormRuns[];
  readonly state: State;
  readonly program: Program;
}

/** Adds what the receiver may have instead, and how and in what parts the award is given. */
function withPayment(work: Payment): PartialResult {
  const { award, form, state } = work;
  const offered = offerForms(work);
  if (!Array.isArray(offered)) return { status: 'undecidable', form, missing: offered.names };
  const payment = paymentOf(form, generalOf(state, work.program));
  if ('kind' in payment) return { status: 'undecidable', form, missing: payment.names };
  const choices = offered.length > 0 ? { choices: offered.map(summariseAward) } : {};
  return { status: 'award', form, award: { ...award, ...choices, ...payment } };
}

function stopOf(value: ReturnType<Run>): Halt | Missing | undefined {
  return value instanceof Stop ? value.value : undefined;
}

type Offered = Omit<Award, 'trace'>;

function offerForms({ preferred, state }: Payment): Offered[] | Missing {
  const choices: Offered[] = [];
  for (const { guard, run } of preferred) {
    const holds = guard ? guard(state) : true;
    const offered = holds === true ? run(state) : stopOf(holds);
    if (!offered) continue;
    if (!('kind' in offered)) choices.push(offered);
    else if (offered.kind === 'missing') return offered;
  }
  return choices;
}
