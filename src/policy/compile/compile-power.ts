import { mostDigits } from '../check/quantity.ts';
import { powerNeeds } from '../evaluate/call-function.ts';
import type { Compilation } from './compilation.ts';
import { always, type CompiledValue, chooseStop, fractionOf, number } from './compiled-value.ts';
import { absoluteBounds } from './sql/bounds.ts';
import {
  bindFraction,
  chooseFraction,
  compareFractions,
  type Fraction,
  fractionLiteral,
  multiplyFractions,
  wholeFraction,
} from './sql/fraction.ts';
import { compare, floorDivide } from './sql/integer-arithmetic.ts';
import { type Cell, depthOf, integerLiteral, type Layers, NotCompiled } from './sql/layers.ts';

// Each power up to the largest is a column of its own.
const mostSteps = 64n;

/**
 * Gives a number times itself as often as an exponent says; where that is no whole number from 0,
 * a stop stands with it.
 *
 * @throws NotCompiled where the exponent can pass 64
 */
export function compilePower(
  [base, exponent]: readonly CompiledValue[],
  { layers, stops }: Compilation,
): CompiledValue {
  if (!base || !exponent) throw new NotCompiled('a power of nothing');
  const given = bindFraction(fractionOf(exponent), layers);
  const steps = layers.bind(floorDivide(layers, given.numerator, given.denominator));
  const { low, high } = steps.bounds;
  if (high > mostSteps) {
    throw new NotCompiled(`power() of an exponent that can be ${high}, above ${mostSteps}`);
  }
  const powers = powersOf(fractionOf(base), high, layers);
  const least = low > 0n ? Number(low) : 0;
  const rows = powers.slice(least, -1).map((gives, index) => {
    const at = integerLiteral(BigInt(least + index), layers.dialect);
    return { when: compare(layers, '=', [steps, at]), gives };
  });
  const last = powers.at(-1) as Fraction;
  const value = chooseFraction(layers, rows, last);
  const isPart = compareFractions(layers, '<>', [given, wholeFraction(steps, layers)]);
  const isBelow = compare(layers, '<', [steps, integerLiteral(0n, layers.dialect)]);
  const isOut: Cell = { sql: `(${isPart.sql} or ${isBelow.sql})`, depth: depthOf(isPart, isBelow) };
  const gives = always(stops.bitOf(powerNeeds));
  const isNever = isPart.sql === 'false' && isBelow.sql === 'false';
  return number(value, isNever ? undefined : chooseStop([{ when: isOut, gives }], undefined));
}

/** Gives the powers of a number, from 1 at the first place. */
function powersOf(given: Fraction, high: bigint, layers: Layers): readonly Fraction[] {
  const base = bindFraction(given, layers);
  const { numerator, denominator } = base;
  const largest = [absoluteBounds(numerator.bounds).high, denominator.bounds.high];
  const digits = BigInt(Math.max(...largest.map((one) => String(one).length)) + 1);
  if (digits * high > BigInt(mostDigits)) {
    throw new NotCompiled(`power() whose result can have more than ${mostDigits} digits`);
  }
  const powers: Fraction[] = [fractionLiteral({ numerator: 1n, denominator: 1n }, layers)];
  for (let step = 1n; step <= high; step += 1n) {
    const before = powers.at(-1) as Fraction;
    powers.push(bindFraction(multiplyFractions(layers, [before, base]), layers));
  }
  return powers;
}
