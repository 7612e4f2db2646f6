import type { ClaimDayCell } from '../../../claims/counts/index.ts';
import { type ShownCount, suppressCounts } from '../suppress-counts.ts';

/** How many claims about one service came on one day, as it is shown. */
export interface ShownCell {
  readonly on: string;
  readonly service: string;
  readonly shown: ShownCount;
  /** 0 for none, 1 for few, up to 5 for the most of the table */
  readonly heat: number;
}

/** The claims of an incident by service and day, with the counts of few people hidden. */
export interface ClaimMap {
  readonly days: readonly string[];
  readonly services: readonly string[];
  /** every day with every service, days first */
  readonly cells: readonly ShownCell[];
}

const isExact = (shown: ShownCount): boolean => shown.kind === 'exact';

/** The places of the cells that belong together, by what they have in common. */
function groupsOf(
  cells: readonly ClaimDayCell[],
  by: (cell: ClaimDayCell) => string,
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  cells.forEach((cell, at) => {
    groups.set(by(cell), [...(groups.get(by(cell)) ?? []), at]);
  });
  return [...groups.values()];
}

/**
 * Chooses how each cell is shown. The sums over a day, over a service and over all are public
 * elsewhere, so what is hidden for any of the three stays hidden.
 */
function showCells(cells: readonly ClaimDayCell[]): readonly ShownCount[] {
  const isHidden = new Set<number>();
  const groups = [
    ...groupsOf(cells, ({ on }) => on),
    ...groupsOf(cells, ({ service }) => service),
    cells.map((_cell, at) => at),
  ];
  for (const group of groups) {
    const { rows } = suppressCounts(group.map((at) => cells[at]?.count ?? 0n));
    rows.forEach((shown, at) => {
      const place = group[at];
      if (place !== undefined && !isExact(shown)) isHidden.add(place);
    });
  }
  return cells.map(({ count }, at): ShownCount => {
    if (!isHidden.has(at)) return { kind: 'exact', count };
    return count < 5n ? { kind: 'fewer' } : { kind: 'at_least', count: 5n };
  });
}

/** Gives how dark a cell is: fifths of the most, by the square root, so that the few are seen too. */
function heatOf(shown: ShownCount, most: bigint): number {
  if (shown.kind === 'fewer') return 1;
  if (shown.kind === 'at_least') return 1;
  if (shown.kind === 'withheld' || shown.count === 0n) return 0;
  return Math.max(1, Math.ceil(5 * Math.sqrt(Number(shown.count) / Number(most))));
}

/**
 * Lays claims out by service and day: no cell tells a count from one to four, nor can one be
 * reckoned from the others and from the sums over a day, a service or all.
 *
 * @source primary and complementary cell suppression: Eurostat, Handbook on Statistical Disclosure
 *   Control, chapter 4
 */
export function mapClaims(counted: readonly ClaimDayCell[]): ClaimMap {
  const days = [...new Set(counted.map(({ on }) => on as string))].toSorted();
  const services = [...new Set(counted.map(({ service }) => service))];
  const shown = showCells(counted);
  const exact = shown.flatMap((one) => (one.kind === 'exact' ? [one.count] : []));
  const most = exact.reduce((left, right) => (left > right ? left : right), 5n);
  const byPlace = new Map(
    counted.map(({ on, service }, at) => [`${on} ${service}`, shown[at] as ShownCount]),
  );
  const none: ShownCount = { kind: 'exact', count: 0n };
  const cells = days.flatMap((on) =>
    services.map((service): ShownCell => {
      const cell = byPlace.get(`${on} ${service}`) ?? none;
      return { on, service, shown: cell, heat: heatOf(cell, most) };
    }),
  );
  return { days, services, cells };
}
