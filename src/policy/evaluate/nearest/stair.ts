import {
  addRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  negateRational,
  type Rational,
  type RoundingMode,
  rational,
  subtractRational,
} from '../../../kernel/index.ts';
import { nothing } from '../value.ts';
import { constantLine, type Line, lineAt, signOf } from './line.ts';
import type { Reach } from './reach.ts';

/** How a line is made into whole steps; `ceil` and `floor` count, the others round money. */
export type StairMode = RoundingMode | 'ceil' | 'floor';

/**
 * A line that was rounded or counted: offset + scale × (the whole step of line ÷ increment).
 * Kept whole as long as it can be, because a cap over it reaches over many steps.
 */
export interface Stair {
  readonly kind: 'stair';
  /** already divided by the increment */
  readonly line: Line;
  readonly mode: StairMode;
  readonly scale: Rational;
  readonly offset: Rational;
}

const half = rational(1n, 2n);

/** Gives the whole step that a number of steps comes to. */
function stepOf(steps: Rational, mode: StairMode): bigint {
  const whole = floorRational(steps);
  // The least k whose own step begins above the number is one too many.
  return isReached(steps, whole + 1n, mode) ? whole + 1n : whole;
}

/** Where step k begins, and whether its beginning belongs to it. */
function beginningOf(k: bigint, mode: StairMode): { value: Rational; isInclusive: boolean } {
  const value = rational(k);
  const before = rational(k - 1n);
  const middle = subtractRational(value, half);
  switch (mode) {
    case 'ceil':
      return { value: before, isInclusive: false };
    case 'floor':
      return { value, isInclusive: true };
    case 'up':
      return k >= 1n ? { value: before, isInclusive: false } : { value, isInclusive: true };
    case 'down':
      return k >= 1n ? { value, isInclusive: true } : { value: before, isInclusive: false };
    case 'half_up':
      return { value: middle, isInclusive: k >= 1n };
    default:
      return { value: middle, isInclusive: k % 2n === 0n };
  }
}

function isReached(steps: Rational, k: bigint, mode: StairMode): boolean {
  const beginning = beginningOf(k, mode);
  const order = compareRational(steps, beginning.value);
  return order > 0 || (order === 0 && beginning.isInclusive);
}

/** Says whether a stair has reached step k, and keeps the stretch in which the answer holds. */
function keepReached({ line, mode }: Stair, { k, reach }: { k: bigint; reach: Reach }): boolean {
  const { value, isInclusive } = beginningOf(k, mode);
  return isBeyond(line, { value, isInclusive, reach });
}

/** Says whether a line is above a value, or at it when that counts, and keeps that stretch. */
function isBeyond(
  line: Line,
  {
    value,
    isInclusive,
    reach,
  }: { readonly value: Rational; readonly isInclusive: boolean; readonly reach: Reach },
): boolean {
  const order = compareRational(lineAt(line, reach.at), value);
  const holds = order > 0 || (order === 0 && isInclusive);
  const crossing = crossingOf(line, value);
  if (crossing.kind === 'never') {
    keepPole(line, reach);
    return holds;
  }
  if (compareRational(crossing.x, reach.at) !== 0) {
    // The crossing itself is at the value: it belongs to whichever side counts the value.
    reach.keepSide(crossing.x, holds === isInclusive);
  } else if (crossing.isRising === isInclusive) {
    // At the crossing, reached only just (or just not yet): the other side begins right here.
    reach.stopAt('low');
  } else {
    reach.stopAt('high');
  }
  keepPole(line, reach);
  return holds;
}

function keepPole({ b, r }: Line, reach: Reach): void {
  if (r.numerator !== 0n) signOf({ ...constantLine(b), s: r }, reach);
}

type Crossing =
  | { readonly kind: 'never' }
  | { readonly kind: 'at'; readonly x: Rational; readonly isRising: boolean };

/** Gives the x at which a line has a value. */
function crossingOf({ a, s, b, r }: Line, value: Rational): Crossing {
  const slope = subtractRational(s, multiplyRational(r, value));
  if (slope.numerator === 0n) return { kind: 'never' };
  const start = subtractRational(a, multiplyRational(b, value));
  const x = divideRational(negateRational(start), slope);
  const turn = subtractRational(multiplyRational(s, b), multiplyRational(a, r));
  return { kind: 'at', x, isRising: turn.numerator > 0n };
}

/** Rounds or counts a line. */
export function stairOf(line: Line, { mode, increment }: { mode: StairMode; increment: Rational }) {
  const stair: Stair = {
    kind: 'stair',
    line: divideBy(line, increment),
    mode,
    scale: increment,
    offset: nothing,
  };
  return stair;
}

function divideBy(line: Line, by: Rational): Line {
  return { ...line, a: divideRational(line.a, by), s: divideRational(line.s, by) };
}

/** Gives the number a stair is at, and keeps the stretch of the one step it is on. */
export function settleStair(stair: Stair, reach: Reach): Line {
  const { line, mode, scale, offset } = stair;
  const k = stepOf(lineAt(line, reach.at), mode);
  keepReached(stair, { k, reach });
  keepReached(stair, { k: k + 1n, reach });
  return constantLine(addRational(offset, multiplyRational(scale, rational(k))));
}

/** Compares a stair with a number, and keeps the stretch in which the order stays. */
export function orderOfStair(
  stair: Stair,
  { other, reach }: { readonly other: Rational; readonly reach: Reach },
): -1 | 0 | 1 {
  const { scale, offset } = stair;
  const side = compareRational(scale, nothing);
  if (side === 0) return compareRational(offset, other);
  // stair ⋚ other is step ⋚ wanted, turned about where the scale is negative.
  const wanted = divideRational(subtractRational(other, offset), scale);
  const whole = floorRational(wanted);
  const isWhole = wanted.denominator === 1n;
  const isAtLeast = keepReached(stair, { k: isWhole ? whole : whole + 1n, reach });
  if (!isAtLeast) return -side as -1 | 1;
  const isAbove = keepReached(stair, { k: whole + 1n, reach });
  return (isAbove ? side : 0) as -1 | 0 | 1;
}
