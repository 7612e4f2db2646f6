import {
  assert,
  compareRational,
  divideRational,
  moneyFromMajor,
  type Rational,
  rational,
  renderRational,
  subtractRational,
} from '../../kernel/index.ts';
import { findUnit, minorUnit, unitWritten } from '../check/unit.ts';
import type { Award, AwardBurden, AwardSummary } from '../determination.ts';
import type { Rule } from '../document.ts';
import type { Expression } from '../expression.ts';
import type { Burden, Form, Remedy, Step } from '../statement.ts';
import { evaluateExpression, numberOf, recordWork, roundWith } from './evaluate-expression.ts';
import { type Evaluation, quote, showAs } from './evaluation.ts';
import { type Halt, isStop, type Missing, nothing, type Value } from './value.ts';

/** What a form comes to, before the rule's evidence and guards are looked at. */
export type FormOutcome =
  | { readonly kind: 'award'; readonly award: Omit<Award, 'trace'> }
  | Halt
  | Missing;

/** Gives the award of a form: the amount, then its steps in order. */
export function evaluateForm(
  form: Form,
  { rule, evaluation }: { readonly rule: Rule; readonly evaluation: Evaluation },
): FormOutcome {
  const amount = evaluateExpression(form.amount, evaluation);
  if (isStop(amount)) return amount;
  if (amount.kind === 'period') return evaluatePeriod(form, amount, { rule, evaluation });
  recordWork(form.amount, { value: amount, evaluation });
  const exactAmount = unrounded(form.amount, evaluation);
  const figure = applySteps(form, {
    paid: numberOf(amount),
    exact: exactAmount.kind === 'number' ? exactAmount.value : numberOf(amount),
    evaluation,
  });
  if ('kind' in figure) return figure;
  if (compareRational(figure.paid, nothing) <= 0) {
    return { kind: 'halt', status: 'none', reason: 'amount_not_positive' };
  }
  const award = { ...baseAward(form, { rule, evaluation }), ...amountOf(form, figure, evaluation) };
  return { kind: 'award', award };
}

/** Gives what is due of an award, without how it came about. */
export function summariseAward(award: Omit<Award, 'trace'>): AwardSummary {
  const { remedy, label, amountMinor, currency, quantity, unit, clause } = award;
  return {
    remedy,
    ...(label ? { label } : {}),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(currency === undefined ? {} : { currency }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(unit === undefined ? {} : { unit }),
    clause,
  };
}

/** Gives how an award is come by and in what parts it is given, where the form says so. */
export function paymentOf(
  { payable, spread }: Form,
  evaluation: Evaluation,
): Pick<Award, 'applies' | 'spread'> | Missing {
  const holds = payable?.condition && evaluateExpression(payable.condition, evaluation);
  if (holds?.kind === 'missing') return holds;
  const isSo = payable && (holds === undefined || (holds.kind === 'yes_no' && holds.value));
  const over = spread && evaluateExpression(spread, evaluation);
  return {
    ...(isSo ? { applies: payable.how.name.replace('-', '_') as Applies } : {}),
    ...(spread && over?.kind === 'period'
      ? { spread: { count: over.value, unit: periodUnit(spread, evaluation) } }
      : {}),
  };
}

type Applies = NonNullable<Award['applies']>;

interface Figure {
  readonly paid: Rational;
  readonly exact: Rational;
}

/** Gives the amount without its outermost roundings, looking through names. */
function unrounded(expression: Expression, evaluation: Evaluation): Value {
  let inner = expression;
  for (;;) {
    if (inner.kind === 'round') inner = inner.operand;
    else if (inner.kind === 'name' && !evaluation.replaced.has(inner.name)) {
      const value = evaluation.document.lets.get(inner.name)?.value;
      if (!value) break;
      inner = value;
    } else break;
  }
  const outer = evaluation.steps;
  evaluation.steps = [];
  const value = evaluateExpression(inner, evaluation);
  evaluation.steps = outer;
  return value;
}

function applySteps(
  form: Form,
  start: Figure & { readonly evaluation: Evaluation },
): Figure | Halt | Missing {
  const { evaluation } = start;
  let { paid, exact } = start;
  for (const step of form.steps) {
    if (step.kind === 'round') {
      paid = roundWith(form.amount, { before: paid, rounding: step.rounding, evaluation });
      continue;
    }
    const limit = evaluateExpression(step.value, evaluation);
    if (isStop(limit)) return limit;
    const bound = limit.kind === 'period' ? limit.value : numberOf(limit);
    const found = applyLimit(step, { limit: bound, paid, exact });
    const kind = actOf(step, { before: paid, after: found?.paid });
    if (kind) recordLimit(kind, { form, step, paid, limit: bound, evaluation });
    if (!found) return { kind: 'halt', status: 'none', reason: 'below_payout_threshold' };
    ({ paid, exact } = found);
  }
  return { paid, exact };
}

const limitActs = { cap: 'capped', floor: 'raised', less: 'deducted', nothing: 'dropped' } as const;

type Act = 'capped' | 'raised' | 'deducted' | 'dropped' | 'not_capped' | 'not_raised';

const idle = {
  cap: 'not_capped',
  floor: 'not_raised',
  less: undefined,
  nothing: undefined,
} as const;

/** Says what a step did; a deduction of nothing and a threshold that was met are not worth a word. */
function actOf(
  { kind }: Exclude<Step, { kind: 'round' }>,
  { before, after }: { readonly before: Rational; readonly after: Rational | undefined },
): Act | undefined {
  const isSame = after !== undefined && compareRational(before, after) === 0;
  return isSame ? idle[kind] : limitActs[kind];
}

function applyLimit(
  step: Exclude<Step, { kind: 'round' }>,
  { limit, paid, exact }: Figure & { readonly limit: Rational },
): Figure | undefined {
  const order = compareRational(paid, limit);
  if (step.kind === 'nothing') {
    const isDropped = order < 0 || (order === 0 && step.bound === 'up_to');
    return isDropped ? undefined : { paid, exact };
  }
  if (step.kind === 'less') {
    return { paid: subtractRational(paid, limit), exact: subtractRational(exact, limit) };
  }
  const acts = step.kind === 'cap' ? 1 : -1;
  const clamp = (value: Rational) => (compareRational(value, limit) === acts ? limit : value);
  return { paid: clamp(paid), exact: clamp(exact) };
}

function recordLimit(
  kind: Act,
  found: {
    readonly form: Form;
    readonly step: Step;
    readonly paid: Rational;
    readonly limit: Rational;
    readonly evaluation: Evaluation;
  },
): void {
  const { form, step, paid, limit, evaluation } = found;
  if (kind.startsWith('not_') && !evaluation.isExplained) return;
  evaluation.steps.push({
    kind,
    limit: showAs(evaluation, form.amount, limit),
    before: showAs(evaluation, form.amount, paid),
    text: quote(evaluation, step.span),
  });
}

interface Around {
  readonly rule: Rule;
  readonly evaluation: Evaluation;
}

function baseAward(form: Form, { rule, evaluation }: Around) {
  const burdens = form.burdens.map((burden): AwardBurden => describeBurden(burden, evaluation));
  return {
    remedy: form.remedy.name as Remedy,
    ...(form.label ? { name: form.label.ko, label: form.label } : {}),
    clause: rule.clause,
    rule: rule.id,
    burdens,
  };
}

/** Gives a string attached to an award, as the document writes it. */
export function describeBurden(
  burden: Burden,
  evaluation: Pick<Evaluation, 'document'>,
): AwardBurden {
  return { kind: burden.kind, text: quote(evaluation, burden.span) };
}

/** Months beside years, which the checker refuses, count as they did when they were let through. */
function isMixed({ analysis }: Evaluation): boolean {
  return analysis.findings.some(({ code }) => code === 'period_mixed');
}

function periodUnit(written: Expression, evaluation: Evaluation): string {
  const unit = unitWritten(written);
  if (unit?.kind === 'period') return unit.name;
  const known = evaluation.analysis.known.get(written);
  return known?.kind === 'period' && !isMixed(evaluation) ? known.unit : 'month';
}

function evaluatePeriod(
  form: Form,
  { value }: Extract<Value, { kind: 'period' }>,
  around: Around,
): FormOutcome {
  const { evaluation } = around;
  const start = { paid: value, exact: value };
  const figure = isMixed(evaluation) ? start : applySteps(form, { ...start, evaluation });
  if ('kind' in figure) return figure;
  const { paid: quantity, exact } = figure;
  if (compareRational(quantity, nothing) <= 0) {
    return { kind: 'halt', status: 'none', reason: 'amount_not_positive' };
  }
  const unit = periodUnit(form.amount, evaluation);
  return { kind: 'award', award: { ...baseAward(form, around), quantity, unit, exact } };
}

/** The remedies that are an amount of money. */
export const moneyRemedies: ReadonlySet<string> = new Set<Remedy>(['cash', 'credit', 'voucher']);

function amountOf(form: Form, { paid, exact }: Figure, evaluation: Evaluation) {
  const remedy = form.remedy.name;
  if (moneyRemedies.has(remedy)) {
    const known = evaluation.analysis.known.get(form.amount);
    const own = known?.kind === 'quantity' ? known.currency : undefined;
    const currency = own ?? evaluation.document.header.currency;
    const { amountMinor } = moneyFromMajor(paid, currency);
    return { amountMinor, currency, exact: divideRational(exact, minorUnit(currency)) };
  }
  if (remedy === 'extension') {
    const unit = extensionUnit(form);
    return {
      quantity: divideRational(paid, unit.seconds),
      unit: unit.name,
      exact: divideRational(exact, unit.seconds),
    };
  }
  const each = form.each ? numberOf(evaluateExpression(form.each, evaluation)) : rational(1n);
  const quantity = divideRational(paid, each);
  assert(quantity.denominator === 1n, 'policy: points and items are whole', {
    quantity: renderRational(quantity),
  });
  const unit = remedy === 'points' ? 'point' : 'item';
  return { quantity, unit, exact: divideRational(exact, each) };
}

/** The unit of an extension, and how much of its amount one unit is. */
export interface ExtensionUnit {
  readonly name: string;
  /** of an amount that is a duration its seconds; 1 where a number is counted `in months` */
  readonly seconds: Rational;
}

/** Gives the unit in which an extension is counted. */
export function extensionUnit(form: Form): ExtensionUnit {
  const unit = form.inUnit ? findUnit(form.inUnit.name) : unitWritten(form.amount);
  if (unit?.kind === 'period') return { name: unit.name, seconds: rational(1n) };
  assert(unit?.kind === 'duration', 'policy: the checker asked for the unit of an extension');
  return unit;
}
