import type { Rational, RoundingMode } from '../../../kernel/index.ts';

import { exactly, fits128 } from './bounds.ts';

import {
  absolute,
  add,
  choose,
  compare,
  constantOf,
  divide,
  extreme,
  floorDivide,
  multiply,
  negate,
  type Sign,
  scale,
  stepOf,
} from './integer-arithmetic.ts';
import { type Cell, type IntegerCell, integerLiteral, type Layers, NotCompiled } from './layers.ts';

/** An exact number as SQL: a whole numerator over a whole denominator, which is above zero. */
export interface Fraction {
  readonly numerator: IntegerCell;
  readonly denominator: IntegerCell;
}

/** Gives a number written out. */
export function fractionLiteral(value: Rational, { dialect }: Layers): Fraction {
  return {
    numerator: integerLiteral(value.numerator, dialect),
    denominator: integerLiteral(value.denominator, dialect),
  };
}

/** Gives a whole number as a fraction. */
export function wholeFraction(numerator: IntegerCell, { dialect }: Layers): Fraction {
  return { numerator, denominator: integerLiteral(1n, dialect) };
}

/** Gives a fraction whose parts are columns, for what is used more than once. */
export function bindFraction({ numerator, denominator }: Fraction, layers: Layers): Fraction {
  return { numerator: layers.bind(numerator), denominator: layers.bind(denominator) };
}

function greatestDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** Gives fractions over one denominator: the least common one where all are known. */
export function alike(
  layers: Layers,
  fractions: readonly Fraction[],
): { readonly numerators: readonly IntegerCell[]; readonly denominator: IntegerCell } {
  const known = fractions.map(({ denominator }) => constantOf(denominator));
  if (known.every((one): one is bigint => one !== undefined)) {
    const common = known.reduce((a, b) => (a / greatestDivisor(a, b)) * b, 1n);
    const numerators = fractions.map(({ numerator }, index) =>
      scale(layers, numerator, common / (known[index] ?? 1n)),
    );
    return { numerators, denominator: integerLiteral(common, layers.dialect) };
  }
  return alikeUnknown(layers, fractions);
}

function alikeUnknown(layers: Layers, fractions: readonly Fraction[]) {
  const distinct = new Map(fractions.map(({ denominator }) => [denominator.sql, denominator]));
  const bound = [...distinct.values()].map((one) => ({ key: one.sql, cell: layers.bind(one) }));
  const numerators = fractions.map(({ numerator, denominator }) =>
    bound
      .filter(({ key }) => key !== denominator.sql)
      .reduce((product, { cell }) => multiply(layers, product, cell), numerator),
  );
  const one = integerLiteral(1n, layers.dialect);
  const denominator = bound.reduce((product, { cell }) => multiply(layers, product, cell), one);
  return { numerators, denominator };
}

type Pair = readonly [Fraction, Fraction];

/** Adds two fractions, or takes the second from the first. */
export function addFractions(layers: Layers, [left, right]: Pair, sign: 1 | -1 = 1): Fraction {
  const { numerators, denominator } = alike(layers, [left, right]);
  const [one, other] = numerators as [IntegerCell, IntegerCell];
  const second = sign === 1 ? other : negate(layers, other);
  return { numerator: add(layers, one, second), denominator };
}

/** Multiplies two fractions; known factors are cancelled first. */
export function multiplyFractions(layers: Layers, [left, right]: Pair): Fraction {
  const [one, other] = [
    cancel(layers, left.numerator, right.denominator),
    cancel(layers, right.numerator, left.denominator),
  ];
  return {
    numerator: multiply(layers, one.numerator, other.numerator),
    denominator: multiply(layers, one.denominator, other.denominator),
  };
}

function cancel(layers: Layers, numerator: IntegerCell, denominator: IntegerCell): Fraction {
  const [over, under] = [constantOf(numerator), constantOf(denominator)];
  if (over === undefined || under === undefined) return { numerator, denominator };
  const shared = greatestDivisor(over, under);
  return {
    numerator: integerLiteral(over / shared, layers.dialect),
    denominator: integerLiteral(under / shared, layers.dialect),
  };
}

/** Divides two fractions; the divisor's range must lie on one side of zero. */
export function divideFractions(layers: Layers, [left, right]: Pair): Fraction {
  const { low, high } = right.numerator.bounds;
  if (low <= 0n && high >= 0n) {
    throw new NotCompiled('a divisor is not known to lie on one side of zero');
  }
  const turned =
    low > 0n
      ? { numerator: right.denominator, denominator: right.numerator }
      : {
          numerator: negate(layers, right.denominator),
          denominator: negate(layers, right.numerator),
        };
  return multiplyFractions(layers, [left, turned]);
}

/** Gives a yes/no: how a fraction stands to another. */
export function compareFractions(layers: Layers, relation: Sign, pair: Pair): Cell {
  const [left, right] = alike(layers, pair).numerators as [IntegerCell, IntegerCell];
  return compare(layers, relation, [left, right]);
}

/** Gives the greatest or the least of several fractions. */
export function extremeFraction(
  layers: Layers,
  which: 'greatest' | 'least',
  fractions: readonly Fraction[],
): Fraction {
  const { numerators, denominator } = alike(layers, fractions);
  const [first, ...others] = numerators as [IntegerCell, ...IntegerCell[]];
  const numerator = others.reduce((best, one) => extreme(layers, which, [best, one]), first);
  return { numerator, denominator };
}

/** Gives the first fraction whose condition holds, else the last one. */
export function chooseFraction(
  layers: Layers,
  rows: readonly { readonly when: Cell; readonly gives: Fraction }[],
  otherwise: Fraction,
): Fraction {
  const fractions = [...rows.map(({ gives }) => gives), otherwise];
  const isKnown = fractions.every(({ denominator }) => constantOf(denominator) !== undefined);
  if (isKnown) {
    const { numerators, denominator } = alike(layers, fractions);
    const last = numerators.at(-1) as IntegerCell;
    const cases = rows.map(({ when }, index) => ({ when, gives: numerators[index] ?? last }));
    return { numerator: choose(layers, cases, last), denominator };
  }
  const part = (of: (fraction: Fraction) => IntegerCell) =>
    choose(
      layers,
      rows.map(({ when, gives }) => ({ when, gives: of(gives) })),
      of(otherwise),
    );
  return { numerator: part((one) => one.numerator), denominator: part((one) => one.denominator) };
}

/** Gives how many whole units are in a total, cut down, for a unit above zero. */
export function floorQuotient(layers: Layers, [total, unit]: Pair): IntegerCell {
  const quotient = bindFraction(divideFractions(layers, [total, unit]), layers);
  return floorDivide(layers, quotient.numerator, quotient.denominator);
}

// So many different divisors are looked at for a common multiple.
const mostDivisors = 400n;

/**
 * Gives a fraction over a denominator that is the same for every party: the least common multiple
 * of all that its denominator can be.
 *
 * @throws NotCompiled where they are too many, or their common multiple passes 128 bits
 */
export function overOneDenominator(layers: Layers, fraction: Fraction): Fraction {
  const { numerator, denominator } = fraction;
  if (constantOf(denominator) !== undefined) return fraction;
  const step = stepOf(denominator);
  const first = (denominator.bounds.low + step - 1n) / step;
  const last = denominator.bounds.high / step;
  const refusal = `a quotient for each value of a list, by a divisor that varies from ${denominator.bounds.low} to ${denominator.bounds.high}`;
  if (last - first >= mostDivisors) throw new NotCompiled(refusal);
  let common = step;
  for (let one = first * step; one <= last * step; one += step) {
    common = (common / greatestDivisor(common, one)) * one;
  }
  if (!fits128(exactly(common))) throw new NotCompiled(refusal);
  const shared = integerLiteral(common, layers.dialect);
  const times = divide(layers, shared, denominator);
  return { numerator: multiply(layers, numerator, times), denominator: shared };
}

/** Rounds to a whole multiple of an increment above zero. */
export function roundFraction(
  layers: Layers,
  value: Fraction,
  { mode, increment }: { readonly mode: RoundingMode; readonly increment: Fraction },
): Fraction {
  const steps = bindFraction(divideFractions(layers, [value, increment]), layers);
  const size = layers.bind(absolute(steps.numerator));
  const count = roundedQuotient(layers, { size, divisor: steps.denominator, mode });
  const signed = withSign(layers, count, steps.numerator);
  return multiplyFractions(layers, [wholeFraction(signed, layers), increment]);
}

function withSign(layers: Layers, count: IntegerCell, sign: IntegerCell): IntegerCell {
  if (sign.bounds.low >= 0n) return count;
  const bound = layers.bind(count);
  const nought = integerLiteral(0n, layers.dialect);
  const isBelow = compare(layers, '<', [sign, nought]);
  return choose(layers, [{ when: isBelow, gives: negate(layers, bound) }], bound);
}

/** Gives a quotient of a size that is not negative, rounded to a whole number. */
function roundedQuotient(
  layers: Layers,
  work: {
    readonly size: IntegerCell;
    readonly divisor: IntegerCell;
    readonly mode: RoundingMode;
  },
): IntegerCell {
  const { size, divisor, mode } = work;
  const minusOne = integerLiteral(-1n, layers.dialect);
  if (constantOf(divisor) === 1n || mode === 'down') return divide(layers, size, divisor);
  if (mode === 'up') {
    return divide(layers, add(layers, size, add(layers, divisor, minusOne)), divisor);
  }
  const doubled = add(layers, scale(layers, size, 2n), divisor);
  const twice = scale(layers, divisor, 2n);
  const half = divide(layers, doubled, twice);
  if (mode === 'half_up') return half;
  // Half even: a tie that half up took to an odd number goes one back.
  const count = layers.bind(half);
  const isTie = compare(layers, '=', [multiply(layers, count, twice), doubled]);
  const isOdd = oddness(layers, count);
  const both = {
    sql: `(${isTie.sql} and ${isOdd.sql})`,
    depth: Math.max(isTie.depth, isOdd.depth),
  };
  return choose(layers, [{ when: both, gives: add(layers, count, minusOne) }], count);
}

function oddness(layers: Layers, count: IntegerCell): Cell {
  const two = integerLiteral(2n, layers.dialect);
  const halved = scale(layers, divide(layers, count, two), 2n);
  return compare(layers, '<>', [halved, count]);
}
