import type { Analysis } from '../check/scope.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression } from '../expression.ts';
import type { CompiledValue, Stops } from './compiled-value.ts';
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
  /** false only where it is known that the column is never null */
  readonly canBeMissing: boolean;
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
  readonly compile: (expression: Expression, compilation: Compilation) => CompiledValue;
}
