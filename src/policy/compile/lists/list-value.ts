import type { CompiledValue } from '../compiled-value.ts';
import type { Bounds } from '../sql/bounds.ts';
import type { Cell, Layers } from '../sql/layers.ts';

/** What a column of a list's rows holds. */
export type ListedShape = { readonly column: string } & (
  | {
      readonly kind: 'number';
      readonly denominator: bigint;
      readonly bounds: Bounds;
      readonly isWide: boolean;
    }
  | { readonly kind: 'instant'; readonly bounds: Bounds }
  | { readonly kind: 'yes_no' | 'choice' }
  | { readonly kind: 'date'; readonly days?: Bounds }
);

/** A field of the records of a list. */
export interface ListedField {
  readonly name: string;
  readonly shape: ListedShape;
  readonly canBeMissing: boolean;
}

/** A list as SQL: its rows, each a value or a record that stands there so many times. */
export interface ListValue {
  readonly kind: 'list';
  readonly rows: Cell;
  readonly element:
    | ListedShape
    | { readonly kind: 'record'; readonly fields: readonly ListedField[] };
  /** the column of how many times a value stands there; without one, once */
  readonly times?: string;
  /** at most so many values, each as often as it stands there */
  readonly most: bigint;
  /** whether the rows are those of columns, so that naming them costs nothing */
  readonly isBound: boolean;
}

/** What `each` is while a list is gone through. */
export type Each =
  | { readonly kind: 'single'; readonly value: CompiledValue }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, CompiledValue> };

/** Gives the columns of a list's rows. */
export function columnsOf({ element, times }: ListValue): readonly string[] {
  const own =
    element.kind === 'record' ? element.fields.map(({ shape }) => shape.column) : [element.column];
  return times === undefined ? own : [...own, times];
}

/** Gives a list whose rows are columns, for what is used more than once. */
export function bindList(list: ListValue, layers: Layers): ListValue {
  return list.isBound
    ? list
    : { ...list, rows: bindRows(list.rows, columnsOf(list), layers), isBound: true };
}

/** Gives rows that are columns: one of their own, or an array for each of theirs. */
export function bindRows(rows: Cell, names: readonly string[], layers: Layers): Cell {
  const { rows: dialect } = layers.dialect;
  const arrays = dialect.arrays(rows.sql, names);
  if (!arrays) return layers.bind(rows);
  const bound = arrays.map(({ name, sql }) => ({ name, cell: layers.bind({ ...rows, sql }) }));
  const depth = bound.reduce((most, { cell }) => Math.max(most, cell.depth), 0);
  return { sql: dialect.open(bound.map(({ name, cell }) => ({ name, sql: cell.sql }))), depth };
}
