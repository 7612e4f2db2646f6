import { compareRational, type Rational } from '../../kernel/index.ts';
import type { Bound, Row, Table } from '../expression.ts';
import { checkChoiceCover } from './check-choice-cover.ts';
import { checkRangeCover } from './check-range-cover.ts';
import { common, varying } from './infer-choice.ts';
import { type Assumed, assuming } from './narrow/assume.ts';
import {
  commonGrain,
  type Knowledge,
  type Quantity,
  quantity,
  times,
  unknown,
  zero,
} from './quantity.ts';
import { requireKnowledge, requirePlain } from './require.ts';
import { type RowTrouble, resolveTable } from './resolve-table.ts';
import type { Scope } from './scope.ts';

/** Checks a table, keeps it resolved for the evaluator, and gives what is known of its outcome. */
export function inferTable(table: Table, scope: Scope): Knowledge {
  const key = scope.infer(table.key);
  requirePlain(scope, table.key, key);
  if (key.kind === 'quantity') inferRangeTable(table, { key, scope });
  else if (key.kind === 'choice') checkChoiceCover(table, { choices: key.choices, scope });
  else if (key.kind !== 'unknown') {
    const write = 'a number, money, duration or choice; for yes/no write if … then … else …';
    const params = { found: scope.quote(table.key.span), expected: write, write };
    scope.report('type_mismatch', table.key.span, params);
  }
  return inferOutcomes(table, { key, scope });
}

function inferRangeTable(table: Table, { key, scope }: { key: Quantity; scope: Scope }): void {
  for (const { bound } of table.rows) checkBoundType(bound, { key, scope });
  const before = scope.findings.length;
  const { resolved, troubles } = resolveTable(table, (expression) => {
    const known = scope.infer(expression);
    return known.kind === 'quantity' ? known.constant : undefined;
  });
  for (const trouble of troubles) reportTrouble(trouble, scope);
  scope.tables.set(table, resolved);
  const isReadable = scope.findings.length === before && !table.rows.some(isOpen);
  if (isReadable) checkRangeCover(resolved, { key, scope });
}

function checkBoundType(bound: Bound, { key, scope }: { key: Quantity; scope: Scope }): void {
  if (bound.kind === 'range') {
    for (const edge of [bound.low, bound.high]) {
      if (edge) requireKnowledge(scope, { expected: key, expression: edge.value });
    }
    if (bound.open) reportOpenBound(bound, scope);
  } else if (bound.kind === 'exactly') {
    requireKnowledge(scope, { expected: key, expression: bound.value });
  } else if (bound.kind === 'values') {
    const params = { found: scope.quote(bound.span), write: 'exactly …, up to …, above …' };
    scope.report('type_mismatch', bound.span, { ...params, expected: 'a bound' });
  }
}

function isOpen({ bound }: Table['rows'][number]): boolean {
  return bound.kind === 'values' || (bound.kind === 'range' && bound.open !== undefined);
}

function reportOpenBound(bound: Table['rows'][number]['bound'], scope: Scope): void {
  if (bound.kind !== 'range' || !bound.low || !bound.high) return;
  const [low, high] = [scope.quote(bound.low.value.span), scope.quote(bound.high.value.span)];
  const readingA = `from ${low} up to ${high}`;
  const readingB = `from ${low} to below ${high}`;
  const found = scope.quote(bound.span);
  const write = `${readingA}, or ${readingB}`;
  scope.report('bound_open', bound.span, { found, readingA, readingB, write });
}

function reportTrouble({ row, trouble, previousHigh }: RowTrouble, scope: Scope): void {
  const found = scope.quote(row.bound.span);
  if (trouble === 'not_constant') {
    const write = 'a fixed value; for a bound that varies, write a table for each case';
    scope.report('not_constant', row.bound.span, { found, write });
    return;
  }
  if (!previousHigh) {
    const write = 'above AMOUNT; bare `above` goes on from the row before';
    scope.report('bound_open', row.bound.span, { found, readingA: '', readingB: '', write });
    return;
  }
  const previous = scope.quote(row.span);
  const readingA = 'the bound itself belongs to this row: from …';
  const readingB = 'the bound itself belongs to no row: above …';
  const write = 'from …, with the bound of the row before';
  scope.report('bound_open', row.bound.span, { found: previous, readingA, readingB, write });
}

function inferOutcomes(table: Table, { key, scope }: { key: Knowledge; scope: Scope }): Knowledge {
  const values: Knowledge[] = [];
  let expected: Knowledge = unknown;
  for (const row of table.rows) {
    const { outcome } = row;
    if (outcome.kind !== 'value') continue;
    const told = table.isMarginal ? [] : toldByRow(row, { table, scope });
    const wanted = { expected, expression: outcome.value };
    const found = assuming({ scope, told }, () => requireKnowledge(scope, wanted));
    if (expected.kind === 'unknown') expected = found;
    values.push(found);
  }
  const result = varying(common(values));
  if (!table.isMarginal || result.kind !== 'quantity' || key.kind !== 'quantity') return result;
  return quantity({
    money: result.money + key.money,
    time: result.time + key.time,
    currency: result.currency ?? key.currency,
    grain: times(result.grain, partGrain(table, { key, scope })),
  });
}

/** What a row tells of the key wherever its outcome is taken. */
function toldByRow(
  row: Row,
  { table, scope }: { readonly table: Table; readonly scope: Scope },
): (readonly [string, Assumed])[] {
  const found = scope.tables.get(table)?.rows.find((one) => one.row === row);
  if (found?.kind !== 'range') return [];
  const { low, high } = found;
  const isAbove = low && compareRational(low.value, zero) >= 0 && !low.isInclusive;
  const isBelow = high && compareRational(high.value, zero) <= 0 && !high.isInclusive;
  const assumed: Assumed = {
    ...(low ? { low: low.value } : {}),
    ...(high ? { high: high.value } : {}),
    isNonZero: Boolean(isAbove || isBelow),
  };
  return [[scope.quote(table.key.span), assumed]];
}

/** A part of the key inside a row is a multiple of whatever the key and every bound are. */
function partGrain(
  table: Table,
  { key, scope }: { key: Quantity; scope: Scope },
): Rational | undefined {
  const rows = scope.tables.get(table)?.rows ?? [];
  const edges = rows.flatMap((row) => (row.kind === 'range' ? [row.low, row.high] : []));
  return edges.reduce<Rational | undefined>(
    (grain, edge) => (edge ? commonGrain(grain, edge.value) : grain),
    key.grain,
  );
}
