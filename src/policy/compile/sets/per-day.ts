import type { Compilation } from '../compilation.ts';
import type { ListValue } from '../lists/list-value.ts';
import type { Bounds } from '../sql/bounds.ts';
import { clockOn, touchDays } from './days-touched.ts';
import type { SetValue } from './set-value.ts';

// As many days as the evaluator counts: a century.
const mostDays = 36_525n;

/** Gives a list of the time of a set on each local day that it touches, in order. */
export function compilePerDay(given: SetValue, compilation: Compilation): ListValue {
  const { dialect } = compilation.layers;
  const limit = { most: mostDays, told: 'a century' };
  const { set, rows, days } = touchDays(given, limit, compilation);
  const range = { ...days, high: days.high + 1n };
  const startOf = (day: string) => clockOn(day, { range }, compilation);
  return {
    kind: 'list',
    rows: {
      sql: dialect.sets.perDay({ ...rows, start: (day) => startOf(day).sql }),
      depth: set.rows.depth,
    },
    element: {
      ...{ kind: 'number', column: 'f0', denominator: 1_000n, isWide: false },
      bounds: lengthsOfDays(startOf('d').bounds, days),
    },
    ...{ most: days.high - days.low + 1n, isBound: false },
  };
}

const dayMs = 86_400_000n;

/** A day is as long as 24 hours, and longer or shorter by as much as its begin and end are moved. */
function lengthsOfDays(starts: Bounds, days: Bounds): Bounds {
  const moved = starts.high - starts.low - (days.high + 1n - days.low) * dayMs;
  return { low: 0n, high: dayMs + (moved < 0n ? -moved : moved) };
}
