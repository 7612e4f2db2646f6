import { dayStart, localDay } from '../calendar/local-day.ts';
import type { Compilation } from '../compilation.ts';
import type { Bounds } from '../sql/bounds.ts';
import { type IntegerCell, NotCompiled, openLayers } from '../sql/layers.ts';
import type { DaysTouched } from '../sql/sets.ts';
import { bindSet, type SetValue } from './set-value.ts';

/** The local days that a set touches, counted from 1970-01-01, and the range of them. */
export interface Touched {
  readonly set: SetValue;
  readonly rows: DaysTouched;
  readonly days: Bounds;
}

/**
 * Gives the local days that a set touches.
 *
 * @param most so many days the evaluator looks at; a wider range is not compiled
 */
export function touchDays(
  given: SetValue,
  { most, told }: { readonly most: bigint; readonly told: string },
  compilation: Compilation,
): Touched {
  const { layers, freshName } = compilation;
  const set = bindSet(given, layers);
  const alias = freshName();
  const inner = { ...compilation, layers: openLayers(layers.dialect, `${alias}c`, alias) };
  const { low, high } = set.bounds;
  const bounds = { low, high: high > low ? high - 1n : low };
  const dayOf = (sql: string) => localDay({ sql, depth: 0, bounds, isWide: false }, inner);
  const [first, last] = [dayOf(`${alias}.a`), dayOf(`(${alias}.b - 1)`)];
  const days = { low: first.bounds.low, high: last.bounds.high };
  if (days.high - days.low >= most) {
    throw new NotCompiled(`the days of an interval set in a range of more than ${told}`);
  }
  const bare = (sql: string) => sql.slice(alias.length + 1);
  const rows = inner.layers.render(set.rows.sql);
  return { set, rows: { rows, first: bare(first.sql), last: bare(last.sql) }, days };
}

/** Gives where the clock shows a time on a day that is a column, in milliseconds. */
export function clockOn(
  day: string,
  { range, seconds = 0 }: { readonly range: Bounds; readonly seconds?: number },
  { document }: Compilation,
): IntegerCell {
  const cell = { sql: day, depth: 0, bounds: range, isWide: false };
  return dayStart(cell, { zone: document.header.zone, seconds });
}
