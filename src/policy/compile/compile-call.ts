import type { Expression } from '../expression.ts';
import type { Compilation } from './compilation.ts';
import { compileExtreme } from './compile-extreme.ts';
import { type CompiledValue, fractionOf, gatherStops, number } from './compiled-value.ts';
import { wholeFraction } from './sql/fraction.ts';
import { extreme, floorDivide } from './sql/integer-arithmetic.ts';
import { type Cell, depthOf, type IntegerCell, integerLiteral, NotCompiled } from './sql/layers.ts';

type Call = Extract<Expression, { readonly kind: 'call' }>;
type Written = (values: readonly CompiledValue[], compilation: Compilation) => CompiledValue;

/** Gives the SQL of a function of numbers and dates; the others are worked out for each party. */
export function compileCall({ callee, operands }: Call, compilation: Compilation): CompiledValue {
  const write = functions[callee];
  if (!write) throw new NotCompiled(`${callee}() is worked out for each party`);
  const values = operands.map((operand) => compilation.compile(operand, compilation));
  const value = write(values, compilation);
  const stop = gatherStops(
    compilation.layers,
    values.map((one) => one.stop),
  );
  return stop ? { ...value, stop } : value;
}

// The calendar of the language ends with the years 0 and 9999, in days.
const mostDays = 3_652_424n;

const functions: Readonly<Record<string, Written>> = {
  min: (values, compilation) => compileExtreme(values, 'least', compilation),
  max: (values, compilation) => compileExtreme(values, 'greatest', compilation),
  days_between: ([from, until], { layers }) => {
    const [one, other] = [dateOf(from), dateOf(until)];
    const sql = layers.dialect.daysBetween(one.sql, other.sql);
    const cell: IntegerCell = {
      sql,
      depth: depthOf(one, other),
      bounds: { low: -mostDays, high: mostDays },
      isWide: false,
    };
    return number(wholeFraction(cell, layers));
  },
  days_in_month: ([on], { layers }) => {
    const { sql, depth } = dateOf(on);
    const bounds = { low: 28n, high: 31n };
    const cell = { sql: layers.dialect.daysInMonth(sql), depth, bounds, isWide: false };
    return number(wholeFraction(cell, layers));
  },
  add_days: moved('addDays'),
  add_months: moved('addMonths'),
  first_of_month: firstOf('month'),
  first_of_quarter: firstOf('quarter'),
  first_of_year: firstOf('year'),
};

function dateOf(value: CompiledValue | undefined): Cell {
  if (value?.kind !== 'date') throw new NotCompiled('a date is worked out for each party');
  return value.cell;
}

function firstOf(period: string): Written {
  return ([on], { layers }) => {
    const { sql, depth } = dateOf(on);
    return { kind: 'date', cell: { sql: layers.dialect.firstOf(sql, period), depth } };
  };
}

// A century either way, as the evaluator has it.
const mostMoved = 36_525n;

function moved(how: 'addDays' | 'addMonths'): Written {
  return ([on, count], { layers }) => {
    if (!count) throw new NotCompiled('a date is moved by nothing');
    const date = dateOf(on);
    const { numerator, denominator } = fractionOf(count);
    const whole = floorDivide(layers, numerator, denominator);
    const most = integerLiteral(mostMoved, layers.dialect);
    const least = integerLiteral(-mostMoved, layers.dialect);
    const by = extreme(layers, 'greatest', [extreme(layers, 'least', [whole, most]), least]);
    const sql = layers.dialect[how](date.sql, by.sql);
    return { kind: 'date', cell: { sql, depth: depthOf(date, by) } };
  };
}
