import { multiplyRational, rational, renderRational } from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import { isAlike, isPlain, type Knowledge, nameKnowledge, type Quantity } from './quantity.ts';
import type { Scope } from './scope.ts';

type Period = Extract<Knowledge, { kind: 'period' }>;

/** What a place wants, and the expression that stands there. */
export interface Wanted {
  readonly expected: Knowledge;
  readonly expression: Expression;
}

/**
 * Checks that an expression is of the expected type and gives what is known of it.
 *
 * Where a choice is expected, a name that is one of its values is that value.
 */
export function requireKnowledge(scope: Scope, { expected, expression }: Wanted): Knowledge {
  if (expected.kind === 'choice' && expression.kind === 'name') {
    if (expected.choices.includes(expression.name)) {
      scope.choiceLiterals.add(expression);
      scope.known.set(expression, expected);
      return expected;
    }
    if (!isDeclared(scope, expression.name)) {
      const write = `one of: ${expected.choices.join(', ')}`;
      scope.report('unknown_choice', expression.span, { found: expression.name, write });
      return expected;
    }
  }
  const found = scope.infer(expression);
  if (isFitting(found, expected)) return found;
  reportMismatch(scope, { found, expected, expression });
  return found;
}

/** Says whether a name is a fact, constant or let of the document. */
export function isDeclared({ document }: Scope, name: string): boolean {
  const { facts, constants, readings, lets } = document;
  return facts.has(name) || constants.has(name) || readings.has(name) || lets.has(name);
}

/** Checks that an expression is a plain number, money or duration, and gives it. */
export function requireQuantity(scope: Scope, expression: Expression): Quantity | undefined {
  const found = scope.infer(expression);
  if (found.kind === 'unknown') return undefined;
  if (found.kind !== 'quantity') {
    const params = { found: nameKnowledge(found), write: 'a number, money or a duration' };
    scope.report('type_mismatch', expression.span, params);
    return undefined;
  }
  return requirePlain(scope, expression, found) ? found : undefined;
}

/**
 * Checks that the first of several values of which the greatest or least is wanted is a plain
 * quantity, and gives it. Of dates and instants it says how the later or earlier is written.
 */
export function requireFirst(
  scope: Scope,
  operands: readonly Expression[],
  which: 'greater' | 'lesser',
): Quantity | undefined {
  const [first, second] = operands;
  if (!first) return undefined;
  const found = scope.infer(first);
  if ((found.kind !== 'date' && found.kind !== 'instant') || !second) {
    return requireQuantity(scope, first);
  }
  const [one, other] = [scope.quote(first.span), scope.quote(second.span)];
  const relation = which === 'greater' ? 'after' : 'before';
  const write = `(if ${one} is ${relation} ${other} then ${one} else ${other})`;
  const expected = 'a number, money or a duration';
  scope.report('type_mismatch', first.span, { found: nameKnowledge(found), expected, write });
  return undefined;
}

/** Reports a product such as money × duration that is used before it is divided. */
export function requirePlain(scope: Scope, expression: Expression, found: Knowledge): boolean {
  if (found.kind !== 'quantity' || isPlain(found)) return true;
  const write =
    found.time > 0 ? '… ÷ 720 hours, or another duration to divide by' : '… ÷ an amount of money';
  scope.report('unit_compound', expression.span, { found: nameKnowledge(found), write });
  return false;
}

/** Checks that an expression is a yes/no. */
export function requireYesNo(scope: Scope, expression: Expression): void {
  requireKnowledge(scope, { expected: { kind: 'yes_no' }, expression });
}

function isFitting(found: Knowledge, expected: Knowledge): boolean {
  if (found.kind === 'unknown' || expected.kind === 'unknown') return true;
  if (found.kind !== expected.kind) return false;
  if (found.kind === 'quantity' && expected.kind === 'quantity') return isAlike(found, expected);
  if (found.kind === 'list' && expected.kind === 'list') return isFitting(found.of, expected.of);
  // A year among months would be counted as a month.
  if (found.kind === 'period' && expected.kind === 'period') return found.unit === expected.unit;
  if (found.kind === 'choice' && expected.kind === 'choice') {
    return found.choices.every((choice) => expected.choices.includes(choice));
  }
  return true;
}

function reportMismatch(
  scope: Scope,
  { found, expected, expression }: Wanted & { readonly found: Knowledge },
): void {
  const params = { found: nameKnowledge(found), expected: nameKnowledge(expected) };
  const { span } = expression;
  if (found.kind === 'period' && expected.kind === 'period') {
    scope.report('period_mixed', span, { ...params, write: writeMonths(found) });
  } else if (found.kind !== 'quantity' || expected.kind !== 'quantity') {
    const write = writePeriod(found, expected) ?? params.expected;
    scope.report('type_mismatch', span, { ...params, write });
  } else if (!isPlain(found)) requirePlain(scope, expression, found);
  else if (found.money === 1 && expected.money === 1) {
    scope.report('currency_mixed', span, { ...params, write: `an amount in ${expected.currency}` });
  } else scope.report('unit_mismatch', span, { ...params, write: writeUnit(expected) });
}

function writeMonths({ unit, constant }: Period): string {
  if (unit !== 'year') return 'months throughout: 12 months for 1 year';
  return `${renderRational(multiplyRational(constant, rational(12n)))} months`;
}

/** A month has no fixed length, so that it stands beside no days; each has a form of its own. */
function writePeriod(found: Knowledge, expected: Knowledge): string | undefined {
  const both = [found, expected];
  const period = both.find((one) => one.kind === 'period');
  if (!period) return undefined;
  const isDuration = both.some((one) => one.kind === 'quantity' && one.time === 1);
  if (!isDuration) return undefined;
  return `a form for each: \`award extension 3 days when …, or extension 1 ${period.unit} when …\``;
}

function writeUnit({ money, time, currency }: Quantity): string {
  if (money === 1) return `an amount with its currency, such as 10_000 ${currency ?? 'KRW'}`;
  return time === 1 ? 'a duration with its unit, such as 12 hours' : 'a number without a unit';
}
