import { addMs, type Instant } from '../../kernel/index.ts';

const dayMs = 86_400_000;

/**
 * Gives the latest instant, inclusive, at which a claim may have been decided for good to be due for
 * erasure now: a claim decided exactly `personalDays` ago is due.
 */
export function dueBefore(now: Instant, personalDays: number): Instant {
  return addMs(now, -personalDays * dayMs);
}
