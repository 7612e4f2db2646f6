import { currencyExponents } from './currencies.ts';
import { assert } from './outcome.ts';
import {
  absRational,
  addRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
} from './rational.ts';

/** An active ISO 4217 alphabetic code in capitals, as parseCurrency gave it. */
export type CurrencyCode = string;

/**
 * An amount in whole minor units of a currency: 7,550 won is 7550n, 12.30 dollars is 1230n.
 *
 * @source ARCHITECTURE.md, "The rules": kernel, money
 */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
}

/**
 * How a value between two multiples is decided.
 *
 * half_up: to the nearest, a half away from zero. half_even: to the nearest, a half to the even
 * multiple. up: away from zero. down: toward zero.
 *
 * @source ARCHITECTURE.md, "The rules": kernel, money; IEEE 754-2019, 4.3 for the direction of each
 */
export type RoundingMode = 'half_up' | 'half_even' | 'up' | 'down';

/** A rounding rule; the increment is in MAJOR units and positive: 1, 10, 0.01. */
export interface Rounding {
  readonly mode: RoundingMode;
  readonly increment: Rational;
}

/** Gives the code when it is an active ISO 4217 code in capitals, otherwise undefined. */
export function parseCurrency(code: string): CurrencyCode | undefined {
  return currencyExponents.has(code) ? code : undefined;
}

/**
 * Gives the number of decimal digits of the minor unit: KRW 0, USD 2, KWD 3.
 *
 * Throws an InvariantError for a code that parseCurrency refuses.
 *
 * @source ISO 4217, table A.1
 */
export function currencyExponent(currency: CurrencyCode): number {
  const exponent = currencyExponents.get(currency);
  assert(exponent !== undefined, 'money: the currency is an active ISO 4217 code', { currency });
  return exponent;
}

const half = rational(1n, 2n);

function roundsAwayFromZero(mode: RoundingMode, position: { whole: bigint; rest: Rational }) {
  const { whole, rest } = position;
  if (mode === 'down' || rest.numerator === 0n) return false;
  if (mode === 'up') return true;
  const side = compareRational(rest, half);
  if (side !== 0) return side > 0;
  return mode === 'half_up' || whole % 2n === 1n;
}

/**
 * Rounds a value to a multiple of the increment.
 *
 * A value that is already a multiple is unchanged in every mode. Throws an InvariantError when the
 * increment is not positive.
 *
 * @source ARCHITECTURE.md, "The rules": kernel, money: rounding is a named operation with mode and increment
 */
export function roundRational(value: Rational, rounding: Rounding): Rational {
  const { mode, increment } = rounding;
  assert(increment.numerator > 0n, 'money: the rounding increment is positive', { increment });
  const steps = divideRational(absRational(value), increment);
  const whole = floorRational(steps);
  const rest = addRational(steps, rational(-whole));
  const count = roundsAwayFromZero(mode, { whole, rest }) ? whole + 1n : whole;
  const magnitude = multiplyRational(rational(count), increment);
  return value.numerator < 0n ? negateRational(magnitude) : magnitude;
}

/**
 * Turns an exact amount in major units into money, without rounding.
 *
 * Throws an InvariantError when it is not a whole number of minor units: round first.
 */
export function moneyFromMajor(exactMajor: Rational, currency: CurrencyCode): Money {
  const scale = rational(10n ** BigInt(currencyExponent(currency)));
  const minor = multiplyRational(exactMajor, scale);
  assert(minor.denominator === 1n, 'money: the amount is a whole number of minor units', {
    exactMajor,
    currency,
  });
  return { amountMinor: minor.numerator, currency };
}

/** Gives the amount in major units, exactly. */
export function moneyToMajor(money: Money): Rational {
  return rational(money.amountMinor, 10n ** BigInt(currencyExponent(money.currency)));
}

/**
 * Shares a total in proportion to the weights; the parts always sum to the total.
 *
 * Each part is its exact share cut toward zero; the units left over go one each to the largest
 * remainders, an earlier part first when remainders are equal. A negative total is shared as its
 * opposite. Throws an InvariantError on a negative weight or when the weights sum to zero.
 *
 * @source largest-remainder (Hamilton) method
 */
export function allocateMinor(totalMinor: bigint, weights: readonly bigint[]): bigint[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0n);
  assert(
    weightSum > 0n && weights.every((weight) => weight >= 0n),
    'money: weights are not negative and one is positive',
    { weights },
  );
  if (totalMinor < 0n) return allocateMinor(-totalMinor, weights).map((part) => -part);
  const shares = weights.map((weight, index) => ({
    index,
    part: (totalMinor * weight) / weightSum,
    remainder: (totalMinor * weight) % weightSum,
  }));
  const leftOver = totalMinor - shares.reduce((sum, share) => sum + share.part, 0n);
  const byRemainder = shares.toSorted((a, b) => {
    if (a.remainder === b.remainder) return a.index - b.index;
    return a.remainder > b.remainder ? -1 : 1;
  });
  const raised = new Set(byRemainder.slice(0, Number(leftOver)).map((share) => share.index));
  return shares.map((share) => (raised.has(share.index) ? share.part + 1n : share.part));
}

/** Writes the digits of a whole number, a sign before them or not, in groups of three from the right. */
export function groupDigits(digits: string, separator = ','): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, separator);
}

/**
 * Renders money for people: '7,550원' in Korean for won, otherwise 'KRW 7,550', 'USD -12.30'.
 *
 * Digits are grouped by threes with commas and the minor unit is always shown in full. It is made
 * here and not by the run-time's locale tables, so server and browser always agree.
 */
export function renderMoney(money: Money, locale: 'ko' | 'en'): string {
  const { amountMinor, currency } = money;
  const exponent = currencyExponent(currency);
  const sign = amountMinor < 0n ? '-' : '';
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor)
    .toString()
    .padStart(exponent + 1, '0');
  const whole = groupDigits(digits.slice(0, digits.length - exponent));
  const decimals = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  const amount = `${sign}${whole}${decimals}`;
  return locale === 'ko' && currency === 'KRW' ? `${amount}원` : `${currency} ${amount}`;
}
