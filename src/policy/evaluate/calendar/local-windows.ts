import {
  addDays,
  addMs,
  clipIntervals,
  daysBetween,
  type Interval,
  type IntervalSet,
  instantOfClock,
  intersectIntervals,
  intervalSet,
  type LocalDate,
  localDateOf,
  startOfLocalDay,
  totalMs,
} from '../../../kernel/index.ts';
import { addMonths, firstOf, isWorkingDay } from '../calendar-functions.ts';

const decemberMs = 31 * 86_400_000;

// As many days as a list can hold; what is longer is no outage.
const mostDays = 10_000;

/** Gives the local dates that a set touches, in order, each once; at most 10,000. */
export function datesTouched(set: IntervalSet, zone: string): readonly LocalDate[] {
  const dates: LocalDate[] = [];
  for (const run of set) {
    const first = localDateOf(run.from, zone);
    const last = dates.at(-1);
    let day = last !== undefined && last >= first ? addDays(last, 1) : first;
    while (dates.length < mostDays && startOfLocalDay(day, zone) < run.until) {
      dates.push(day);
      day = addDays(day, 1);
    }
  }
  return dates;
}

/** Gives the dates from the first to before the second; undefined when there are too many. */
export function datesBetween(from: LocalDate, until: LocalDate): readonly LocalDate[] | undefined {
  const count = daysBetween({ from, until });
  if (count > mostDays) return undefined;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => addDays(from, index));
}

/**
 * Gives the part of a set that lies, on each local day, between two times of the clock.
 *
 * @param clock.from seconds after midnight, inclusive; clock.until exclusive, at most 86,400
 */
export function dailyPart(
  set: IntervalSet,
  clock: { readonly from: number; readonly until: number; readonly zone: string },
): IntervalSet {
  if (clock.from >= clock.until) return [];
  const { zone } = clock;
  const windows = datesTouched(set, zone).map((on) => ({
    from: instantOfClock(on, { seconds: clock.from, zone }),
    until: instantOfClock(on, { seconds: clock.until, zone }),
  }));
  return intersectIntervals(set, intervalSet(windows.filter(isSome)));
}

/** Gives the part of a set that lies on working days: Monday to Friday without the holidays. */
export function workingPart(
  set: IntervalSet,
  days: { readonly holidays: ReadonlySet<LocalDate>; readonly zone: string },
): IntervalSet {
  const { holidays, zone } = days;
  const windows = datesTouched(set, zone)
    .filter((on) => isWorkingDay(on, holidays))
    .map((on) => ({
      from: startOfLocalDay(on, zone),
      until: startOfLocalDay(addDays(on, 1), zone),
    }));
  return intersectIntervals(set, intervalSet(windows));
}

/** One calendar month that a set touches: the set's time in it and its own length, in ms. */
export interface MonthPart {
  readonly coveredMs: number;
  readonly lengthMs: number;
}

/** Gives each local calendar month that a set touches, in order, with the set's time in it. */
export function monthParts(set: IntervalSet, zone: string): readonly MonthPart[] {
  const firsts = new Set(datesTouched(set, zone).map((on) => firstOf(on, 'month')));
  return [...firsts].map((first) => {
    const from = startOfLocalDay(first, zone);
    const next = addMonths(first, 1);
    // The calendar ends with December 9999.
    const until = next ? startOfLocalDay(next, zone) : addMs(from, decemberMs);
    const window = { from, until };
    const coveredMs = totalMs(clipIntervals(set, window));
    return { coveredMs, lengthMs: window.until - window.from };
  });
}

/** Counts the completed months from one date to another; negative when the second is earlier. */
export function monthsBetween(from: LocalDate, until: LocalDate): number {
  if (until < from) return -monthsBetween(until, from);
  const [fromYear = 0, fromMonth = 1] = from.split('-').map(Number);
  const [untilYear = 0, untilMonth = 1] = until.split('-').map(Number);
  const months = (untilYear - fromYear) * 12 + untilMonth - fromMonth;
  const moved = addMonths(from, months);
  return moved !== undefined && moved > until ? months - 1 : months;
}

function isSome({ from, until }: Interval): boolean {
  return from < until;
}
