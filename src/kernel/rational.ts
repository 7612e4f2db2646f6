import { assert } from './outcome.ts';
import { withoutEnd } from './without-end.ts';

/**
 * An exact fraction in lowest terms; the denominator is always positive, and zero is 0/1.
 *
 * @source ARCHITECTURE.md, "The rules": kernel, money: calculations are exact rationals
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

// Longer texts are refused: a policy or a form never needs them, and a power of ten is costly.
const maxTextLength = 200;

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let a = left < 0n ? -left : left;
  let b = right < 0n ? -right : right;
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/**
 * Gives the fraction numerator/denominator in lowest terms; the denominator defaults to 1.
 *
 * Throws an InvariantError when the denominator is zero.
 */
export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  assert(denominator !== 0n, 'rational: the denominator is not zero', { numerator });
  if (denominator === 1n) return { numerator, denominator };
  const divisor = greatestCommonDivisor(numerator, denominator);
  const sign = denominator < 0n ? -1n : 1n;
  return {
    numerator: (sign * numerator) / divisor,
    denominator: (sign * denominator) / divisor,
  };
}

/**
 * Reads '12', '-0.25', '6/31' or '1_000' exactly, or gives undefined.
 *
 * Digits may be grouped by single underscores between digits. A fraction has an unsigned, non-zero
 * whole denominator. No exponent, no leading '+', no spaces, no bare point; at most 200 characters.
 */
export function parseRational(text: string): Rational | undefined {
  if (text.length > maxTextLength) return undefined;
  const match = /^(-?)(\d+(?:_\d+)*)(?:\.(\d+(?:_\d+)*)|\/(\d+(?:_\d+)*))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', decimals, below] = match;
  const digits = (part: string) => part.replaceAll('_', '');
  const fraction = digits(decimals ?? '');
  const magnitude = BigInt(digits(whole) + fraction);
  const denominator = below === undefined ? 10n ** BigInt(fraction.length) : BigInt(digits(below));
  if (denominator === 0n) return undefined;
  return rational(sign === '-' ? -magnitude : magnitude, denominator);
}

/** Renders a rational exactly: '7000' when whole, otherwise '232550/31'; parseRational reads it. */
export function renderRational(value: Rational): string {
  return value.denominator === 1n
    ? value.numerator.toString()
    : `${value.numerator}/${value.denominator}`;
}

/** Adds exactly. */
export function addRational(left: Rational, right: Rational): Rational {
  return rational(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

/** Subtracts the right from the left exactly. */
export function subtractRational(left: Rational, right: Rational): Rational {
  return addRational(left, negateRational(right));
}

/** Multiplies exactly. */
export function multiplyRational(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** Divides the left by the right exactly; throws an InvariantError when the right is zero. */
export function divideRational(left: Rational, right: Rational): Rational {
  assert(right.numerator !== 0n, 'rational: the divisor is not zero', { left });
  return rational(left.numerator * right.denominator, left.denominator * right.numerator);
}

/** Compares by value: -1 when left is smaller, 0 when equal, 1 when larger. */
export function compareRational(left: Rational, right: Rational): -1 | 0 | 1 {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** Changes the sign. */
export function negateRational(value: Rational): Rational {
  return { numerator: -value.numerator, denominator: value.denominator };
}

/** Gives the distance from zero. */
export function absRational(value: Rational): Rational {
  return value.numerator < 0n ? negateRational(value) : value;
}

/** Gives the largest whole number not above the value: floor(-1/2) is -1. */
export function floorRational(value: Rational): bigint {
  const quotient = value.numerator / value.denominator;
  const isBelow = value.numerator < 0n && value.numerator % value.denominator !== 0n;
  return isBelow ? quotient - 1n : quotient;
}

/** Gives the smallest whole number not below the value: ceil(-1/2) is 0. */
export function ceilRational(value: Rational): bigint {
  return -floorRational(negateRational(value));
}

/**
 * Renders a decimal for people: exact digits, or cut off after maxDigits and followed by '…'.
 *
 * It never rounds, so a value below a threshold never looks as if it had reached it. Trailing zeros
 * are left out: 1/2 is '0.5', 1/3 with maxDigits 4 is '0.3333…'. Never parse it back.
 *
 * @param options.maxDigits most digits after the point, 0 or more
 */
export function renderDecimal(value: Rational, options: { maxDigits: number }): string {
  const { maxDigits } = options;
  assert(Number.isSafeInteger(maxDigits) && maxDigits >= 0, 'renderDecimal: maxDigits', options);
  const sign = value.numerator < 0n ? '-' : '';
  const { numerator, denominator } = absRational(value);
  const scaled = numerator * 10n ** BigInt(maxDigits);
  const digits = (scaled / denominator).toString().padStart(maxDigits + 1, '0');
  const whole = digits.slice(0, digits.length - maxDigits);
  const decimals = digits.slice(digits.length - maxDigits);
  const isExact = scaled % denominator === 0n;
  const shown = isExact ? withoutEnd(decimals, '0') : decimals;
  return `${sign}${whole}${shown === '' ? '' : `.${shown}`}${isExact ? '' : '…'}`;
}

/**
 * Renders a decimal with a fixed number of digits, rounded half away from zero, only for display.
 *
 * 44595/446.40 with two digits shows '99.90' although the value is below 99.9: decide on the value
 * itself. Negative values that round to zero lose their sign.
 *
 * @param options.digits digits after the point, 0 or more
 */
export function renderFixed(value: Rational, options: { digits: number }): string {
  const { digits } = options;
  assert(Number.isSafeInteger(digits) && digits >= 0, 'renderFixed: digits', options);
  const scaled = multiplyRational(absRational(value), rational(10n ** BigInt(digits)));
  const rounded = floorRational(addRational(scaled, rational(1n, 2n)));
  const sign = value.numerator < 0n && rounded !== 0n ? '-' : '';
  const text = rounded.toString().padStart(digits + 1, '0');
  if (digits === 0) return `${sign}${text}`;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
