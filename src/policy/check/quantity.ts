import {
  addRational,
  compareRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
} from '../../kernel/index.ts';

/**
 * What is known of an expression before any fact: its type, and for a quantity its dimension,
 * the grain it is a whole multiple of (absent when unknown), its range (both ends inclusive),
 * and its value when it is constant. Money is in major units, a duration in seconds.
 */
export type Knowledge =
  | Quantity
  | { readonly kind: 'yes_no' | 'date' | 'instant' | 'interval_set' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'list'; readonly of: Knowledge }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Knowledge> }
  | { readonly kind: 'period'; readonly unit: string; readonly constant: Rational }
  | { readonly kind: 'unknown' };

/** A number, money, a duration, or a product or quotient of them; exponents say which. */
export interface Quantity {
  readonly kind: 'quantity';
  readonly money: number;
  readonly time: number;
  readonly currency?: string;
  readonly grain?: Rational;
  readonly low?: Rational;
  readonly high?: Rational;
  readonly constant?: Rational;
  /** True for a number that is a share: a fact declared `ratio`, and what is written in percent. */
  readonly isShare?: boolean;
  /** True when a condition at its place says that it is not 0. */
  readonly isNonZero?: boolean;
}

/** As many digits as a number can have, above or below its stroke, while it is reckoned with. */
export const mostDigits = 4_000;
const tooLarge = 10n ** BigInt(mostDigits);

/**
 * Says whether a number has few enough digits to go on with. Thirty products of a number with itself
 * would otherwise have a thousand million digits and never end.
 */
export function isHeld({ numerator, denominator }: Rational): boolean {
  return numerator < tooLarge && numerator > -tooLarge && denominator < tooLarge;
}

/** Gives a number that is held, and nothing of one that is not: it is as if it were not known. */
export function held(value: MaybeRational): MaybeRational {
  return value && isHeld(value) ? value : undefined;
}

/** The number 0. */
export const zero = rational(0n);
/** The number 1. */
export const one = rational(1n);
/** Nothing is known: something wrong was already reported. */
export const unknown: Knowledge = { kind: 'unknown' };

/** Gives a quantity with an optional part left out when it is undefined. */
export function quantity(parts: {
  money: number;
  time: number;
  currency?: string | undefined;
  grain?: Rational | undefined;
  low?: Rational | undefined;
  high?: Rational | undefined;
  constant?: Rational | undefined;
  isShare?: boolean | undefined;
}): Quantity {
  const { money, time, constant } = parts;
  const isShare = parts.isShare === true && money === 0 && time === 0;
  const currency = money === 0 ? undefined : parts.currency;
  const grain = constant === undefined ? parts.grain : absolute(constant);
  const low = constant ?? parts.low;
  const high = constant ?? parts.high;
  return {
    kind: 'quantity',
    money,
    time,
    ...(currency === undefined ? {} : { currency }),
    ...(grain === undefined ? {} : { grain }),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(constant === undefined ? {} : { constant }),
    ...(isShare ? { isShare } : {}),
  };
}

/** Says whether a quantity is a plain number, money or a duration, and not a product of them. */
export function isPlain({ money, time }: Quantity): boolean {
  return (money === 0 && time === 0) || (money === 1 && time === 0) || (money === 0 && time === 1);
}

/** Says whether two quantities can be added and compared: the same dimension and currency. */
export function isAlike(left: Quantity, right: Quantity): boolean {
  const sameCurrency = left.currency === right.currency || !left.currency || !right.currency;
  return left.money === right.money && left.time === right.time && sameCurrency;
}

/** Names a type in the words of the language, for messages. */
export function nameKnowledge(known: Knowledge): string {
  if (known.kind === 'quantity') return nameQuantity(known);
  if (known.kind === 'yes_no') return 'yes/no';
  if (known.kind === 'interval_set') return 'interval set';
  if (known.kind === 'list') return `list of ${nameKnowledge(known.of)}`;
  if (known.kind === 'record') return `a record (${[...known.fields.keys()].join(', ')})`;
  if (known.kind === 'choice') return `choice(${known.choices.join(', ')})`;
  if (known.kind === 'period') return `a number of ${known.unit}s`;
  return known.kind;
}

function nameQuantity({ money, time, currency }: Quantity): string {
  const names = [
    ...Array<string>(Math.max(money, 0)).fill(currency ? `money ${currency}` : 'money'),
    ...Array<string>(Math.max(time, 0)).fill('duration'),
  ].join(' × ');
  const under = [
    ...Array<string>(Math.max(-money, 0)).fill('money'),
    ...Array<string>(Math.max(-time, 0)).fill('duration'),
  ];
  const base = names === '' ? 'number' : names;
  return [base, ...under].join(' ÷ ');
}

/** Gives the largest grain of which both are whole multiples; absent when either is. */
export function commonGrain(
  left: Rational | undefined,
  right: Rational | undefined,
): Rational | undefined {
  if (!left || !right) return undefined;
  let a = left.numerator * right.denominator;
  let b = right.numerator * left.denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return held(rational(a < 0n ? -a : a, left.denominator * right.denominator));
}

/** Says whether every multiple of `grain` is a multiple of `unit`. */
export function isMultiple(grain: Rational | undefined, unit: Rational): boolean {
  if (!grain) return false;
  return (grain.numerator * unit.denominator) % (grain.denominator * unit.numerator) === 0n;
}

/** Gives the size of a number without its sign. */
export function absolute(value: Rational): Rational {
  return value.numerator < 0n ? negateRational(value) : value;
}

type MaybeRational = Rational | undefined;

/** Gives the lesser of two numbers, when both are known. */
export function lesser(left: MaybeRational, right: MaybeRational): MaybeRational {
  if (!left || !right) return undefined;
  return compareRational(left, right) <= 0 ? left : right;
}

/** Gives the greater of two numbers, when both are known. */
export function greater(left: MaybeRational, right: MaybeRational): MaybeRational {
  if (!left || !right) return undefined;
  return compareRational(left, right) >= 0 ? left : right;
}

/** Adds two numbers, when both are known and the sum is held. */
export function plus(left: MaybeRational, right: MaybeRational): MaybeRational {
  return left && right ? held(addRational(left, right)) : undefined;
}

/** Multiplies two numbers, when both are known and the product is held. */
export function times(left: MaybeRational, right: MaybeRational): MaybeRational {
  return left && right ? held(multiplyRational(left, right)) : undefined;
}

/** Turns the sign of a number, when it is known. */
export function minus(value: MaybeRational): MaybeRational {
  return value ? negateRational(value) : undefined;
}
