import {
  addRational,
  ceilRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  type Rational,
  rational,
  subtractRational,
} from '../../../kernel/index.ts';
import type { Determination } from '../../determination.ts';
import type { ReachEdge, Stretch } from './reach.ts';

/** One name whose value is moved, and how the determination is made and followed at another. */
export interface Moved {
  readonly at: Rational;
  /** the least step in which the value is stated */
  readonly grain: Rational;
  /** the values it may have, both ends inclusive */
  readonly low?: Rational;
  readonly high?: Rational;
  readonly again: (value: Rational) => Determination;
  readonly isSame: (determination: Determination) => boolean;
  readonly stretchAt: (value: Rational) => Stretch;
  /** whether to ask again takes so little that hundreds of values may be tried */
  readonly isQuick: boolean;
}

/** The nearest value of one name that changes what is due. */
export interface Nearest {
  readonly value: Rational;
  /** the bound that must be passed, when the bound itself changes nothing yet */
  readonly beyond?: Rational;
  /** whether no decision turns there: the amount only goes on by a step */
  readonly isStep: boolean;
  readonly determination: Determination;
}

export type Way = 'up' | 'down';

// A calculation whose pieces are told apart has few; where it cannot be followed it is tried value
// by value for so long, then by doubling and halving.
const mostStretches = 24;
const mostPoints = 6;
const mostTried = 60;
const mostDoublings = 60;

/**
 * Gives the nearest value above or below that changes what is due: the least step before it changes
 * nothing. Undefined when none in the value's range does.
 *
 * It goes from stretch to stretch: inside one nothing can change, so the first value after it that
 * is a whole number of steps is the next to be asked.
 */
export function findNearest(moved: Moved, way: Way): Nearest | undefined {
  let at = moved.at;
  let points = 0;
  for (let count = 0; count < mostStretches && points < mostPoints; count += 1) {
    const stretch = moved.stretchAt(at);
    const edge = edgeOf(stretch, way);
    if (!edge) return undefined;
    const isStep = (way === 'up' ? stretch.isStepHigh : stretch.isStepLow) === true;
    const next = firstBeyond(edge, { grain: moved.grain, way });
    if (!isAllowed(next, moved)) return undefined;
    const determination = moved.again(next);
    if (!moved.isSame(determination)) return found(next, { edge, isStep, determination });
    points = compareRational(stepFrom(at, { moved, way }), next) === 0 ? points + 1 : 0;
    at = next;
  }
  return tryOut(at, { moved, way });
}

function found(
  value: Rational,
  {
    edge,
    isStep,
    determination,
  }: {
    readonly edge: ReachEdge;
    readonly isStep: boolean;
    readonly determination: Determination;
  },
): Nearest {
  const isPassed = edge.isInclusive && compareRational(edge.value, value) !== 0;
  return { value, ...(isPassed ? { beyond: edge.value } : {}), isStep, determination };
}

function edgeOf({ low, high }: Stretch, way: Way): ReachEdge | undefined {
  return way === 'up' ? high : low;
}

/** Gives the first whole number of steps outside a stretch. */
function firstBeyond(
  { value, isInclusive }: ReachEdge,
  { grain, way }: { readonly grain: Rational; readonly way: Way },
): Rational {
  const steps = divideRational(value, grain);
  const near = way === 'up' ? ceilRational(steps) : floorRational(steps);
  const one = way === 'up' ? 1n : -1n;
  const isOnEdge = compareRational(rational(near), steps) === 0;
  return multiplyRational(rational(isOnEdge && isInclusive ? near + one : near), grain);
}

function stepFrom(
  at: Rational,
  { moved, way }: { readonly moved: Moved; readonly way: Way },
): Rational {
  return firstBeyond({ value: at, isInclusive: true }, { grain: moved.grain, way });
}

function isAllowed(value: Rational, { low, high }: Moved): boolean {
  const isAbove = !low || compareRational(value, low) >= 0;
  return isAbove && (!high || compareRational(value, high) <= 0);
}

function mostTriedOf({ isQuick }: Moved): number {
  return isQuick ? mostTried : mostPoints;
}

interface Trying {
  readonly moved: Moved;
  readonly way: Way;
}

/** Tries value by value, then in doubled steps, and halves back to the value that first changes. */
function tryOut(start: Rational, { moved, way }: Trying): Nearest | undefined {
  let same = start;
  for (let count = 0; count < mostTriedOf(moved); count += 1) {
    const next = stepFrom(same, { moved, way });
    if (!isAllowed(next, moved)) return undefined;
    const determination = moved.again(next);
    if (!moved.isSame(determination)) return { value: next, isStep: false, determination };
    same = next;
  }
  const step = way === 'up' ? moved.grain : multiplyRational(moved.grain, rational(-1n));
  let width = rational(BigInt(mostTriedOf(moved)));
  for (let count = 0; count < mostDoublings; count += 1) {
    const next = addRational(same, multiplyRational(step, width));
    if (!isAllowed(next, moved)) return undefined;
    const determination = moved.again(next);
    if (!moved.isSame(determination)) {
      return halve({ same, other: next, determination }, { moved, step });
    }
    same = next;
    width = addRational(width, width);
  }
  return undefined;
}

function halve(
  between: { same: Rational; other: Rational; determination: Determination },
  { moved, step }: { readonly moved: Moved; readonly step: Rational },
): Nearest {
  let { same, other, determination } = between;
  for (;;) {
    const apart = floorRational(divideRational(subtractRational(other, same), step));
    if (apart <= 1n) return { value: other, isStep: false, determination };
    const middle = addRational(same, multiplyRational(step, rational(apart / 2n)));
    const tried = moved.again(middle);
    if (moved.isSame(tried)) same = middle;
    else [other, determination] = [middle, tried];
  }
}
