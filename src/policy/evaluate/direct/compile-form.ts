import { divideRational, type Rational, rational } from '../../../kernel/index.ts';
import { minorUnit } from '../../check/unit.ts';
import type { Award } from '../../determination.ts';
import type { Rule } from '../../document.ts';
import type { Expression } from '../../expression.ts';
import type { Form, Remedy, Step } from '../../statement.ts';
import { describeBurden, evaluateForm, extensionUnit, moneyRemedies } from '../evaluate-form.ts';
import type { Halt, Missing } from '../value.ts';
import { compileExpression } from './compile-expression.ts';
import { compileQuickForm, type GiveAward, type QuickFormRun } from './compile-quick-form.ts';
import {
  compareExact,
  type Exact,
  exactOf,
  multiplyExact,
  rationalOf,
  roundExact,
  subtractExact,
} from './exact-number.ts';
import { generalOf, type Program, type Run, type State, Stop } from './program.ts';

/** Gives what a form comes to: an award, or why there is none. */
export type FormRun = (state: State) => Award | Halt | Missing;

const tooLittle = { kind: 'halt', status: 'none', reason: 'amount_not_positive' } as const;
const belowThreshold = new Stop({
  kind: 'halt',
  status: 'none',
  reason: 'below_payout_threshold',
});

interface Around {
  readonly rule: Rule;
  readonly program: Program;
}

/** Makes a form into a function: the amount, its steps in order, and the award they make. */
export function compileForm(form: Form, { rule, program }: Around): FormRun {
  const exactly = compileExactly(form, { rule, program });
  const quick = compileQuickly(form, { rule, program });
  return quick ? (state) => quick(state) ?? exactly(state) : exactly;
}

/** Makes a form in money into a function that is quick where it can say what is due at all. */
export function compileQuickly(form: Form, { rule, program }: Around): QuickFormRun | undefined {
  if (!moneyRemedies.has(form.remedy.name)) return undefined;
  const minor = Number(minorUnit(currencyOf(form, program)).denominator);
  const give = compileMoney(form, { rule, program });
  return compileQuickForm(form, { minor, give, program, compileExpression });
}

function compileExactly(form: Form, { rule, program }: Around): FormRun {
  if (program.analysis.known.get(form.amount)?.kind === 'period') {
    return (state) => {
      const outcome = evaluateForm(form, { rule, evaluation: generalOf(state, program) });
      return outcome.kind === 'award' ? { ...outcome.award, trace: noTrace } : outcome;
    };
  }
  const amount = compileExpression(form.amount, program);
  const inner = withoutRounding(form.amount, program);
  const exactAmount = inner === form.amount ? undefined : compileExpression(inner, program);
  const award = compileAward(form, { rule, program });
  const [first, ...others] = form.steps;
  if (first?.kind === 'round' && others.length === 0) {
    const { mode } = first.rounding;
    const increment = compileExpression(first.rounding.increment, program);
    return (state) => {
      const value = amount(state);
      if (value instanceof Stop) return value.value;
      const bare = exactAmount ? exactAmount(state) : value;
      const paid = roundExact(value as Exact, mode, increment(state) as Exact);
      const exact = bare instanceof Stop ? (value as Exact) : (bare as Exact);
      return compareExact(paid, 0) > 0 ? award(paid, exact) : tooLittle;
    };
  }
  const steps = compileSteps(form.steps, program);
  return (state) => {
    const value = amount(state);
    if (value instanceof Stop) return value.value;
    const bare = exactAmount ? exactAmount(state) : value;
    const exact = bare instanceof Stop ? (value as Exact) : (bare as Exact);
    const figure = steps(state, value as Exact, exact);
    if (figure instanceof Stop) return figure.value;
    const [paid, before] = figure;
    return compareExact(paid, 0) > 0 ? award(paid, before) : tooLittle;
  };
}

function compileSteps(
  steps: readonly Step[],
  program: Program,
): (...before: Parameters<StepRun>) => Figure | Stop {
  const runs = steps.map((step) => compileStep(step, program));
  return (state, paid, exact) => {
    let figure: Figure = [paid, exact];
    for (const run of runs) {
      const found = run(state, figure[0], figure[1]);
      if (found instanceof Stop) return found;
      if (found === undefined) return belowThreshold;
      figure = found;
    }
    return figure;
  };
}

/** Gives the expression without its outermost roundings, looking through names. */
function withoutRounding(expression: Expression, { document }: Program): Expression {
  let inner = expression;
  for (;;) {
    if (inner.kind === 'round') inner = inner.operand;
    else {
      const value = inner.kind === 'name' ? document.lets.get(inner.name)?.value : undefined;
      if (!value) return inner;
      inner = value;
    }
  }
}

type Figure = readonly [paid: Exact, exact: Exact];
type StepRun = (state: State, paid: Exact, exact: Exact) => Figure | Stop | undefined;

function compileStep(step: Step, program: Program): StepRun {
  if (step.kind === 'round') {
    const increment = compileExpression(step.rounding.increment, program);
    const { mode } = step.rounding;
    return (state, paid, exact) => [roundExact(paid, mode, increment(state) as Exact), exact];
  }
  return withLimit(compileExpression(step.value, program), limiting(step));
}

type Limiting = (limit: Exact, value: Exact) => Exact | undefined;

function withLimit(
  run: Run,
  { paidBy, exactBy }: { paidBy: Limiting; exactBy: Limiting },
): StepRun {
  return (state, paid, exact) => {
    const limit = run(state);
    if (limit instanceof Stop) return limit;
    const found = paidBy(limit as Exact, paid);
    return found === undefined ? undefined : [found, exactBy(limit as Exact, exact) ?? exact];
  };
}

function limiting(step: Exclude<Step, { kind: 'round' }>): { paidBy: Limiting; exactBy: Limiting } {
  const same = (by: Limiting) => ({ paidBy: by, exactBy: by });
  switch (step.kind) {
    case 'cap':
      return same((limit, value) => (compareExact(value, limit) > 0 ? limit : value));
    case 'floor':
      return same((limit, value) => (compareExact(value, limit) < 0 ? limit : value));
    case 'less':
      return same((limit, value) => subtractExact(value, limit));
    default: {
      const least = step.bound === 'up_to' ? 0 : -1;
      const paidBy: Limiting = (limit, value) =>
        Math.sign(compareExact(value, limit)) <= least ? undefined : value;
      return { paidBy, exactBy: (_limit, value) => value };
    }
  }
}

type AwardRun = (paid: Exact, exact: Exact) => Award;

const noTrace: Award['trace'] = [];

function compileAward(form: Form, { rule, program }: Around): AwardRun {
  if (!moneyRemedies.has(form.remedy.name)) return compileQuantityAward(form, { rule, program });
  const scale = exactOf(rational(minorUnit(currencyOf(form, program)).denominator));
  const minor = (value: Exact) => rationalOf(scale === 1 ? value : multiplyExact(value, scale));
  const award = compileMoney(form, { rule, program });
  return (paid, exact) => award(minor(paid).numerator, minor(exact));
}

function currencyOf(form: Form, { document, analysis }: Program): string {
  const known = analysis.known.get(form.amount);
  return (known?.kind === 'quantity' ? known.currency : undefined) ?? document.header.currency;
}

function wholeOf(
  form: Form,
  { rule, program }: Around,
): Pick<Award, 'remedy' | 'clause' | 'rule' | 'burdens'> {
  const burdens = form.burdens.map((burden) => describeBurden(burden, program));
  return { remedy: form.remedy.name as Remedy, clause: rule.clause, rule: rule.id, burdens };
}

/** Objects of one shape, written out: spreading is many times slower. */
function compileMoney(form: Form, { rule, program }: Around): GiveAward {
  const { remedy, clause, rule: id, burdens } = wholeOf(form, { rule, program });
  const currency = currencyOf(form, program) as NonNullable<Award['currency']>;
  const { label } = form;
  const trace = noTrace;
  if (!label) {
    return (amountMinor, exact) => {
      return { remedy, amountMinor, currency, clause, rule: id, exact, burdens, trace };
    };
  }
  const name = label.ko;
  return (amountMinor, exact) => {
    // biome-ignore format: one shape
    return { remedy, name, label, amountMinor, currency, clause, rule: id, exact, burdens, trace };
  };
}
function compileQuantityAward(form: Form, { rule, program }: Around): AwardRun {
  const whole = wholeOf(form, { rule, program });
  const { unit, size } = quantityUnit(form, program);
  const label = form.label ? { name: form.label.ko, label: form.label } : {};
  return (paid, exact) => ({
    ...whole,
    ...label,
    quantity: divideRational(rationalOf(paid), size),
    unit,
    exact: divideRational(rationalOf(exact), size),
    trace: noTrace,
  });
}

function quantityUnit(
  form: Form,
  { analysis }: Program,
): { readonly unit: string; readonly size: Rational } {
  if (form.remedy.name === 'extension') {
    const { name, seconds } = extensionUnit(form);
    return { unit: name, size: seconds };
  }
  const known = form.each && analysis.known.get(form.each);
  const each = known?.kind === 'quantity' ? known.constant : undefined;
  const size = each ?? { numerator: 1n, denominator: 1n };
  return { unit: form.remedy.name === 'points' ? 'point' : 'item', size };
}
