import { groupMin } from './k-anonymous.ts';

/** A stretch of a scale, both ends inclusive, and how many people it holds. */
export interface Range<T> {
  readonly from: T;
  readonly until: T;
  readonly count: bigint;
}

/**
 * Joins neighbouring stretches until each holds at least {@link groupMin} people.
 *
 * @param ranges in order; empty ones are left out
 * @returns none when all together hold fewer
 */
export function mergeRanges<T>(ranges: readonly Range<T>[]): readonly Range<T>[] {
  const merged: Range<T>[] = [];
  let open: Range<T> | undefined;
  for (const range of ranges) {
    if (range.count === 0n) continue;
    open =
      open === undefined
        ? range
        : { from: open.from, until: range.until, count: open.count + range.count };
    if (open.count < groupMin) continue;
    merged.push(open);
    open = undefined;
  }
  if (open === undefined) return merged;
  const last = merged.pop();
  if (last === undefined) return [];
  return [...merged, { from: last.from, until: open.until, count: last.count + open.count }];
}
