import { type CompiledValue, fractionOf } from '../compiled-value.ts';
import { extreme, floorDivide } from '../sql/integer-arithmetic.ts';
import { type IntegerCell, integerLiteral, type Layers, NotCompiled } from '../sql/layers.ts';

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
  const { dialect } = layers;
  const { numerator, denominator } = fractionOf(count);
  const whole = floorDivide(layers, numerator, denominator);
  const most = integerLiteral(mostMoved, dialect);
  const least = integerLiteral(-mostMoved, dialect);
  return layers.bind(extreme(layers, 'greatest', [extreme(layers, 'least', [whole, most]), least]));
}
