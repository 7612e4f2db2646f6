import type { Expression } from '../expression.ts';
import type { Compilation } from './compilation.ts';
import { type CompiledValue, fractionOf, gatherStops } from './compiled-value.ts';
import {
  addFractions,
  bindFraction,
  compareFractions,
  type Fraction,
  floorQuotient,
  fractionLiteral,
  multiplyFractions,
  wholeFraction,
} from './sql/fraction.ts';
import { add, choose, negate } from './sql/integer-arithmetic.ts';
import { depthOf, type IntegerCell, integerLiteral, type Layers } from './sql/layers.ts';

type Counting = Extract<Expression, { readonly kind: 'counting' }>;

/** Gives how many units are in a total: whole ones, begun ones too, or from a threshold on. */
export function compileCounting(expression: Counting, compilation: Compilation): CompiledValue {
  const { layers, compile } = compilation;
  const unit = compile(expression.unit, compilation);
  const total = compile(expression.total, compilation);
  const part = expression.part && compile(expression.part.value, compilation);
  const stop = gatherStops(layers, [unit.stop, total.stop, part?.stop]);
  const amounts = {
    unit: bindFraction(fractionOf(unit), layers),
    total: bindFraction(fractionOf(total), layers),
    threshold: part && fractionOf(part),
  };
  const count = countOf(expression, { ...amounts, layers });
  const fraction = wholeFraction(count, layers);
  return { kind: 'number', fraction, ...(stop ? { stop } : {}) };
}

interface Amounts {
  readonly unit: Fraction;
  readonly total: Fraction;
  readonly threshold: Fraction | undefined;
  readonly layers: Layers;
}

function countOf({ rule, part }: Counting, amounts: Amounts): IntegerCell {
  const { unit, total, threshold, layers } = amounts;
  if (rule === 'begun') {
    const turned = { ...total, numerator: negate(layers, total.numerator) };
    return negate(layers, floorQuotient(layers, [turned, unit]));
  }
  const whole = floorQuotient(layers, [total, unit]);
  if (rule === 'completed' || !threshold || !part) return whole;
  const count = layers.bind(whole);
  const used = multiplyFractions(layers, [wholeFraction(count, layers), unit]);
  const rest = bindFraction(addFractions(layers, [total, used], -1), layers);
  const nought = fractionLiteral({ numerator: 0n, denominator: 1n }, layers);
  const isSome = compareFractions(layers, '<>', [rest, nought]);
  const sign = part.bound === 'from' ? '>=' : '>';
  const isEnough = compareFractions(layers, sign, [rest, threshold]);
  const when = {
    sql: `(${isSome.sql} and ${isEnough.sql})`,
    depth: depthOf(isSome, isEnough),
  };
  const more = add(layers, count, integerLiteral(1n, layers.dialect));
  return choose(layers, [{ when, gives: more }], count);
}
