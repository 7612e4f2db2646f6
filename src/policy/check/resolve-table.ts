import { compareRational, type Rational } from '../../kernel/index.ts';
import type { Edge, Row, Table } from '../expression.ts';

/** One end of a row, with its value known. */
export interface ResolvedEdge {
  readonly value: Rational;
  readonly isInclusive: boolean;
}

/** What a row covers once its bounds are known; an absent edge means without end. */
export type ResolvedRow = { readonly row: Row } & (
  | { readonly kind: 'range'; readonly low?: ResolvedEdge; readonly high?: ResolvedEdge }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'otherwise' }
);

/** A table ready to be looked up: its rows in the order written. */
export interface ResolvedTable {
  readonly table: Table;
  readonly rows: readonly ResolvedRow[];
}

/** A row whose bound has no number, and why. */
export interface RowTrouble {
  readonly row: Row;
  readonly trouble: 'bare_above' | 'not_constant';
  readonly previousHigh?: ResolvedEdge;
}

type ConstantOf = (expression: Table['key']) => Rational | undefined;

/**
 * Gives the rows of a table with their bounds as numbers.
 *
 * A row with only an upper bound begins where the row before it ends, and, if the row before lies
 * above it, without a lower end; a row with only a lower bound likewise the other way round. So a
 * table may go up or down. Rows that cannot be resolved are left out and told as troubles.
 */
export function resolveTable(
  table: Table,
  constantOf: ConstantOf,
): { readonly resolved: ResolvedTable; readonly troubles: readonly RowTrouble[] } {
  const troubles: RowTrouble[] = [];
  const rows: ResolvedRow[] = [];
  let previous: ResolvedRow | undefined;
  for (const row of table.rows) {
    const found = resolveRow(row, { previous, constantOf });
    if ('trouble' in found) {
      troubles.push(found);
      continue;
    }
    rows.push(found);
    if (found.kind === 'range') previous = found;
  }
  return { resolved: { table, rows }, troubles };
}

interface Around {
  readonly previous: ResolvedRow | undefined;
  readonly constantOf: ConstantOf;
}

function resolveRow(row: Row, { previous, constantOf }: Around): ResolvedRow | RowTrouble {
  const { bound } = row;
  const before = previous?.kind === 'range' ? previous : undefined;
  switch (bound.kind) {
    case 'otherwise':
      return { row, kind: 'otherwise' };
    case 'values':
      return { row, kind: 'values', values: bound.values.map((value) => value.name) };
    case 'rest_above': {
      const high = before?.high;
      if (high?.isInclusive) {
        return { row, kind: 'range', low: { value: high.value, isInclusive: false } };
      }
      return { row, trouble: 'bare_above', ...(high ? { previousHigh: high } : {}) };
    }
    case 'exactly': {
      const value = constantOf(bound.value);
      if (!value) return { row, trouble: 'not_constant' };
      const edge = { value, isInclusive: true };
      return { row, kind: 'range', low: edge, high: edge };
    }
    default:
      return resolveRange(row, { before, constantOf });
  }
}

function resolveRange(
  row: Row,
  {
    before,
    constantOf,
  }: { before: Extract<ResolvedRow, { kind: 'range' }> | undefined; constantOf: ConstantOf },
): ResolvedRow | RowTrouble {
  const { bound } = row;
  if (bound.kind !== 'range') return { row, trouble: 'not_constant' };
  const low = resolveEdge(bound.low, constantOf);
  const high = resolveEdge(bound.high, constantOf);
  if (low === 'not_constant' || high === 'not_constant') return { row, trouble: 'not_constant' };
  const impliedLow = low ?? (high && edgeBelow(high, before?.high));
  const impliedHigh = high ?? (low && edgeAbove(low, before?.low));
  return {
    row,
    kind: 'range',
    ...(impliedLow ? { low: impliedLow } : {}),
    ...(impliedHigh ? { high: impliedHigh } : {}),
  };
}

function resolveEdge(
  edge: Edge | undefined,
  constantOf: ConstantOf,
): ResolvedEdge | 'not_constant' | undefined {
  if (!edge) return undefined;
  const value = constantOf(edge.value);
  return value ? { value, isInclusive: edge.isInclusive } : 'not_constant';
}

function edgeBelow(high: ResolvedEdge, neighbour: ResolvedEdge | undefined) {
  if (!neighbour || compareRational(neighbour.value, high.value) >= 0) return undefined;
  return { value: neighbour.value, isInclusive: !neighbour.isInclusive };
}

function edgeAbove(low: ResolvedEdge, neighbour: ResolvedEdge | undefined) {
  if (!neighbour || compareRational(neighbour.value, low.value) <= 0) return undefined;
  return { value: neighbour.value, isInclusive: !neighbour.isInclusive };
}

/** Says whether a value lies inside a resolved range. */
export function isInRange(
  value: Rational,
  range: { readonly low?: ResolvedEdge; readonly high?: ResolvedEdge },
): boolean {
  if (range.low) {
    const order = compareRational(value, range.low.value);
    if (order < 0 || (order === 0 && !range.low.isInclusive)) return false;
  }
  if (!range.high) return true;
  const order = compareRational(value, range.high.value);
  return order < 0 || (order === 0 && range.high.isInclusive);
}
