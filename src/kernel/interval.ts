import { type Instant, instantFromEpochMs } from './instant.ts';
import { assert } from './outcome.ts';
import { type Rational, rational, subtractRational } from './rational.ts';

/**
 * A span of time [from, until): from is inside, until is not.
 *
 * @source ARCHITECTURE.md, "The rules": kernel, time
 */
export interface Interval {
  readonly from: Instant;
  readonly until: Instant;
}

/** Intervals in order, none empty, none overlapping or touching; only intervalSet makes one. */
export type IntervalSet = readonly Interval[];

const minuteMs = 60_000;

/**
 * Gives the set that covers the intervals: sorted, with overlapping and touching ones joined.
 *
 * Empty intervals vanish. Throws an InvariantError when one ends before it begins.
 */
export function intervalSet(intervals: readonly Interval[]): IntervalSet {
  return joinWhere(
    intervals.filter((interval) => {
      assert(
        interval.from <= interval.until,
        'interval: it does not end before it begins',
        interval,
      );
      return interval.from < interval.until;
    }),
    (gapMs) => gapMs <= 0,
  );
}

function joinWhere(intervals: readonly Interval[], joins: (gapMs: number) => boolean): IntervalSet {
  const joined: Interval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && joins(interval.from - last.until)) {
      const until = interval.until > last.until ? interval.until : last.until;
      joined[joined.length - 1] = { from: last.from, until };
    } else {
      joined.push({ from: interval.from, until: interval.until });
    }
  }
  return joined;
}

/** Gives the moments in either set. */
export function unionIntervals(left: IntervalSet, right: IntervalSet): IntervalSet {
  return intervalSet([...left, ...right]);
}

/** Gives the moments in both sets. */
export function intersectIntervals(left: IntervalSet, right: IntervalSet): IntervalSet {
  const shared: Interval[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    const a = left[l] as Interval;
    const b = right[r] as Interval;
    const from = a.from > b.from ? a.from : b.from;
    const until = a.until < b.until ? a.until : b.until;
    if (from < until) shared.push({ from, until });
    // The one that ends first cannot meet anything later.
    if (a.until === until) l += 1;
    else r += 1;
  }
  return shared;
}

/** Gives the moments in the left set that are not in the right one. */
export function differenceIntervals(left: IntervalSet, right: IntervalSet): IntervalSet {
  const first = left[0];
  const last = left.at(-1);
  if (!first || !last) return [];
  return intersectIntervals(left, gapsWithin(right, { from: first.from, until: last.until }));
}

function gapsWithin(set: IntervalSet, window: Interval): IntervalSet {
  const gaps: Interval[] = [];
  let from = window.from;
  for (const run of clipIntervals(set, window)) {
    if (run.from > from) gaps.push({ from, until: run.from });
    from = run.until;
  }
  if (from < window.until) gaps.push({ from, until: window.until });
  return gaps;
}

/** Gives the part of the set inside the window, as a bill clips an outage at the month's end. */
export function clipIntervals(set: IntervalSet, window: Interval): IntervalSet {
  return intersectIntervals(set, intervalSet([window]));
}

/** Gives the total length in milliseconds, a safe integer; 0 for the empty set. */
export function totalMs(set: IntervalSet): number {
  return set.reduce((sum, interval) => sum + (interval.until - interval.from), 0);
}

/** Gives the length of the longest unbroken run in milliseconds; 0 for the empty set. */
export function longestRunMs(set: IntervalSet): number {
  return set.reduce((longest, { from, until }) => Math.max(longest, until - from), 0);
}

/** Fills every gap strictly shorter than the length, so that a flicker counts as one run. */
export function mergeGaps(set: IntervalSet, options: { shorterThanMs: number }): IntervalSet {
  return joinWhere(set, (gapMs) => gapMs < options.shorterThanMs);
}

/** Keeps the runs that last at least the length; a run of exactly that length is kept. */
export function keepRuns(set: IntervalSet, options: { atLeastMs: number }): IntervalSet {
  return set.filter(({ from, until }) => until - from >= options.atLeastMs);
}

/**
 * Keeps of every run only the clock minutes it covers whole: starts go up to a minute of the UTC
 * clock, ends go down.
 *
 * 08:00:45–08:45:15 becomes 08:01–08:45. A run that covers no clock minute vanishes, even at 59 s.
 * Zone offsets are whole minutes since 1972, so local clocks give the same minutes.
 *
 * @source the one-minute rule of public cloud agreements, where a Downtime Period is one or more
 *   consecutive whole minutes and partial minutes do not count (Google Compute Engine SLA)
 */
export function wholeMinutes(set: IntervalSet): IntervalSet {
  return set.flatMap(({ from, until }) => {
    const begins = Math.ceil(from / minuteMs) * minuteMs;
    const ends = Math.floor(until / minuteMs) * minuteMs;
    if (begins >= ends) return [];
    return [{ from: instantFromEpochMs(begins), until: instantFromEpochMs(ends) }];
  });
}

/** Counts the clock minutes that the set covers whole (see wholeMinutes). */
export function countWholeMinutes(set: IntervalSet): number {
  return totalMs(wholeMinutes(set)) / minuteMs;
}

/**
 * Gives the share of a window that was up, as an exact rational from 0 to 1.
 *
 * Downtime outside the window does not count; apply the counting rule (as wholeMinutes) first.
 * Decide on this value; for display multiply by 100 and use renderFixed. Throws on an empty window.
 *
 * @source the formula of monthly uptime percentage: (minutes in month − downtime) ÷ minutes in month
 */
export function uptimeShare(options: { down: IntervalSet; window: Interval }): Rational {
  const { down, window } = options;
  const windowMs = window.until - window.from;
  assert(windowMs > 0, 'interval: the window is not empty', window);
  const downMs = totalMs(clipIntervals(down, window));
  return subtractRational(rational(1n), rational(BigInt(downMs), BigInt(windowMs)));
}
