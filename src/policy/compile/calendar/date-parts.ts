import type { Compilation } from '../compilation.ts';
import { type CompiledValue, number } from '../compiled-value.ts';
import type { Bounds } from '../sql/bounds.ts';
import { wholeFraction } from '../sql/fraction.ts';
import { type Cell, depthOf, type IntegerCell, type Layers } from '../sql/layers.ts';
import { calendarDays, dateOf, dateOfDay, dayNumber } from './day-number.ts';

type Written = (values: readonly CompiledValue[], compilation: Compilation) => CompiledValue;

/** The parts of a date, and what is counted by the calendar between two. */
export const dateParts: Readonly<Record<string, Written>> = {
  weekday: part(({ weekday }) => `(${weekday} + 1)`, { low: 1n, high: 7n }),
  day_of: part(({ on }) => `extract(day from ${on})::bigint`, { low: 1n, high: 31n }),
  month_of: part(({ on }) => `extract(month from ${on})::bigint`, { low: 1n, high: 12n }),
  year_of: part(({ year }) => year, { low: 0n, high: 9_999n }),
  days_in_year: part(({ year }) => daysInYear(year), { low: 365n, high: 366n }),
  first_of_week: ([on], compilation) => {
    const { layers } = compilation;
    const day = dayNumber(dateOf(on, layers), layers);
    const bounds = { low: calendarDays.low - 6n, high: calendarDays.high };
    const cell = { ...day, sql: `(${day.sql} - ${weekdayOf(day.sql)})`, bounds };
    return dateOfDay(cell, compilation);
  },
  months_between: ([from, until], { layers }) => {
    const cell = monthsBetween(dateOf(from, layers), dateOf(until, layers), layers);
    return number(wholeFraction(cell, layers));
  },
  years_between: ([from, until], { layers }) => {
    const months = monthsBetween(dateOf(from, layers), dateOf(until, layers), layers);
    const sql = layers.dialect.divide(months.sql, '12', false);
    const cell = { ...months, sql, bounds: { low: -9_999n, high: 9_999n } };
    return number(wholeFraction(cell, layers));
  },
};

interface Parts {
  readonly on: string;
  readonly year: string;
  /** 0 for Monday to 6 */
  readonly weekday: string;
}

function part(write: (parts: Parts) => string, bounds: Bounds): Written {
  return ([value], { layers }) => {
    const on = dateOf(value, layers);
    const { dialect } = layers;
    const day = `(${dialect.daysBetween(`date '1970-01-01'`, on.sql)})`;
    const parts = { on: on.sql, year: dialect.yearOf(on.sql), weekday: weekdayOf(day) };
    const cell = { sql: write(parts), depth: on.depth, bounds, isWide: false };
    return number(wholeFraction(cell, layers));
  };
}

// 1970-01-01 is a Thursday, and a whole number of weeks before it lies before the calendar.
function weekdayOf(day: string): string {
  return `((${day} + 719533) % 7)`;
}

function daysInYear(year: string): string {
  const isLeap = `(${year} % 4 = 0 and ${year} % 100 <> 0) or ${year} % 400 = 0`;
  return `(case when ${isLeap} then 366 else 365 end)::bigint`;
}

/** Completed months: a month is completed on its day, or on the last one of a shorter month. */
function monthsBetween(from: Cell, until: Cell, layers: Layers): IntegerCell {
  const { dialect } = layers;
  const isBack = layers.bind({ sql: `(${until.sql} < ${from.sql})`, depth: depthOf(from, until) });
  const ordered = (first: Cell, second: Cell) => ({
    sql: `(case when ${isBack.sql} then ${first.sql} else ${second.sql} end)`,
    depth: isBack.depth,
  });
  const one = layers.bind(ordered(until, from));
  const other = layers.bind(ordered(from, until));
  const months = `${dialect.monthOf(other.sql)} - ${dialect.monthOf(one.sql)}`;
  const last = dialect.daysInMonth(other.sql);
  const day = (on: Cell) => `extract(day from ${on.sql})::bigint`;
  const isShort = `least(${day(one)}, ${last}) > ${day(other)}`;
  const count = `(${months} - (case when ${isShort} then 1 else 0 end))`;
  return layers.bind({
    sql: `(case when ${isBack.sql} then -${count} else ${count} end)`,
    depth: depthOf(one, other),
    bounds: { low: -119_999n, high: 119_999n },
    isWide: false,
  });
}
