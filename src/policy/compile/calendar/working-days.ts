import type { Compilation } from '../compilation.ts';
import { type CompiledValue, number } from '../compiled-value.ts';
import type { Dialect } from '../sql/dialect.ts';
import { wholeFraction } from '../sql/fraction.ts';
import { depthOf, type IntegerCell } from '../sql/layers.ts';
import { calendarDays, dateOf, dateOfDay, dayNumber } from './day-number.ts';
import type { Holidays } from './holidays.ts';
import { mostMoved, movedBy } from './moved-by.ts';
import { firstMonday, weekdaysBefore } from './weekdays.ts';

/** Gives the working days from the first date to before the second; 0 when it is not later. */
export function compileWorkingDaysBetween(
  [from, until]: readonly CompiledValue[],
  holidays: Holidays,
  { layers }: Compilation,
): CompiledValue {
  const { dialect } = layers;
  const [first, second] = [dayOf(from, layers), dayOf(until, layers)];
  const count = `${workingDaysBefore(second.sql, { holidays, dialect })} - ${workingDaysBefore(first.sql, { holidays, dialect })}`;
  const cell: IntegerCell = {
    sql: `greatest(${count}, 0::bigint)`,
    depth: Math.max(depthOf(first, second), holidays.depth),
    bounds: { low: 0n, high: calendarDays.high - calendarDays.low },
    isWide: false,
  };
  return number(wholeFraction(cell, layers));
}

/** Gives the n-th working day after a date, or before it where n is below 0; with 0 the date. */
export function compileAddWorkingDays(
  [on, count]: readonly CompiledValue[],
  holidays: Holidays,
  compilation: Compilation,
): CompiledValue {
  const { layers } = compilation;
  const { dialect } = layers;
  const day = dayOf(on, layers);
  const by = movedBy(count, layers);
  const depth = Math.max(depthOf(day, by), holidays.depth);
  const next = `(${day.sql} + 1)`;
  const upTo = workingDaysBefore(next, { holidays, dialect });
  const below = workingDaysBefore(day.sql, { holidays, dialect });
  // Which working day it is, counted from the first Monday, which is the first.
  const wanted = layers.bind({
    sql: `(case when ${by.sql} > 0 then ${upTo} else ${below} + 1 end + ${by.sql})`,
    depth,
  });
  const weekday = layers.bind({
    sql: `(${wanted.sql} + ${holidays.countWithFewer(wanted.sql)} - 1)`,
    depth: wanted.depth,
  });
  const found = `(${dialect.divide(weekday.sql, '5', false)} * 7 + ${weekday.sql} % 5 - ${-firstMonday})`;
  const cell: IntegerCell = {
    sql: `(case when ${by.sql} = 0 then ${day.sql} else ${found} end)`,
    depth: depthOf(day, by, weekday),
    bounds: {
      low: calendarDays.low - 2n * mostMoved,
      high: calendarDays.high + 2n * mostMoved + 7n * holidays.most,
    },
    isWide: false,
  };
  return dateOfDay(cell, compilation);
}

function dayOf(value: CompiledValue | undefined, layers: Compilation['layers']): IntegerCell {
  return dayNumber(dateOf(value, layers), layers);
}

/** Gives SQL of how many working days stand before a day, counted from the first Monday. */
function workingDaysBefore(
  day: string,
  { holidays, dialect }: { readonly holidays: Holidays; readonly dialect: Dialect },
): string {
  return `(${weekdaysBefore(day, dialect)} - ${holidays.countBefore(day)})`;
}
