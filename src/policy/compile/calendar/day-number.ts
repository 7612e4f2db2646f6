import { outOfCalendar } from '../../evaluate/calendar-functions.ts';
import type { Compilation } from '../compilation.ts';
import { always, type CompiledValue, chooseStop } from '../compiled-value.ts';
import type { Dialect } from '../sql/dialect.ts';
import { type Cell, type IntegerCell, type Layers, NotCompiled } from '../sql/layers.ts';

/** The days that the calendar has, the years 0000 to 9999, counted from 1970-01-01. */
export const calendarDays = { low: -719_528n, high: 2_932_896n } as const;

/** Gives the cell of a date as a column, for what is used more than once. */
export function dateOf(value: CompiledValue | undefined, layers: Layers): Cell {
  if (value?.kind !== 'date') throw new NotCompiled('a date is worked out for each party');
  return layers.bind(value.cell);
}

/** Gives the day of a date, counted from 1970-01-01. */
export function dayNumber({ sql, depth }: Cell, { bind, dialect }: Layers): IntegerCell {
  const text = dialect.daysBetween(`date '1970-01-01'`, sql);
  return bind({ sql: `(${text})`, depth, bounds: calendarDays, isWide: false });
}

/** Gives the date of a day; where the calendar has no such day, a stop stands with it. */
export function dateOfDay(day: IntegerCell, { layers, stops }: Compilation): CompiledValue {
  const { low, high } = calendarDays;
  const number = layers.bind(day);
  const depth = number.depth;
  if (number.bounds.low >= low && number.bounds.high <= high) {
    const cell = { sql: writeDay(number.sql, layers.dialect), depth };
    return { kind: 'date', cell, days: number.bounds };
  }
  const out = layers.bind({ sql: `(${number.sql} not between ${low} and ${high})`, depth });
  const written = writeDay(number.sql, layers.dialect);
  // Where it is out of the calendar the date means nothing; one that every engine has stands there.
  const sql = `(case when ${out.sql} then date '2000-01-01' else ${written} end)`;
  const bit = always(stops.bitOf(outOfCalendar));
  const stop = chooseStop([{ when: out, gives: bit }], undefined);
  return { kind: 'date', cell: { sql, depth: out.depth }, ...(stop ? { stop } : {}) };
}

function writeDay(day: string, dialect: Dialect): string {
  return dialect.addDays(`date '1970-01-01'`, day);
}
