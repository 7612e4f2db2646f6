import { addDays, allocateMinor, type LocalDate } from '../../../kernel/index.ts';
import type { Seeded } from './seeded.ts';

const firstOn = '2022-09-01' as LocalDate;
const dates = Array.from({ length: 61 }, (_, day) => addDays(firstOn, day));
// Saturday 3 September 2022 begins the first whole Saturday-to-Friday week of the file.
const firstSaturday = 2;
const weekCount = 8;
const outageWeek = 6;
const weekdayWeights = [19n, 16n, 11n, 12n, 12n, 13n, 17n];

/**
 * Writes a daily sales file whose highest Saturday-to-Friday week of September and October 2022
 * exceeds the outage week (15 to 21 October) by exactly the loss.
 *
 * Two columns, 날짜 and 매출, 1 September to 31 October, in whole won.
 *
 * @param lossMinor above zero
 * @source reference case, loss test: the highest Saturday-to-Friday week against the outage week
 */
export function renderSalesCsv(lossMinor: number, seeded: Seeded): string {
  const best = lossMinor + lossMinor * (1 + seeded.below(4)) + seeded.below(50) * 10_000;
  const bestWeek = seeded.below(outageWeek);
  const lowest = best - lossMinor;
  const weeks = Array.from({ length: weekCount }, (_, week) => {
    if (week === outageWeek) return lowest;
    return week === bestWeek ? best : Math.floor(best * (0.75 + 0.25 * seeded.fraction()));
  });
  const days = weeks.flatMap((total) => allocateMinor(BigInt(total), weekdayWeights));
  const rows = dates.map((on, day) => {
    // Days before and after the whole weeks repeat the nearest week, a week earlier or later.
    const inWeeks = day - firstSaturday;
    const lastWeek = (inWeeks % 7) + 7 * (weekCount - 1);
    const nearest = inWeeks < 0 ? inWeeks + 7 : Math.min(inWeeks, lastWeek);
    return `${on},${days[nearest] ?? 0n}`;
  });
  return ['날짜,매출', ...rows, ''].join('\n');
}
