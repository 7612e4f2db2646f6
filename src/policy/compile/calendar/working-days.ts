import { daysBetween, type LocalDate, weekdayOf } from '../../../kernel/index.ts';
import type { Expression } from '../../expression.ts';
import type { Compilation } from '../compilation.ts';
import { type CompiledValue, number } from '../compiled-value.ts';
import type { Dialect } from '../sql/dialect.ts';
import { wholeFraction } from '../sql/fraction.ts';
import { depthOf, type IntegerCell, NotCompiled } from '../sql/layers.ts';
import { calendarDays, dateOf, dateOfDay, dayNumber } from './day-number.ts';
import { mostMoved, movedBy } from './moved-by.ts';

// A Monday five days before the calendar begins: every day of the calendar is some days after it.
const firstMonday = -719_533n;

/**
 * Gives the holidays of a call that are written in the document, as days since 1970-01-01: a list
 * of dates, or the name of a constant or a `let` that is one. They are in order, each once, and
 * none is a Saturday or Sunday.
 */
export function writtenHolidays(
  list: Expression | undefined,
  { document }: Compilation,
): readonly bigint[] {
  const named =
    list?.kind === 'name'
      ? (document.lets.get(list.name)?.value ?? document.constants.get(list.name)?.values[0]?.value)
      : list;
  const items = named?.kind === 'list' ? named.items : undefined;
  const dates = items?.flatMap((item) => (item.kind === 'date' ? [item.on as LocalDate] : []));
  if (!dates || dates.length !== items?.length) {
    throw new NotCompiled('working days by holidays that are not written in the document');
  }
  const weekdays = [...new Set(dates)].filter((on) => weekdayOf(on) < 6).sort();
  const epoch = '1970-01-01' as LocalDate;
  return weekdays.map((on) => BigInt(daysBetween({ from: epoch, until: on })));
}

/** Gives the working days from the first date to before the second; 0 when it is not later. */
export function compileWorkingDaysBetween(
  [from, until]: readonly CompiledValue[],
  holidays: readonly bigint[],
  { layers }: Compilation,
): CompiledValue {
  const { dialect } = layers;
  const [first, second] = [dayOf(from, layers), dayOf(until, layers)];
  const count = `${workingDaysBefore(second.sql, { holidays, dialect })} - ${workingDaysBefore(first.sql, { holidays, dialect })}`;
  const cell: IntegerCell = {
    sql: `greatest(${count}, 0::bigint)`,
    depth: depthOf(first, second),
    bounds: { low: 0n, high: calendarDays.high - calendarDays.low },
    isWide: false,
  };
  return number(wholeFraction(cell, layers));
}

/** Gives the n-th working day after a date, or before it where n is below 0; with 0 the date. */
export function compileAddWorkingDays(
  [on, count]: readonly CompiledValue[],
  holidays: readonly bigint[],
  compilation: Compilation,
): CompiledValue {
  const { layers } = compilation;
  const { dialect } = layers;
  const day = dayOf(on, layers);
  const by = movedBy(count, layers);
  const depth = depthOf(day, by);
  const next = `(${day.sql} + 1)`;
  const upTo = workingDaysBefore(next, { holidays, dialect });
  const below = workingDaysBefore(day.sql, { holidays, dialect });
  // Which working day it is, counted from the first Monday, which is the first.
  const wanted = layers.bind({
    sql: `(case when ${by.sql} > 0 then ${upTo} else ${below} + 1 end + ${by.sql})`,
    depth,
  });
  const weekday = layers.bind({
    sql: `(${wanted.sql} + ${countBelow(wanted.sql, holidays.map(workingDaysBeforeHoliday))} - 1)`,
    depth: wanted.depth,
  });
  const found = `(${dialect.divide(weekday.sql, '5', false)} * 7 + ${weekday.sql} % 5 - ${-firstMonday})`;
  const cell: IntegerCell = {
    sql: `(case when ${by.sql} = 0 then ${day.sql} else ${found} end)`,
    depth: depthOf(day, by, weekday),
    bounds: {
      low: calendarDays.low - 2n * mostMoved,
      high: calendarDays.high + 2n * mostMoved + 7n * BigInt(holidays.length),
    },
    isWide: false,
  };
  return dateOfDay(cell, compilation);
}

function dayOf(value: CompiledValue | undefined, layers: Compilation['layers']): IntegerCell {
  return dayNumber(dateOf(value, layers), layers);
}

interface Days {
  readonly holidays: readonly bigint[];
  readonly dialect: Dialect;
}

/** Gives SQL of how many working days stand before a day, counted from the first Monday. */
function workingDaysBefore(day: string, { holidays, dialect }: Days): string {
  const since = `(${day} + ${-firstMonday})`;
  const weeks = dialect.divide(since, '7', false);
  return `(${weeks} * 5 + least(${since} % 7, 5) - ${countBelow(day, holidays)})`;
}

/** Gives how many working days stand before the holiday that is the `index`-th, from 0. */
function workingDaysBeforeHoliday(day: bigint, index: number): bigint {
  const since = day - firstMonday;
  const weekdays = (since / 7n) * 5n + (since % 7n < 5n ? since % 7n : 5n);
  return weekdays - BigInt(index);
}

/** Gives SQL of how many of some numbers in ascending order are below a value. */
function countBelow(value: string, numbers: readonly bigint[]): string {
  if (numbers.length === 0) return '0';
  const cases = numbers.map((one, index) => `when ${value} <= ${one} then ${index}`);
  return `(case ${cases.join(' ')} else ${numbers.length} end)`;
}
