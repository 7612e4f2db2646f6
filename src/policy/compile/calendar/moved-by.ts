import { rational } from '../../../kernel/index.ts';
import { type CompiledValue, fractionOf } from '../compiled-value.ts';
import { fractionLiteral, multiplyFractions } from '../sql/fraction.ts';
import { extreme, floorDivide } from '../sql/integer-arithmetic.ts';
import {
  type IntegerCell,
  integerLiteral,
  type Layers,
  NotCompiled,
  narrow,
} from '../sql/layers.ts';

/** As far as the evaluator moves a date, a century either way. */
export const mostMoved = 36_525n;

/**
 * Gives by how many whole units a function moves a date: the number it was given rounded down, from
 * `-mostMoved` to `mostMoved`, both inclusive.
 *
 * @throws NotCompiled without a number
 */
export function movedBy(count: CompiledValue | undefined, layers: Layers): IntegerCell {
  if (!count) throw new NotCompiled('a date is moved by nothing');
  const { numerator, denominator } = fractionOf(count);
  return clamped(floorDivide(layers, numerator, denominator), mostMoved, layers);
}

// The evaluator moves an instant, and measures a gap, by at most this many milliseconds.
const mostMs = 8_000_000_000_000n;

/**
 * Gives how many whole milliseconds a duration is: a part of one is cut off downwards. It is from
 * `-mostMs` to `mostMs`, both inclusive.
 *
 * @throws NotCompiled without a duration
 */
export function movedByMs(duration: CompiledValue | undefined, layers: Layers): IntegerCell {
  if (!duration) throw new NotCompiled('an instant is moved by nothing');
  const thousand = fractionLiteral(rational(1_000n), layers);
  const exact = multiplyFractions(layers, [fractionOf(duration), thousand]);
  return clamped(floorDivide(layers, exact.numerator, exact.denominator), mostMs, layers);
}

function clamped(whole: IntegerCell, size: bigint, layers: Layers): IntegerCell {
  const most = integerLiteral(size, layers.dialect);
  const least = integerLiteral(-size, layers.dialect);
  return layers.bind(
    narrow(extreme(layers, 'greatest', [extreme(layers, 'least', [whole, most]), least])),
  );
}
