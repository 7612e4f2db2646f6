import { compareRational } from '../../kernel/index.ts';
import type { Rule } from '../document.ts';
import { type Burden, type Form, type Remedy, remedies, type Step } from '../statement.ts';
import { roundKnown } from './infer-choice.ts';
import { assuming, toldBy } from './narrow/assume.ts';
import { warnLessBelowZero } from './narrow/below-zero.ts';
import {
  commonGrain,
  greater,
  isMultiple,
  type Knowledge,
  lesser,
  nameKnowledge,
  one,
  type Quantity,
  quantity,
  times,
  zero,
} from './quantity.ts';
import { requireKnowledge, requirePlain, requireYesNo } from './require.ts';
import type { Scope } from './scope.ts';
import { findUnit, minorUnit, unitWritten } from './unit.ts';

/** The things a remedy may ask of its receiver. */
export const requirements = ['payment-method', 'purchase', 'membership', 'personal-data'] as const;

/** Checks one form of an award: its remedy, type, steps, rounding, relation and burdens. */
export function checkForm(form: Form, { rule, scope }: { rule: Rule; scope: Scope }): void {
  if (form.guard) requireYesNo(scope, form.guard);
  assuming({ scope, told: toldBy(form.guard, { scope }) }, () => checkGiven(form, { rule, scope }));
}

function checkGiven(form: Form, { rule, scope }: { rule: Rule; scope: Scope }): void {
  const { name, span } = form.remedy;
  if (!(remedies as readonly string[]).includes(name)) {
    scope.report('unknown_remedy', span, { found: name, write: `one of: ${remedies.join(', ')}` });
    return;
  }
  const amount = scope.infer(form.amount);
  const isAmount = requirePlain(scope, form.amount, amount);
  if (amount.kind === 'quantity' && isAmount) checkQuantityForm(form, { amount, scope });
  else if (isAmount) checkPeriodForm(form, { amount, scope });
  checkStepOrder(form.steps, scope);
  checkRelation(form, { rule, scope });
  for (const burden of form.burdens) checkBurden(burden, { form, scope });
  checkPayment(form, scope);
}

/** The ways an award can be come by, as they are written. */
export const payableWords = ['automatic', 'on-claim', 'on-acceptance'] as const;

function checkPayment({ payable, spread }: Form, scope: Scope): void {
  if (payable?.condition) requireYesNo(scope, payable.condition);
  if (payable && !(payableWords as readonly string[]).includes(payable.how.name)) {
    const params = { found: payable.how.name, write: `one of: ${payableWords.join(', ')}` };
    scope.report('unknown_choice', payable.how.span, params);
  }
  if (!spread) return;
  const known = scope.infer(spread);
  if (known.kind === 'unknown') return;
  if (known.kind === 'period' && isMultiple(known.constant, one)) return;
  const write = 'a whole number of months or years, such as 3 months';
  const params = { found: nameKnowledge(known), expected: write, write };
  scope.report('type_mismatch', spread.span, params);
}

function checkPeriodForm(form: Form, { amount, scope }: { amount: Knowledge; scope: Scope }): void {
  if (amount.kind === 'unknown') return;
  if (amount.kind === 'period' && form.remedy.name === 'extension') {
    checkPeriodSteps(form, { unit: amount.unit, scope });
    return;
  }
  const write = wantedAmounts[form.remedy.name as Remedy];
  const params = { found: nameKnowledge(amount), expected: write, write };
  scope.report('type_mismatch', form.amount.span, params);
}

/** What caps months is months: days beside them have no order. */
function checkPeriodSteps(form: Form, { unit, scope }: { unit: string; scope: Scope }): void {
  if (form.inUnit) {
    const write = `a number: \`3 in ${form.inUnit.name}\``;
    const params = { found: `a number of ${unit}s`, expected: `\`in ${form.inUnit.name}\``, write };
    scope.report('period_mixed', form.inUnit.span, params);
  }
  for (const step of form.steps) checkPeriodStep(step, { unit, scope });
}

function checkPeriodStep(step: Step, { unit, scope }: { unit: string; scope: Scope }): void {
  const expected = `a number of ${unit}s`;
  if (step.kind === 'round') {
    const params = { found: 'a rounding', expected, write: `NUMBER rounded … in ${unit}s` };
    scope.report('period_mixed', step.span, params);
    return;
  }
  const known = scope.infer(step.value);
  if (known.kind === 'unknown' || (known.kind === 'period' && known.unit === unit)) return;
  const params = { found: nameKnowledge(known), expected, write: expected };
  scope.report('period_mixed', step.span, params);
}

const wantedAmounts: Readonly<Record<Remedy, string>> = {
  cash: 'an amount of money',
  credit: 'an amount of money',
  voucher: 'an amount of money',
  points: 'a number, or money with `at 1 KRW each`',
  extension: 'a duration, such as 3 days or, of a number of days, `NUMBER × 1 day`',
  item: 'a number, such as 1',
};

interface Wants {
  readonly money: number;
  readonly time: number;
  readonly isWhole: boolean;
}

const wants: Readonly<Record<Remedy, Wants>> = {
  cash: { money: 1, time: 0, isWhole: true },
  credit: { money: 1, time: 0, isWhole: true },
  voucher: { money: 1, time: 0, isWhole: true },
  points: { money: 0, time: 0, isWhole: true },
  extension: { money: 0, time: 1, isWhole: false },
  item: { money: 0, time: 0, isWhole: true },
};

/** A number is counted `in months`, a duration in hours. */
function wantsOf({ remedy, inUnit }: Form): Wants {
  const isPeriod = inUnit && findUnit(inUnit.name)?.kind === 'period';
  return isPeriod && remedy.name === 'extension' ? wants.item : wants[remedy.name as Remedy];
}

function checkQuantityForm(
  form: Form,
  { amount, scope }: { amount: Quantity; scope: Scope },
): void {
  const remedy = form.remedy.name as Remedy;
  const wanted = wantsOf(form);
  let known: Knowledge = amount;
  for (const step of form.steps) known = applyStep(step, { known, scope });
  if (known.kind !== 'quantity') return;
  const paid = form.each ? divideByEach(form, { known, scope }) : known;
  if (!paid) return;
  if (paid.money !== wanted.money || paid.time !== wanted.time) {
    const write = wanted === wants.item ? wantedAmounts.item : wantedAmounts[remedy];
    const params = { found: nameKnowledge(paid), expected: write, write };
    scope.report('unit_mismatch', form.amount.span, params);
    return;
  }
  if (remedy === 'extension') checkExtensionUnit(form, scope);
  if (wanted.isWhole) checkRounded(form, { paid, scope });
}

function applyStep(step: Step, { known, scope }: { known: Knowledge; scope: Scope }): Knowledge {
  if (known.kind !== 'quantity') return known;
  if (step.kind === 'round') return roundKnown(scope, { found: known, rounding: step.rounding });
  const limit = requireKnowledge(scope, { expected: known, expression: step.value });
  if (limit.kind !== 'quantity' || step.kind === 'nothing') return known;
  const grain = commonGrain(known.grain, limit.grain);
  const isCap = step.kind === 'cap';
  const { money, time, currency } = known;
  if (step.kind === 'less') {
    warnLessBelowZero(step.value, { known: limit, scope });
    return quantity({ money, time, currency, grain, high: known.high });
  }
  return quantity({
    money,
    time,
    currency,
    grain,
    low: isCap ? lesser(known.low, limit.low) : greater(known.low, limit.low),
    high: isCap ? lesser(known.high, limit.high) : greater(known.high, limit.high),
  });
}

function divideByEach(
  form: Form,
  { known, scope }: { known: Quantity; scope: Scope },
): Quantity | undefined {
  if (!form.each) return known;
  const each = requireKnowledge(scope, { expected: known, expression: form.each });
  const price = each.kind === 'quantity' ? each.constant : undefined;
  if (!price || compareRational(price, zero) <= 0) {
    const params = { found: scope.quote(form.each.span), write: 'a fixed price above 0: 1 KRW' };
    scope.report('not_constant', form.each.span, params);
    return undefined;
  }
  const inverse = { numerator: price.denominator, denominator: price.numerator };
  return quantity({
    money: known.money - 1,
    time: known.time,
    grain: times(known.grain, inverse),
    constant: times(known.constant, inverse),
  });
}

function checkExtensionUnit(form: Form, scope: Scope): void {
  const { inUnit } = form;
  const unit = inUnit && findUnit(inUnit.name);
  if (inUnit && unit?.kind !== 'duration' && unit?.kind !== 'period') {
    const write = 'hours, days, weeks, months or years';
    scope.report('unknown_unit', inUnit.span, { found: inUnit.name, write });
  }
  if (inUnit || unitWritten(form.amount)?.kind === 'duration') return;
  const found = scope.quote(form.amount.span);
  const params = { found, readingA: '… in hours', readingB: '… in days', write: 'in hours' };
  scope.report('unit_open', form.amount.span, params);
}

function checkRounded(form: Form, { paid, scope }: { paid: Quantity; scope: Scope }): void {
  const unit = paid.money === 1 ? minorUnit(paid.currency ?? scope.document.header.currency) : one;
  if (isMultiple(paid.grain, unit)) return;
  const found = scope.quote(form.amount.span);
  const least = paid.money === 1 ? renderUnit(scope, paid.currency) : '1';
  scope.report('rounding_missing', form.amount.span, {
    found,
    readingA: `rounded down to ${least}`,
    readingB: `rounded up to ${least}`,
    write: `then rounded half up to ${least}`,
  });
}

function renderUnit(scope: Scope, currency: string | undefined): string {
  const code = currency ?? scope.document.header.currency;
  const { denominator } = minorUnit(code);
  const digits = String(denominator).length - 1;
  return `${digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`} ${code}`;
}

function checkStepOrder(steps: readonly Step[], scope: Scope): void {
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1];
    if (!before || step.hasThen) continue;
    const [first, second] = [scope.quote(before.span), scope.quote(step.span)];
    scope.report('order_open', step.span, {
      found: `${first} ${second}`,
      readingA: `${first}, then ${second}`,
      readingB: `${second}, then ${first}`,
      write: `${first} then ${second}`,
    });
  }
}

function checkRelation({ relation }: Form, { rule, scope }: { rule: Rule; scope: Scope }): void {
  if (!relation) return;
  const labels = scope.document.rules.map((other) => other.clause);
  for (const { name, span } of relation.clauses) {
    if (labels.includes(name)) continue;
    const write = `one of: ${[...new Set(labels)].join(', ')}`;
    scope.report('unknown_clause', span, { found: name, write });
  }
  if (relation.kind === 'instead' && relation.clauses.some(({ name }) => name === rule.clause)) {
    const params = { found: rule.clause, write: 'another clause than its own' };
    scope.report('priority_circular', relation.span, params);
  }
}

function checkBurden(burden: Burden, { form, scope }: { form: Form; scope: Scope }): void {
  const value =
    burden.kind === 'expires'
      ? burden.after
      : burden.kind === 'first_come'
        ? burden.count
        : undefined;
  if (value) scope.infer(value);
  if (burden.kind === 'requires') {
    if (!(requirements as readonly string[]).includes(burden.what)) {
      const params = { found: burden.what, write: `one of: ${requirements.join(', ')}` };
      scope.report('unknown_burden', burden.span, params);
    }
    if (burden.least) scope.infer(burden.least);
  }
  const remedy = [form.remedy.name, form.label?.en].filter(Boolean).join(' ');
  scope.report('burdened_remedy', burden.span, { remedy, found: scope.quote(burden.span) });
}
