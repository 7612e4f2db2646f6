import {
  addRational,
  ceilRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  negateRational,
  type Rational,
  type RoundingMode,
  rational,
  roundRational,
} from '../../../kernel/index.ts';

/**
 * An exact number in the smallest form that holds it: a whole number as such, a fraction of two
 * whole numbers, or a rational of big integers. Whole numbers are kept as long as they are safe
 * (at most 2^53 − 1 in size), where the arithmetic of the machine is exact.
 */
export type Exact = number | Fraction | Rational;

/** A fraction of two safe whole numbers; below is 2 or more, and it need not be in lowest terms. */
export class Fraction {
  readonly above: number;
  readonly below: number;
  constructor(above: number, below: number) {
    this.above = above;
    this.below = below;
  }
}

const most = Number.MAX_SAFE_INTEGER;

function isSafe(value: number): boolean {
  return value <= most && value >= -most;
}

/** Gives a rational in its smallest form. */
export function exactOf(value: Rational): Exact {
  const above = Number(value.numerator);
  if (!isSafe(above)) return value;
  if (value.denominator === 1n) return above;
  const below = Number(value.denominator);
  return isSafe(below) ? new Fraction(above, below) : value;
}

/** Gives the same number as a rational in lowest terms. */
export function rationalOf(value: Exact): Rational {
  if (typeof value === 'number') return { numerator: BigInt(value), denominator: 1n };
  if (!(value instanceof Fraction)) return value;
  const divisor = divisorOf(value.above, value.below);
  return { numerator: BigInt(value.above / divisor), denominator: BigInt(value.below / divisor) };
}

/** Gives the largest whole number that divides both, of which the right one is above zero. */
export function divisorOf(left: number, right: number): number {
  let [a, b] = [Math.abs(left), right];
  while (b !== 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

function made(above: number, below: number): Exact | undefined {
  if (!isSafe(above) || !isSafe(below)) return undefined;
  // A quotient of safe numbers that is whole and multiplies back is exact; the remainder operator
  // would be several times slower. Adding 0 turns a negative zero into zero.
  const quotient = above / below + 0;
  if (Number.isInteger(quotient) && quotient * below === above) return quotient;
  return below < 0 ? new Fraction(-above, -below) : new Fraction(above, below);
}

function aboveOf(value: number | Fraction): number {
  return typeof value === 'number' ? value : value.above;
}

function belowOf(value: number | Fraction): number {
  return typeof value === 'number' ? 1 : value.below;
}

function isSmall(value: Exact): value is number | Fraction {
  return typeof value === 'number' || value instanceof Fraction;
}

/** Adds exactly. */
export function addExact(left: Exact, right: Exact): Exact {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (isSafe(sum)) return sum;
  } else if (isSmall(left) && isSmall(right)) {
    const [below, other] = [belowOf(left), belowOf(right)];
    const [first, second] = [aboveOf(left) * other, aboveOf(right) * below];
    const sum = isSafe(first) && isSafe(second) ? made(first + second, below * other) : undefined;
    if (sum !== undefined) return sum;
  }
  return exactOf(addRational(rationalOf(left), rationalOf(right)));
}

/** Changes the sign. */
export function negateExact(value: Exact): Exact {
  if (typeof value === 'number') return 0 - value;
  if (value instanceof Fraction) return new Fraction(-value.above, value.below);
  return negateRational(value);
}

/** Subtracts the right from the left exactly. */
export function subtractExact(left: Exact, right: Exact): Exact {
  return addExact(left, negateExact(right));
}

/** Multiplies exactly. */
export function multiplyExact(left: Exact, right: Exact): Exact {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right + 0;
    if (isSafe(product)) return product;
  } else if (isSmall(left) && isSmall(right)) {
    const product = made(aboveOf(left) * aboveOf(right), belowOf(left) * belowOf(right));
    if (product !== undefined) return product;
  }
  return exactOf(multiplyRational(rationalOf(left), rationalOf(right)));
}

/** Divides the left by the right exactly; throws an InvariantError when the right is zero. */
export function divideExact(left: Exact, right: Exact): Exact {
  if (isSmall(left) && isSmall(right) && right !== 0) {
    const quotient = made(aboveOf(left) * belowOf(right), belowOf(left) * aboveOf(right));
    if (quotient !== undefined) return quotient;
  }
  return exactOf(divideRational(rationalOf(left), rationalOf(right)));
}

/** Compares by value: below 0 when left is smaller, 0 when equal, above 0 when larger. */
export function compareExact(left: Exact, right: Exact): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (isSmall(left) && isSmall(right)) {
    const [first, second] = [aboveOf(left) * belowOf(right), aboveOf(right) * belowOf(left)];
    if (isSafe(first) && isSafe(second)) return first - second;
  }
  return compareRational(rationalOf(left), rationalOf(right));
}

/** Gives the largest whole number not above the value. */
export function floorExact(value: Exact): Exact {
  if (typeof value === 'number') return value;
  if (!(value instanceof Fraction)) return exactOf(rational(floorRational(value)));
  const rest = value.above % value.below;
  const whole = (value.above - rest) / value.below;
  return (rest < 0 ? whole - 1 : whole) + 0;
}

/** Gives the smallest whole number not below the value. */
export function ceilExact(value: Exact): Exact {
  if (typeof value === 'number') return value;
  if (!(value instanceof Fraction)) return exactOf(rational(ceilRational(value)));
  const floor = floorExact(value);
  return typeof floor === 'number' ? floor + 1 : floor;
}

/**
 * Rounds to a multiple of an increment above zero, as `roundRational` does.
 *
 * @source ARCHITECTURE.md, "The rules": kernel, money: rounding is a named operation
 */
export function roundExact(value: Exact, mode: RoundingMode, increment: Exact): Exact {
  const steps = increment === 1 ? value : divideExact(value, increment);
  if (typeof steps === 'number') return value;
  if (!(steps instanceof Fraction)) {
    return exactOf(roundRational(rationalOf(value), { mode, increment: rationalOf(increment) }));
  }
  const { above, below } = steps;
  const rest = above % below;
  const whole = (above - rest) / below;
  const isAway = goesAway(mode, { twice: Math.abs(rest) * 2, below, isOdd: whole % 2 !== 0 });
  const count = isAway ? whole + (above < 0 ? -1 : 1) : whole + 0;
  return increment === 1 && isSafe(count) ? count : multiplyExact(count, increment);
}

/** Says whether what is left over is rounded away from zero. */
export function goesAway(
  mode: RoundingMode,
  { twice, below, isOdd }: { twice: number; below: number; isOdd: boolean },
): boolean {
  if (mode === 'down' || mode === 'up') return mode === 'up';
  if (twice !== below) return twice > below;
  return mode === 'half_up' || isOdd;
}
