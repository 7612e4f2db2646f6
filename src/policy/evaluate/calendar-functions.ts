import {
  addDays,
  assert,
  clipIntervals,
  daysBetween,
  type IntervalSet,
  type LocalDate,
  localDateOf,
  parseLocalDate,
  startOfLocalDay,
  totalMs,
  weekdayOf,
} from '../../kernel/index.ts';

const saturday = 6;

/** Says whether a date is a working day: Monday to Friday and not among the holidays. */
export function isWorkingDay(on: LocalDate, holidays: ReadonlySet<LocalDate>): boolean {
  return weekdayOf(on) < saturday && !holidays.has(on);
}

const firstDate = '0000-01-01' as LocalDate;
const lastDate = '9999-12-31' as LocalDate;

/** Gives the date so many days later, or undefined when its year would not be 0000 to 9999. */
export function moveDate(on: LocalDate, days: number): LocalDate | undefined {
  const isBefore = days < daysBetween({ from: on, until: firstDate });
  const isAfter = days > daysBetween({ from: on, until: lastDate });
  return isBefore || isAfter ? undefined : addDays(on, days);
}

/**
 * Gives the day that is so many working days after a date, which itself is not counted.
 *
 * Working days are Monday to Friday without the holidays named. With 0 it is the date itself; it is
 * undefined when its year would not be 0000 to 9999.
 */
export function addWorkingDays(
  on: LocalDate,
  { count, holidays }: { readonly count: number; readonly holidays: ReadonlySet<LocalDate> },
): LocalDate | undefined {
  if (count === 0) return on;
  const step = count > 0 ? 1 : -1;
  let day = moveWeekdays(on, count);
  // Each holiday on the way, and on the day it leads to, takes one weekday more.
  for (const holiday of weekdaysBeyond(on, { holidays, step })) {
    if (day === undefined || (step > 0 ? holiday > day : holiday < day)) return day;
    day = moveWeekdays(day, step);
  }
  return day;
}

/** Gives the holidays on weekdays that lie beyond a date, the nearest first. */
function weekdaysBeyond(
  on: LocalDate,
  { holidays, step }: { readonly holidays: ReadonlySet<LocalDate>; readonly step: number },
): readonly LocalDate[] {
  const beyond = [...holidays].filter((one) => (step > 0 ? one > on : one < on)).sort();
  const ordered = step > 0 ? beyond : beyond.reverse();
  return ordered.filter((one) => weekdayOf(one) < saturday);
}

/** Gives the weekday that is so many weekdays after a date, without stepping from day to day. */
function moveWeekdays(on: LocalDate, count: number): LocalDate | undefined {
  const weekday = weekdayOf(on);
  const isForward = count > 0;
  // From a weekend one counts as from the weekday behind it.
  const isWeekend = weekday >= saturday;
  const back = isWeekend ? (isForward ? weekday - 5 : 8 - weekday) : 0;
  const passed = isForward ? Math.min(weekday, 5) - 1 : isWeekend ? 4 : 5 - weekday;
  const total = passed + Math.ceil(Math.abs(count));
  const days = Math.floor(total / 5) * 7 + (total % 5) - passed - back;
  return moveDate(on, isForward ? days : -days);
}

/** Counts the working days from the first date to before the second; 0 when it is not later. */
export function workingDaysBetween(range: {
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly holidays: ReadonlySet<LocalDate>;
}): number {
  const { from, until, holidays } = range;
  const days = daysBetween({ from, until });
  if (days <= 0) return 0;
  const weeks = Math.floor(days / 7);
  let count = weeks * 5;
  for (let day = addDays(from, weeks * 7); day < until; day = addDays(day, 1)) {
    if (weekdayOf(day) < saturday) count += 1;
  }
  const dropped = [...holidays].filter(
    (on) => from <= on && on < until && weekdayOf(on) < saturday,
  );
  return count - dropped.length;
}

/** What is needed of a date that is not in the calendar. */
export const outOfCalendar = 'a date in the years 0000 to 9999';

/**
 * Gives the same day so many months later, or the last day of that month when it has no such;
 * undefined when its year would not be 0000 to 9999.
 */
export function addMonths(on: LocalDate, count: number): LocalDate | undefined {
  const { year, month, day } = partsOf(on);
  const months = year * 12 + (month - 1) + count;
  if (months < 0 || months >= 10_000 * 12) return undefined;
  const first = dateAt(Math.floor(months / 12), (months % 12) + 1);
  return addDays(first, Math.min(day, lengthOfMonth(first)) - 1);
}

/** Gives the first day of the month, quarter or year that a date is in. */
export function firstOf(on: LocalDate, period: 'month' | 'quarter' | 'year'): LocalDate {
  const { year, month } = partsOf(on);
  if (period === 'year') return dateAt(year, 1);
  return dateAt(year, period === 'month' ? month : month - ((month - 1) % 3));
}

/** Gives the year, the month from 1 to 12 or the day of the month from 1 to 31 of a date. */
export function partOf(on: LocalDate, part: 'year' | 'month' | 'day'): number {
  return partsOf(on)[part];
}

/** Gives the number of days of the year that a date is in: 365 or 366. */
export function lengthOfYear(on: LocalDate): number {
  const { year } = partsOf(on);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return isLeap ? 366 : 365;
}

/** Gives the number of days of the month that a date is in. */
export function lengthOfMonth(on: LocalDate): number {
  const { year, month } = partsOf(on);
  // December has 31 days in every year.
  return month === 12
    ? 31
    : daysBetween({ from: dateAt(year, month), until: dateAt(year, month + 1) });
}

// A century of days; what is longer is no outage.
const mostDays = 36_525;

/** Gives the time of the set on each local day that it touches, in order. */
export function splitByDay(set: IntervalSet, zone: string): readonly number[] {
  const days: number[] = [];
  let next: LocalDate | undefined;
  for (const run of set) {
    let day = localDateOf(run.from, zone);
    if (next !== undefined && day < next) day = next;
    for (
      ;
      days.length < mostDays && startOfLocalDay(day, zone) < run.until;
      day = addDays(day, 1)
    ) {
      const window = {
        from: startOfLocalDay(day, zone),
        until: startOfLocalDay(addDays(day, 1), zone),
      };
      days.push(totalMs(clipIntervals(set, window)));
      next = addDays(day, 1);
    }
  }
  return days;
}

function partsOf(on: LocalDate) {
  const [year = 0, month = 1, day = 1] = on.split('-').map(Number);
  return { year, month, day };
}

function dateAt(year: number, month: number): LocalDate {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
  const first = parseLocalDate(text);
  assert(first, 'policy: a month of the calendar has a first day', { year, month });
  return first;
}
