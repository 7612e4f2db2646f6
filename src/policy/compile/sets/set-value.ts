import type { FactColumn } from '../compilation.ts';
import { bindRows } from '../lists/list-value.ts';
import { type Bounds, joinBounds } from '../sql/bounds.ts';
import { quoteSqlName } from '../sql/dialect.ts';
import { type Cell, depthOf, type Layers } from '../sql/layers.ts';

/** An interval set as SQL: rows with the columns `a` and `b`, as `sql/sets.ts` describes them. */
export interface SetValue {
  readonly kind: 'interval_set';
  readonly rows: Cell;
  /** the range of both ends of its intervals, in milliseconds since 1970 */
  readonly bounds: Bounds;
  /** at most so many intervals */
  readonly most: bigint;
  /** whether the rows are those of columns, so that naming them costs nothing */
  readonly isBound: boolean;
}

/** Gives a set whose rows are columns, for what is used more than once. */
export function bindSet(set: SetValue, layers: Layers): SetValue {
  return set.isBound
    ? set
    : { ...set, rows: bindRows(set.rows, ['a', 'b'], layers), isBound: true };
}

/** Gives a fact that is an interval set, from the arrays of a table; of none, the empty set. */
export function openSetFact(given: FactColumn | undefined, { dialect }: Layers): SetValue {
  const { rows } = dialect;
  const array = (column: string | undefined) => {
    const none = rows.empty('bigint');
    return column === undefined ? none : `coalesce(${quoteSqlName(column)}, ${none})`;
  };
  const arrays = [
    { name: 'a', sql: array(given?.runs?.from) },
    { name: 'b', sql: array(given?.runs?.until) },
  ];
  return {
    kind: 'interval_set',
    rows: { sql: rows.open(arrays), depth: 0 },
    bounds: { low: given?.low ?? 0n, high: given?.high ?? 0n },
    most: given?.runs?.most ?? 0n,
    isBound: false,
  };
}

/** Gives the first set whose condition holds, else the last one. */
export function chooseSet(
  layers: Layers,
  cases: readonly { readonly when: Cell; readonly gives: SetValue }[],
  otherwise: SetValue,
): SetValue {
  const sets = [...cases.map(({ gives }) => gives), otherwise];
  const bound = cases.map(({ when, gives }) => ({ when: layers.bind(when), rows: gives.rows }));
  const written = bound.map(({ when, rows }) => ({ when: when.sql, rows: rows.sql }));
  return {
    kind: 'interval_set',
    rows: {
      sql: layers.dialect.sets.choose(written, otherwise.rows.sql),
      depth: depthOf(otherwise.rows, ...bound.flatMap(({ when, rows }) => [when, rows])),
    },
    bounds: sets.map(({ bounds }) => bounds).reduce(joinBounds),
    most: sets.map(({ most }) => most).reduce((a, b) => (a > b ? a : b)),
    isBound: false,
  };
}
