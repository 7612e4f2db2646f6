import {
  accept,
  addDays,
  daysBetween,
  type LocalDate,
  type Outcome,
  refuse,
  weekdayOf,
} from '../../kernel/index.ts';
import type { LossTest } from '../questionnaire.ts';
import type { SalesDay } from './parse-sales.ts';

/** One week of sales: seven days from its first day; `dayCount` of them have a figure. */
export interface SalesWeek {
  readonly from: LocalDate;
  /** Exclusive. */
  readonly until: LocalDate;
  readonly amountMinor: bigint;
  readonly dayCount: number;
}

/** The loss with the weeks it rests on. `lossMinor` is never negative. */
export interface LossResult {
  readonly bestWeek: SalesWeek;
  readonly outageWeek: SalesWeek;
  readonly lossMinor: bigint;
}

export type LossRefusal =
  | { readonly code: 'no_comparable_week'; readonly from: LocalDate; readonly until: LocalDate }
  | { readonly code: 'no_outage_week'; readonly from: LocalDate; readonly until: LocalDate };

const weekDays = 7;

function sumWeek(days: readonly SalesDay[], from: LocalDate): SalesWeek {
  const until = addDays(from, weekDays);
  const inside = days.filter(({ on }) => on >= from && on < until);
  const amountMinor = inside.reduce((sum, day) => sum + day.amountMinor, 0n);
  return { from, until, amountMinor, dayCount: inside.length };
}

/**
 * Gives the loss of sales: the highest comparable week less the outage week, at least nothing.
 *
 * Comparable are the weeks that begin on the test's weekday, lie wholly in its window, are not
 * the outage week, and hold at least one day with a figure; the earliest of equals is named. A
 * day without a row counts as no sales, since a closed day has no row. An outage week without
 * any row is taken as no sales only when the file goes on to or past that week's last day;
 * otherwise the file ends too early and is refused.
 *
 * @param days at most one entry for each date, in any order
 * @source reference case 2022, "Loss test": the highest Saturday–Friday week of September–October
 */
export function assessLoss(
  days: readonly SalesDay[],
  test: LossTest,
): Outcome<LossResult, LossRefusal> {
  const outageWeek = sumWeek(days, test.outageWeekFrom);
  const lastOn = days.reduce<LocalDate | undefined>(
    (last, { on }) => (last === undefined || on > last ? on : last),
    undefined,
  );
  if (
    outageWeek.dayCount === 0 &&
    (lastOn === undefined || lastOn < addDays(outageWeek.until, -1))
  ) {
    return refuse({ code: 'no_outage_week', from: outageWeek.from, until: outageWeek.until });
  }
  const bestWeek = findBestWeek(days, test);
  if (bestWeek === undefined) {
    return refuse({
      code: 'no_comparable_week',
      from: test.comparedFrom,
      until: test.comparedUntil,
    });
  }
  const difference = bestWeek.amountMinor - outageWeek.amountMinor;
  return accept({ bestWeek, outageWeek, lossMinor: difference > 0n ? difference : 0n });
}

function findBestWeek(days: readonly SalesDay[], test: LossTest): SalesWeek | undefined {
  const shift = (test.weekStartsOn - weekdayOf(test.comparedFrom) + weekDays) % weekDays;
  let best: SalesWeek | undefined;
  for (
    let from = addDays(test.comparedFrom, shift);
    daysBetween({ from, until: test.comparedUntil }) >= weekDays;
    from = addDays(from, weekDays)
  ) {
    const week = sumWeek(days, from);
    const isComparable = from !== test.outageWeekFrom && week.dayCount > 0;
    if (isComparable && (best === undefined || week.amountMinor > best.amountMinor)) best = week;
  }
  return best;
}
