import type { RoundingMode } from '../../../kernel/index.ts';
import { divisorOf, type Exact, Fraction, goesAway } from './exact-number.ts';
import type { Run, State } from './program.ts';

/**
 * A number worked out with the whole numbers of the machine: `run(state) × scale ÷ below`.
 *
 * Below the fraction line stands a number that is the same for everyone, so that nothing is
 * divided on the way. `run` gives a whole number, or what is not one (NaN, or beyond `isQuick`)
 * where the exact way must be taken: a fact is missing or a fraction, or a figure is too large.
 */
export interface Quick {
  readonly run: (state: State) => number;
  readonly scale: number;
  readonly below: number;
  /** How many functions are called to work it out. */
  readonly cost: number;
  /** The value of what is the same for everyone, before scale. */
  readonly fixed?: number;
  /** The slot that it is read from as it stands, before scale. */
  readonly slot?: number;
}

// The sum of two is a safe whole number, and so is a quotient of one multiplied back.
const most = 2 ** 52;
const mostBelow = 2 ** 40;

/** Says whether a figure is a whole number with which the quick way is exact. */
export function isQuick(value: number): boolean {
  return value <= most && value >= -most;
}

function made({ run, scale, below, cost, slot }: Quick): Quick | undefined {
  if (!isQuick(scale) || !isQuick(below)) return undefined;
  const divisor = divisorOf(scale, below);
  const [above, under] = [scale / divisor, below / divisor];
  if (above === 0 || under > mostBelow) return undefined;
  const place = slot === undefined ? {} : { slot };
  return { run, scale: above, below: under, cost, ...place };
}

/** Gives a number that is the same for everyone, where it is small enough. */
export function quickConstant(value: Exact): Quick | undefined {
  const [above, below] =
    typeof value === 'number'
      ? [value, 1]
      : value instanceof Fraction
        ? [value.above, value.below]
        : [Number.NaN, 1];
  if (!isQuick(above)) return undefined;
  const divisor = divisorOf(above, below);
  const [fixed, under] = [above / divisor, below / divisor];
  return under > mostBelow
    ? undefined
    : { run: () => fixed, scale: 1, below: under, cost: 1, fixed };
}

/** Gives the quick way to what a function gives: whole numbers are taken, nothing else is. */
export function quickRun(run: Run): Quick {
  const whole = (state: State) => {
    const value = run(state);
    return typeof value === 'number' ? value : Number.NaN;
  };
  return { run: whole, scale: 1, below: 1, cost: 1 };
}

/** Gives the quick way to a fact in a slot. */
export function quickSlot(slot: number): Quick {
  const run = ({ slots }: State) => {
    const value = slots[slot];
    return typeof value === 'number' ? value : Number.NaN;
  };
  return { run, scale: 1, below: 1, cost: 1, slot };
}

/** Multiplies; a product that is too large on the way is too large at the end. */
export function quickProduct(left: Quick, right: Quick): Quick | undefined {
  const [one, other] = [left.run, right.run];
  const scale = left.scale * right.scale;
  const below = left.below * right.below;
  if (right.fixed !== undefined) return made({ ...left, scale: scale * right.fixed, below });
  if (left.fixed !== undefined) return made({ ...right, scale: scale * left.fixed, below });
  const run = runProduct(left, right) ?? ((state: State) => one(state) * other(state));
  return made({ run, scale, below, cost: left.cost + right.cost + 1 });
}

/** The product of two facts is read at once from their slots, by far the most common product. */
function runProduct({ slot: first }: Quick, { slot: second }: Quick): Quick['run'] | undefined {
  if (first === undefined || second === undefined) return undefined;
  return ({ slots }) => {
    const [one, other] = [slots[first], slots[second]];
    return typeof one === 'number' && typeof other === 'number' ? one * other : Number.NaN;
  };
}

/** Divides by what is the same for everyone and not zero. */
export function quickQuotient(left: Quick, { fixed, below }: Quick): Quick | undefined {
  if (fixed === undefined || fixed === 0) return undefined;
  const sign = fixed < 0 ? -1 : 1;
  const scale = left.scale * sign * below;
  return made({ ...left, scale, below: left.below * sign * fixed });
}

/** A whole number: what it is for everyone, or how it is worked out. */
interface Whole {
  readonly run: Quick['run'];
  readonly fixed?: number;
  readonly slot?: number;
}

function scaled({ run, fixed, slot }: Quick, times: number): Whole {
  if (fixed === undefined) {
    if (times !== 1) return { run: (state) => run(state) * times };
    return slot === undefined ? { run } : { run, slot };
  }
  const whole = fixed * times;
  return { run: () => whole, fixed: whole };
}

/** Brings two numbers over one line: both come out as whole numbers of `1 ÷ below`. */
export function overOne(
  left: Quick,
  right: Quick,
): { readonly one: Whole; readonly other: Whole; readonly below: number } | undefined {
  const below = (left.below / divisorOf(left.below, right.below)) * right.below;
  const [one, other] = [left, right].map((quick) => {
    const times = quick.scale * (below / quick.below);
    return isQuick(times * (quick.fixed ?? 1)) ? scaled(quick, times) : undefined;
  });
  return below <= mostBelow && one && other ? { one, other, below } : undefined;
}

type Operate = (left: number, right: number) => number;

/** Adds, takes away or picks: whatever has one line below for both. */
export function quickOfTwo(left: Quick, right: Quick, operate: Operate): Quick | undefined {
  const over = overOne(left, right);
  if (!over) return undefined;
  const [one, other] = [over.one.run, over.other.run];
  const run = (state: State) => {
    const [first, second] = [one(state), other(state)];
    return isQuick(first) && isQuick(second) ? operate(first, second) : Number.NaN;
  };
  return { run, scale: 1, below: over.below, cost: left.cost + right.cost + 1 };
}

/** How often a whole number goes into another, and what is left; the divisor is above zero. */
export function countIn(above: number, below: number): number {
  const quotient = Math.floor(above / below);
  // The quotient is rounded where it has more digits than the machine holds.
  const rest = above - quotient * below;
  if (rest < 0) return quotient - 1;
  return rest >= below ? quotient + 1 : quotient;
}

/** Counts the increments in a number of 0 or more, rounded as a mode says. */
export function roundedCount(above: number, below: number, mode: RoundingMode): number {
  const whole = countIn(above, below);
  const rest = above - whole * below;
  if (rest === 0 || mode === 'down') return whole;
  const isAway = goesAway(mode, { twice: rest * 2, below, isOdd: whole % 2 !== 0 });
  return isAway ? whole + 1 : whole;
}

/** Gives a whole number as a bigint; a small one takes a third of the time when it is no double. */
export function bigOf(whole: number): bigint {
  const small = whole | 0;
  return small === whole ? BigInt(small) : BigInt(whole);
}
