import { outOfCalendar } from '../evaluate/calendar-functions.ts';
import type { ArithmeticOperator } from '../expression.ts';
import { movedByMs } from './calendar/moved-by.ts';
import type { Compilation } from './compilation.ts';
import { always, type CompiledValue, chooseStop } from './compiled-value.ts';
import { add, negate } from './sql/integer-arithmetic.ts';
import { integerLiteral } from './sql/layers.ts';

// The years 0000 to 9999, in milliseconds since 1970.
const calendar = { low: -62_167_219_200_000n, high: 253_402_300_799_999n };

/** Gives the difference of two instants as a duration, or an instant moved by a duration. */
export function compileInstants(
  pair: {
    readonly left: Extract<CompiledValue, { readonly kind: 'instant' }>;
    readonly right: CompiledValue;
    readonly operator: ArithmeticOperator;
  },
  { layers, stops }: Compilation,
): CompiledValue {
  const { left, right, operator } = pair;
  if (right.kind === 'instant') {
    const numerator = add(layers, left.cell, negate(layers, right.cell));
    const denominator = integerLiteral(1_000n, layers.dialect);
    return { kind: 'number', fraction: { numerator, denominator } };
  }
  const ms = movedByMs(right, layers);
  const moved = operator === '-' ? negate(layers, ms) : ms;
  const cell = layers.bind(add(layers, left.cell, moved));
  const { low, high } = calendar;
  if (cell.bounds.low >= low && cell.bounds.high <= high) return { kind: 'instant', cell };
  const isOut = { sql: `(${cell.sql} not between ${low} and ${high})`, depth: cell.depth };
  const bit = always(stops.bitOf(outOfCalendar));
  const stop = chooseStop([{ when: layers.bind(isOut), gives: bit }], undefined);
  return { kind: 'instant', cell, ...(stop ? { stop } : {}) };
}
