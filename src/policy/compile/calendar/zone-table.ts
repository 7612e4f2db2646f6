import {
  addDays,
  instantFromEpochMs,
  instantOfClock,
  type LocalDate,
  zoneOffsetMs,
} from '../../../kernel/index.ts';
import type { Bounds } from '../sql/bounds.ts';
import { NotCompiled } from '../sql/layers.ts';

const dayMs = 86_400_000n;

// The years 0000 to 9999.
const calendarMs = { low: -62_167_219_200_000n, high: 253_402_300_799_999n };

// The clocks of a century are looked at day by day; a wider range is left to the evaluator.
const mostDays = 36_525n;

/** A value that holds from a place on, until the next one. */
interface Piece {
  readonly from: bigint;
  readonly value: bigint;
}

/**
 * Gives how far the clock of a zone is ahead of UTC in a range of instants: pieces in order, in
 * milliseconds. Throws NotCompiled where the range is wider than a century, and where the clock is
 * turned back over a midnight, so that one date comes twice.
 */
export function offsetPieces(zone: string, range: Bounds): readonly Piece[] {
  requireCentury((range.high - range.low) / dayMs);
  if (range.low < calendarMs.low || range.high > calendarMs.high) {
    throw new NotCompiled('an instant that the calendar may not have');
  }
  const offsetAt = (ms: bigint) => BigInt(zoneOffsetMs(instantFromEpochMs(Number(ms)), zone));
  const pieces: Piece[] = [{ from: range.low, value: offsetAt(range.low) }];
  for (let at = range.low; at < range.high; ) {
    const next = at + dayMs < range.high ? at + dayMs : range.high;
    const [before, after] = [offsetAt(at), offsetAt(next)];
    if (before !== after) {
      const from = turnBetween({ at, next, after, offsetAt });
      if (floorDay(from + after) < floorDay(from - 1n + before)) {
        throw new NotCompiled(`${zone} turns its clock back over a midnight`);
      }
      pieces.push({ from, value: after });
    }
    at = next;
  }
  return pieces;
}

/**
 * Gives, for a range of days counted from 1970-01-01, how much earlier than midnight UTC the local
 * clock shows a time on each: pieces in order, in milliseconds.
 *
 * @param clock.seconds whole seconds after midnight, 0 to 86,400
 */
export function clockPieces(
  clock: { readonly zone: string; readonly seconds: number },
  range: Bounds,
): readonly Piece[] {
  requireCentury(range.high - range.low);
  const pieces: Piece[] = [];
  let on = addDays('1970-01-01' as LocalDate, Number(range.low));
  for (let day = range.low; day <= range.high; day += 1n) {
    const value = day * dayMs - BigInt(instantOfClock(on, clock));
    if (pieces.at(-1)?.value !== value) pieces.push({ from: day, value });
    if (day < range.high) on = addDays(on, 1);
  }
  return pieces;
}

/** Gives SQL of the value that holds at a place. */
export function writePieces(place: string, pieces: readonly Piece[]): string {
  const [first, ...later] = pieces;
  if (later.length === 0) return String(first?.value ?? 0n);
  const cases = [...later]
    .reverse()
    .map(({ from, value }) => `when ${place} >= ${from} then ${value}`);
  return `(case ${cases.join(' ')} else ${first?.value ?? 0n} end)`;
}

/** Gives the day that an instant of UTC is on, counted from 1970-01-01. */
export function floorDay(ms: bigint): bigint {
  const day = ms / dayMs;
  return ms < 0n && day * dayMs !== ms ? day - 1n : day;
}

function requireCentury(days: bigint): void {
  if (days > mostDays) throw new NotCompiled('a local date in a range of more than a century');
}

function turnBetween(work: {
  readonly at: bigint;
  readonly next: bigint;
  readonly after: bigint;
  readonly offsetAt: (ms: bigint) => bigint;
}): bigint {
  let [low, high] = [work.at, work.next];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (work.offsetAt(middle) === work.after) high = middle;
    else low = middle;
  }
  return high;
}
