import { compareRational, divideRational, type Rational } from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import { type Assumed, differenceOf, narrow } from './narrow/assume.ts';
import { warnTermBelowZero } from './narrow/below-zero.ts';
import {
  commonGrain,
  held,
  isAlike,
  type Knowledge,
  minus,
  nameKnowledge,
  plus,
  type Quantity,
  quantity,
  times,
  unknown,
  zero,
} from './quantity.ts';
import { requireKnowledge } from './require.ts';
import type { Scope } from './scope.ts';

type Arithmetic = Extract<Expression, { readonly kind: 'arithmetic' }>;

/** Gives what is known of a sum, difference, product or quotient. */
export function inferArithmetic(expression: Arithmetic, scope: Scope): Knowledge {
  const left = scope.infer(expression.left);
  const right = scope.infer(expression.right);
  if (left.kind === 'unknown' || right.kind === 'unknown') return unknown;
  const { operator } = expression;
  if (left.kind === 'instant') return inferInstant(expression, { right, scope });
  if (left.kind === 'date') return reportDateSum(expression, { right, scope });
  if (left.kind !== 'quantity') return reportNoQuantity(expression.left, { found: left, scope });
  if (right.kind !== 'quantity') return reportNoQuantity(expression.right, { found: right, scope });
  if (!isAlike({ ...left, money: 0, time: 0 }, { ...right, money: 0, time: 0 })) {
    const [found, expected] = [nameKnowledge(right), nameKnowledge(left)];
    const write = 'amounts in one currency';
    scope.report('currency_mixed', expression.right.span, { found, expected, write });
    return unknown;
  }
  if (operator === '×') return multiply(left, right);
  if (operator === '÷') return divide(expression, { left, right, scope });
  if (!isAlike(left, right)) return reportUnlike(expression, { left, right, scope });
  if (operator === '+') {
    warnTermBelowZero(expression.left, { known: left, scope });
    warnTermBelowZero(expression.right, { known: right, scope });
    return add(left, right);
  }
  return narrow(add(left, negated(right)), differenceAt(expression, scope));
}

/** What a condition around says of the two sides of a difference: `a is above b` of `a − b`. */
function differenceAt({ left, right }: Arithmetic, scope: Scope): Assumed | undefined {
  if (scope.assumed.size === 0) return undefined;
  return scope.assumed.get(differenceOf(scope.quote(left.span), scope.quote(right.span)));
}

function reportUnlike(
  expression: Arithmetic,
  { left, right, scope }: { left: Quantity; right: Quantity; scope: Scope },
): Knowledge {
  if (expression.left.kind === 'counting' && right.time === 1) {
    return reportCountedPart(expression, { found: right, scope });
  }
  requireKnowledge(scope, { expected: left, expression: expression.right });
  return unknown;
}

/** `completed 12 hours in T − X` counts in T; who means the rest of T has to say so. */
function reportCountedPart(
  { left, operator, right }: Arithmetic,
  { found, scope }: { found: Knowledge; scope: Scope },
): Knowledge {
  const counted = left.kind === 'counting' ? left : undefined;
  const [unit, total] = [counted?.unit, counted?.total].map(
    (part) => part && scope.quote(part.span),
  );
  const sign = operator === '-' ? '−' : operator;
  const write = `\`${counted?.rule} ${unit} in (${total} ${sign} ${scope.quote(right.span)})\`, with brackets`;
  const expected = 'a number, beside a number of units';
  scope.report('unit_mismatch', right.span, { found: nameKnowledge(found), expected, write });
  return unknown;
}

function reportNoQuantity(
  { span }: Expression,
  { found, scope }: { found: Knowledge; scope: Scope },
): Knowledge {
  const write = 'a number, money or a duration';
  scope.report('type_mismatch', span, { found: nameKnowledge(found), expected: write, write });
  return unknown;
}

/** Days are counted from dates by functions, so that nobody has to ask whether the ends belong. */
function reportDateSum(
  { left, operator, right: second }: Arithmetic,
  { right, scope }: { readonly right: Knowledge; readonly scope: Scope },
): Knowledge {
  const [one, other] = [scope.quote(left.span), scope.quote(second.span)];
  const sign = operator === '-' ? '−' : '';
  const number = right.kind === 'quantity' && right.time === 0 ? `${sign}${other}` : `${sign}14`;
  const write =
    right.kind === 'date' ? `days_between(${other}, ${one})` : `add_days(${one}, ${number})`;
  const params = { found: 'date', expected: 'a number, money or a duration', write };
  scope.report('type_mismatch', left.span, params);
  return unknown;
}

function inferInstant(
  expression: Arithmetic,
  { right, scope }: { right: Knowledge; scope: Scope },
): Knowledge {
  if (expression.operator === '-' && right.kind === 'instant') {
    return narrow(quantity({ money: 0, time: 1 }), differenceAt(expression, scope));
  }
  if (expression.operator === '+' || expression.operator === '-') {
    const expected = quantity({ money: 0, time: 1 });
    requireKnowledge(scope, { expected, expression: expression.right });
    return { kind: 'instant' };
  }
  const params = { found: 'instant', expected: 'a quantity', write: 'a duration' };
  scope.report('type_mismatch', expression.left.span, params);
  return unknown;
}

function negated(value: Quantity): Quantity {
  return quantity({
    ...value,
    low: minus(value.high),
    high: minus(value.low),
    constant: minus(value.constant),
  });
}

function add(left: Quantity, right: Quantity): Quantity {
  return quantity({
    money: left.money,
    time: left.time,
    currency: left.currency ?? right.currency,
    grain: commonGrain(left.grain, right.grain),
    low: plus(left.low, right.low),
    high: plus(left.high, right.high),
    constant: plus(left.constant, right.constant),
    isShare: left.isShare === true || right.isShare === true,
  });
}

function multiply(left: Quantity, right: Quantity): Quantity {
  const isPositive = isAtLeastZero(left.low) && isAtLeastZero(right.low);
  const product = quantity({
    money: left.money + right.money,
    time: left.time + right.time,
    currency: left.currency ?? right.currency,
    grain: times(left.grain, right.grain),
    low: isPositive ? times(left.low, right.low) : undefined,
    high: isPositive ? times(left.high, right.high) : undefined,
    constant: times(left.constant, right.constant),
    isShare: isShareOf(left, right) || isShareOf(right, left),
  });
  return isNeverZero(left) && isNeverZero(right) ? { ...product, isNonZero: true } : product;
}

/** A share of a share is one, and so is a fixed multiple of one; a share of a number is a number. */
function isShareOf(share: Quantity, other: Quantity): boolean {
  return share.isShare === true && (other.isShare === true || other.constant !== undefined);
}

function divide(
  expression: Arithmetic,
  { left, right, scope }: { left: Quantity; right: Quantity; scope: Scope },
): Knowledge {
  const dimension = {
    money: left.money - right.money,
    time: left.time - right.time,
    currency: left.currency ?? right.currency,
  };
  if (!isNeverZero(right)) {
    const found = scope.quote(expression.right.span);
    const write = writeDivisor(expression.right, scope);
    scope.report('division_by_zero', expression.right.span, { found, write });
    return quantity(dimension);
  }
  const divisor = right.constant;
  if (!divisor) {
    const low = isAtLeastZero(left.low) && isAtLeastZero(right.low) ? zero : undefined;
    return quantity({ ...dimension, low });
  }
  const by = (value: Rational | undefined) => value && held(divideRational(value, divisor));
  const isPositive = isAtLeastZero(divisor);
  return quantity({
    ...dimension,
    grain: by(left.grain),
    low: by(isPositive ? left.low : left.high),
    high: by(isPositive ? left.high : left.low),
    constant: by(left.constant),
    isShare: left.isShare,
  });
}

/** Says what to write where a divisor or a unit could be 0. */
export function writeDivisor({ kind, span, ...expression }: Expression, scope: Scope): string {
  const found = scope.quote(span);
  const known = 'name' in expression ? expression.name : undefined;
  const fact = kind === 'name' && known !== undefined && scope.document.facts.has(known);
  const declared = fact ? `; or declare ${found} with \`at least\` and a number above 0` : '';
  const isShort = ['name', 'field', 'each', 'dated', 'call'].includes(kind);
  const what = isShort ? found : 'DIVISOR';
  return `\`greater of (${what}, 1)\` or what the least of it is, or a condition around it: \`if ${what} is above 0 then …\`, \`for\`, \`when\` or \`where\`${declared}`;
}

/** Says whether a quantity can never be zero: known to be above or below it. */
export function isNeverZero({ low, high, isNonZero }: Quantity): boolean {
  if (isNonZero) return true;
  if (low && compareRational(low, zero) > 0) return true;
  return high !== undefined && compareRational(high, zero) < 0;
}

function isAtLeastZero(value: Rational | undefined): boolean {
  return value !== undefined && compareRational(value, zero) >= 0;
}
