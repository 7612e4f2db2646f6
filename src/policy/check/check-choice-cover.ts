import type { Bound, Named, Row, Table } from '../expression.ts';
import type { ResolvedRow } from './resolve-table.ts';
import type { Scope } from './scope.ts';

interface Cover {
  readonly choices: readonly string[];
  readonly scope: Scope;
  readonly seen: Set<string>;
  hasRest: boolean;
}

/** Checks that the rows of a table by choice name each value exactly once, and keeps them. */
export function checkChoiceCover(
  table: Table,
  { choices, scope }: { choices: readonly string[]; scope: Scope },
): void {
  const cover: Cover = { choices, scope, seen: new Set(), hasRest: false };
  for (const row of table.rows) checkRow(row, cover);
  const missing = choices.filter((choice) => !cover.seen.has(choice));
  if (!cover.hasRest && missing.length > 0) {
    const write = `is ${missing.join(', ')} : …, or otherwise : none`;
    scope.report('choice_uncovered', table.span, { found: missing.join(', '), write });
  }
  scope.tables.set(table, { table, rows: table.rows.flatMap(resolveRow) });
}

function checkRow(row: Row, cover: Cover): void {
  const { bound } = row;
  if (bound.kind === 'values') {
    for (const value of bound.values) checkValue(value, cover);
  } else if (bound.kind === 'otherwise') checkRest(row, cover);
  else reportOtherBound(bound, cover.scope);
}

function checkRest(row: Row, cover: Cover): void {
  if (cover.hasRest || cover.seen.size === cover.choices.length) {
    const params = { found: cover.scope.quote(row.span), write: 'no such row' };
    cover.scope.report('row_unreachable', row.span, params);
  }
  cover.hasRest = true;
}

function reportOtherBound(bound: Bound, scope: Scope): void {
  const params = { found: scope.quote(bound.span), expected: 'is VALUE', write: 'is VALUE' };
  scope.report('type_mismatch', bound.span, params);
}

function checkValue({ name, span }: Named, cover: Cover): void {
  const { choices, scope, seen, hasRest } = cover;
  if (!choices.includes(name)) {
    scope.report('unknown_choice', span, { found: name, write: `one of: ${choices.join(', ')}` });
  } else if (seen.has(name) || hasRest) {
    const readingA = 'the earlier row decides';
    const readingB = 'this row decides';
    const write = `${name} in one row only, and otherwise last`;
    scope.report('table_overlap', span, { found: name, readingA, readingB, write });
  }
  seen.add(name);
}

function resolveRow(row: Row): ResolvedRow[] {
  if (row.bound.kind === 'otherwise') return [{ row, kind: 'otherwise' }];
  if (row.bound.kind !== 'values') return [];
  return [{ row, kind: 'values', values: row.bound.values.map((value) => value.name) }];
}
