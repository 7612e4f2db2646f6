import type { Analysis } from '../check/scope.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression } from '../expression.ts';
import type { CompiledValue, Stops } from './compiled-value.ts';
import type { Each } from './lists/list-value.ts';
import type { Bounds } from './sql/bounds.ts';
import type { Layers } from './sql/layers.ts';

/**
 * The column that holds a fact, as the compiled query reads it.
 *
 * Numbers are whole: `column ÷ denominator` is the value (money in major units, durations in
 * seconds), of at least `low` and at most `high` before the division. An instant is in
 * milliseconds since 1970, a choice a text, a date a date, a yes/no a yes/no.
 */
export interface FactColumn {
  readonly column: string;
  readonly denominator: bigint;
  readonly low: bigint;
  readonly high: bigint;
  /** Of a date: the range of its days, counted from 1970-01-01, where it is known. */
  readonly days?: Bounds;
  /** Of a list: its arrays. `column` is null where the list is not known. */
  readonly list?: ListColumns;
  /** Of an interval set: its arrays; `low` and `high` hold both ends of every interval. */
  readonly runs?: RunColumns;
  /** false only where it is known that the column is never null */
  readonly canBeMissing: boolean;
}

/** The columns of a fact that is a list: arrays that stand beside each other. */
export interface ListColumns {
  /** at most so many values, each as often as it stands there */
  readonly most: bigint;
  /** the array of how many times in a row a value stands there; without one, once */
  readonly times?: string;
  /** by the name of the field, and by '' for a list of single values */
  readonly parts: ReadonlyMap<string, FactColumn>;
}

/** The columns of a fact that is an interval set: arrays of milliseconds since 1970, in order. */
export interface RunColumns {
  readonly from: string;
  readonly until: string;
  /** at most so many intervals, none of which overlaps or touches another */
  readonly most: bigint;
}

/** The working state of one compilation. */
export interface Compilation {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
  readonly layers: Layers;
  readonly stops: Stops;
  /** Gives the column of a fact, and notes that it is used. */
  readonly factColumn: (name: string) => FactColumn | undefined;
  /** The list column of the evidence shown; without one, none is. */
  readonly evidenceColumn: string | undefined;
  readonly names: Map<string, CompiledValue>;
  /** While a list is gone through: what stands outside of it, and what `each` is. */
  readonly outer?: { readonly compilation: Compilation; readonly reach: (depth: number) => void };
  readonly each?: Each;
  /** Gives a name that no column or row has yet. */
  readonly freshName: () => string;
  readonly compile: (expression: Expression, compilation: Compilation) => CompiledValue;
}
