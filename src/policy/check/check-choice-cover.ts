import type { Table } from '../expression.ts';
import type { ResolvedRow } from './resolve-table.ts';
import type { Scope } from './scope.ts';

/** Checks that the rows of a table by choice name each value exactly once. */
export function checkChoiceCover(
  table: Table,
  { choices, scope }: { choices: readonly string[]; scope: Scope },
): void {
  const seen = new Set<string>();
  let hasRest = false;
  for (const row of table.rows) {
    const { bound } = row;
    if (bound.kind === 'otherwise') {
      if (hasRest || seen.size === choices.length) {
        const params = { found: scope.quote(row.span), write: 'leave the row out' };
        scope.report('row_unreachable', row.span, params);
      }
      hasRest = true;
      continue;
    }
    if (bound.kind !== 'values') {
      const params = { found: scope.quote(bound.span), expected: 'is VALUE', write: 'is VALUE' };
      scope.report('type_mismatch', bound.span, params);
      continue;
    }
    for (const { name, span } of bound.values) {
      if (!choices.includes(name)) {
        scope.report('unknown_choice', span, {
          found: name,
          write: `one of: ${choices.join(', ')}`,
        });
      } else if (seen.has(name) || hasRest) {
        const readingA = 'the earlier row decides';
        const readingB = 'this row decides';
        const write = `${name} in one row only`;
        scope.report('table_overlap', span, { found: name, readingA, readingB, write });
      }
      seen.add(name);
    }
  }
  const missing = choices.filter((choice) => !seen.has(choice));
  if (!hasRest && missing.length > 0) {
    const write = `is ${missing.join(', ')} : …, or otherwise : none`;
    scope.report('choice_uncovered', table.span, { found: missing.join(', '), write });
  }
  const rows = table.rows.flatMap((row): ResolvedRow[] => {
    if (row.bound.kind === 'otherwise') return [{ row, kind: 'otherwise' }];
    if (row.bound.kind !== 'values') return [];
    const values = row.bound.values.map((value) => value.name);
    return [{ row, kind: 'values', values }];
  });
  scope.tables.set(table, { table, rows });
}
