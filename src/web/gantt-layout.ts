import {
  addDays,
  type Instant,
  intervalSet,
  type LocalDate,
  localDateOf,
  startOfLocalDay,
  totalMs,
} from '../kernel/index.ts';

/** Half-open `[from, until)`. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** One bar: where it begins and how long it is, in the units of the chart's width. */
export interface Bar {
  readonly x: number;
  readonly width: number;
}

/** A chart of rows over the same stretch of time, laid out and not yet drawn. */
export interface GanttLayout {
  readonly span: Span;
  /** midnights in the zone that get a mark, at most eight */
  readonly days: readonly { readonly on: LocalDate; readonly x: number }[];
  readonly rows: readonly { readonly bars: readonly Bar[]; readonly totalMs: number }[];
}

const dayTicksMax = 8;
// A bar narrower than this could not be seen.
const barWidthMin = 2;

function findSpan(rows: readonly (readonly Span[])[]): Span | undefined {
  const all = rows.flat();
  const [first] = all;
  if (first === undefined) return undefined;
  let { from, until } = first;
  for (const interval of all) {
    if (interval.from < from) from = interval.from;
    if (interval.until > until) until = interval.until;
  }
  return from < until ? { from, until } : undefined;
}

function listDays(span: Span, zone: string): readonly LocalDate[] {
  const days: LocalDate[] = [];
  for (let on = localDateOf(span.from, zone); ; on = addDays(on, 1)) {
    const start = startOfLocalDay(on, zone);
    if (start >= span.until) break;
    if (start >= span.from) days.push(on);
  }
  const step = Math.max(1, Math.ceil(days.length / dayTicksMax));
  return days.filter((_, index) => index % step === 0);
}

/**
 * Lays out rows of intervals over the stretch that holds them all.
 *
 * @param rows the intervals of each row; the order is kept
 * @returns undefined when no row has an interval
 */
export function layOutGantt(
  rows: readonly (readonly Span[])[],
  chart: { readonly zone: string; readonly width: number },
): GanttLayout | undefined {
  const span = findSpan(rows);
  if (span === undefined) return undefined;
  const { zone, width } = chart;
  const place = (at: Instant): number => ((at - span.from) / (span.until - span.from)) * width;
  return {
    span,
    days: listDays(span, zone).map((on) => ({ on, x: place(startOfLocalDay(on, zone)) })),
    rows: rows.map((intervals) => ({
      bars: intervals.map(({ from, until }) => ({
        x: place(from),
        width: Math.max(barWidthMin, place(until) - place(from)),
      })),
      totalMs: totalMs(intervalSet(intervals)),
    })),
  };
}
