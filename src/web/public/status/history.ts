import { type Impact, statedIntervals } from '../../../incident/index.ts';
import {
  addDays,
  differenceIntervals,
  type Instant,
  type IntervalSet,
  intersectIntervals,
  intervalSet,
  type LocalDate,
  localDateOf,
  startOfLocalDay,
  totalMs,
  unionIntervals,
} from '../../../kernel/index.ts';

/** How many days a status page looks back, today included. */
export const historyDays = 90;

export type DayState = 'operational' | 'degraded' | 'down';

/** One day of one component: for how long it was down, and for how long otherwise degraded. */
export interface HistoryDay {
  readonly on: LocalDate;
  readonly downMs: number;
  readonly degradedMs: number;
  readonly state: DayState;
}

/** What a status page says of one component. */
export interface ComponentHistory {
  readonly now: DayState;
  /** the earliest first; the last is today, up to now */
  readonly days: readonly HistoryDay[];
  /** of the time looked back on, in which it was not down; whole parts of a million */
  readonly uptimeMillionths: number;
}

function setOf(
  impacts: readonly Impact[],
  severity: Impact['severity'],
  now: Instant,
): IntervalSet {
  const own = impacts.filter((impact) => impact.severity === severity);
  return intervalSet(own.flatMap((impact) => [...statedIntervals(impact, now)]));
}

function holds(set: IntervalSet, impacts: readonly Impact[], now: Instant): boolean {
  const isOpen = impacts.some(({ intervals }) =>
    intervals.some(({ from, until }) => from <= now && until === undefined),
  );
  return isOpen || set.some(({ from, until }) => from <= now && now < until);
}

function dayOf(
  on: LocalDate,
  given: { zone: string; now: Instant; down: IntervalSet; degraded: IntervalSet },
): HistoryDay {
  const from = startOfLocalDay(on, given.zone);
  const next = startOfLocalDay(addDays(on, 1), given.zone);
  const day = intervalSet([{ from, until: next < given.now ? next : given.now }]);
  const downMs = totalMs(intersectIntervals(given.down, day));
  const degradedMs = totalMs(intersectIntervals(given.degraded, day));
  const state = downMs > 0 ? 'down' : degradedMs > 0 ? 'degraded' : 'operational';
  return { on, downMs, degradedMs, state };
}

/**
 * Works out the state now and of the last ninety days of one component, by the days of a zone.
 *
 * Overlapping impacts count once, and what is down is not degraded at the same time. Time after now
 * does not count; the share of uptime is of time not down, rounded down.
 *
 * @param impacts that stand, of the functions of this component only
 */
export function assessHistory(
  impacts: readonly Impact[],
  options: { readonly zone: string; readonly now: Instant },
): ComponentHistory {
  const { zone, now } = options;
  const past = impacts.map((impact) => ({
    ...impact,
    intervals: impact.intervals
      .filter(({ from }) => from <= now)
      .map(({ until, ...rest }) =>
        until === undefined || until > now ? rest : { ...rest, until },
      ),
  }));
  const down = setOf(past, 'down', now);
  const degraded = differenceIntervals(setOf(past, 'degraded', now), down);
  const today = localDateOf(now, zone);
  const days = Array.from({ length: historyDays }, (_none, at) =>
    dayOf(addDays(today, at - historyDays + 1), { zone, now, down, degraded }),
  );
  const first = startOfLocalDay(addDays(today, 1 - historyDays), zone);
  const lengthMs = now - first;
  const downMs = days.reduce((sum, day) => sum + day.downMs, 0);
  const of = (severity: Impact['severity']) => past.filter((one) => one.severity === severity);
  const isDown = holds(down, of('down'), now);
  const isDegraded = holds(unionIntervals(degraded, []), of('degraded'), now);
  return {
    now: isDown ? 'down' : isDegraded ? 'degraded' : 'operational',
    days,
    uptimeMillionths:
      lengthMs <= 0 ? 1_000_000 : Math.floor(((lengthMs - downMs) / lengthMs) * 1_000_000),
  };
}

const severities: readonly DayState[] = ['operational', 'degraded', 'down'];

/**
 * Gives the days of several components as one row: each day as the worst of them was, with the
 * longest time that one of them was down or degraded. All rows end today, so they are of one length.
 */
export function worstDays(rows: readonly (readonly HistoryDay[])[]): readonly HistoryDay[] {
  const [first = [], ...rest] = rows;
  return first.map((day, at) =>
    rest.reduce((worst, row) => {
      const other = row[at] ?? worst;
      const isWorse = severities.indexOf(other.state) > severities.indexOf(worst.state);
      return {
        on: worst.on,
        downMs: Math.max(worst.downMs, other.downMs),
        degradedMs: Math.max(worst.degradedMs, other.degradedMs),
        state: isWorse ? other.state : worst.state,
      };
    }, day),
  );
}
