import { type Rational, rational } from '../kernel/index.ts';
import { findUnit } from './check/unit.ts';

/** What a unit counts, and how much of it one unit is. */
export interface Measure {
  /** `second` for lengths of time, `month` for calendar periods, else the unit itself */
  readonly of: string;
  readonly each: Rational;
}

const one = rational(1n);

/**
 * Gives what a unit counts. Quantities of one measure can be added and subtracted, whatever their
 * units; a month has no number of days, so those of two measures cannot.
 *
 * @param unit as an award names it; null or undefined for things that are counted
 */
export function measureOf(unit: string | null | undefined): Measure {
  const found = findUnit(unit ?? '');
  if (found?.kind === 'duration') return { of: 'second', each: found.seconds };
  if (found?.kind === 'period') {
    return { of: 'month', each: found.name === 'year' ? rational(12n) : one };
  }
  return { of: unit ?? '', each: one };
}
