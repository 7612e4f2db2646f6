import { dayStart, localDay } from '../calendar/local-day.ts';
import type { Compilation } from '../compilation.ts';
import type { ListValue } from '../lists/list-value.ts';
import type { Bounds } from '../sql/bounds.ts';
import { type IntegerCell, NotCompiled, openLayers } from '../sql/layers.ts';
import { bindSet, type SetValue } from './set-value.ts';

// As many days as the evaluator counts: a century.
const mostDays = 36_525n;

/** Gives a list of the time of a set on each local day that it touches, in order. */
export function compilePerDay(given: SetValue, compilation: Compilation): ListValue {
  const { layers, document, freshName } = compilation;
  const { dialect } = layers;
  const { zone } = document.header;
  const set = bindSet(given, layers);
  const alias = freshName();
  const inner = { ...compilation, layers: openLayers(dialect, `${alias}c`, alias) };
  const { low, high } = set.bounds;
  const bounds = { low, high: high > low ? high - 1n : low };
  const dayOf = (sql: string) => localDay({ sql, depth: 0, bounds, isWide: false }, inner);
  const [first, last] = [dayOf(`${alias}.a`), dayOf(`(${alias}.b - 1)`)];
  const days = { low: first.bounds.low, high: last.bounds.high };
  if (days.high - days.low >= mostDays) {
    throw new NotCompiled('the days of an interval set in a range of more than a century');
  }
  const startOf = (sql: string): IntegerCell =>
    dayStart({ sql, depth: 0, bounds: { ...days, high: days.high + 1n }, isWide: false }, { zone });
  const bare = (sql: string) => sql.slice(alias.length + 1);
  const rows = dialect.sets.perDay({
    rows: inner.layers.render(set.rows.sql),
    ...{ first: bare(first.sql), last: bare(last.sql) },
    start: (day) => startOf(day).sql,
  });
  return {
    kind: 'list',
    rows: { sql: rows, depth: set.rows.depth },
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
