import {
  addRational,
  assert,
  compareRational,
  multiplyRational,
  type Rational,
  subtractRational,
} from '../../kernel/index.ts';
import { isInRange, type ResolvedEdge, type ResolvedRow } from '../check/resolve-table.ts';
import type { Shown, ShownEdge } from '../determination.ts';
import type { Expression, RowOutcome, Table } from '../expression.ts';
import type { Label } from '../statement.ts';
import { type Evaluation, labelFor, quote, show, showAs } from './evaluation.ts';
import { haltOf, isStop, labelWith, nothing, numeric, reckoned, type Value } from './value.ts';

interface Tools {
  readonly evaluation: Evaluation;
  readonly evaluateExpression: (expression: Expression, evaluation: Evaluation) => Value;
}

/** Gives the outcome of the one row that holds the key, or for a marginal table the sum over rows. */
export function evaluateTable(table: Table, tools: Tools): Value {
  const { evaluation, evaluateExpression } = tools;
  const key = evaluateExpression(table.key, evaluation);
  if (isStop(key)) return key;
  const rows = evaluation.analysis.tables.get(table)?.rows;
  assert(rows, 'policy: the checker resolved every table');
  if (table.isMarginal && key.kind === 'number') return sumBands(table, { key, rows, tools });
  const row = rowOf(rows, key);
  assert(row, 'policy: the checker found no gap in the table', {
    table: quote(evaluation, table.span),
  });
  recordBand(table, { key, row, evaluation });
  return evaluateOutcome(row.row.outcome, tools);
}

/** Gives what a table that is not marginal reckons with for a key that is known. */
export function outcomeTaken(table: Table, tools: Tools): Expression | undefined {
  const { evaluation, evaluateExpression } = tools;
  const rows = evaluation.analysis.tables.get(table)?.rows ?? [];
  const outcome = rowOf(rows, evaluateExpression(table.key, evaluation))?.row.outcome;
  return outcome?.kind === 'value' && !table.isMarginal ? outcome.value : undefined;
}

function rowOf(rows: readonly ResolvedRow[], key: Value): ResolvedRow | undefined {
  if (isStop(key)) return undefined;
  return rows.find((one) => holds(one, key)) ?? rows.find((one) => one.kind === 'otherwise');
}

function holds(row: ResolvedRow, key: Value): boolean {
  if (row.kind === 'values') return key.kind === 'choice' && row.values.includes(key.choice);
  return row.kind === 'range' && key.kind === 'number' && isInRange(key.value, row);
}

function recordBand(
  table: Table,
  found: { readonly key: Value; readonly row: ResolvedRow; readonly evaluation: Evaluation },
): void {
  const { key, row, evaluation } = found;
  const isShare = evaluation.isExplained && hasPercent(table);
  const edge = (one: ResolvedEdge): ShownEdge => ({
    value: inPercent(showAs(evaluation, table.key, one.value), isShare),
    isInclusive: one.isInclusive,
  });
  const { document } = evaluation;
  const name = table.key.kind === 'name' ? table.key.name : '';
  const labels =
    document.facts.get(name)?.type.choiceLabels ?? document.readings.get(name)?.choiceLabels;
  evaluation.steps.push({
    kind: 'band',
    key: quote(evaluation, table.key.span),
    ...labelFor(document, name),
    value: evaluation.isExplained
      ? labelWith(inPercent(show(evaluation, table.key, key), isShare), labels)
      : show(evaluation, table.key, key),
    text: quote(evaluation, row.row.span),
    ...(row.kind === 'range' && row.low ? { low: edge(row.low) } : {}),
    ...(row.kind === 'range' && row.high ? { high: edge(row.high) } : {}),
    ...(row.kind === 'values' ? namedChoices(row.values, labels) : {}),
  });
}

/** Says whether a table has its bounds in percent, and so is about shares. */
function hasPercent({ rows }: Table): boolean {
  const inBound = (expression: Expression | undefined) =>
    expression?.kind === 'number' && expression.unit === '%';
  return rows.some(
    ({ bound }) =>
      bound.kind === 'range' && (inBound(bound.low?.value) || inBound(bound.high?.value)),
  );
}

function inPercent(shown: Shown, isShare: boolean): Shown {
  return isShare && shown.type === 'number' ? { ...shown, isShare: true } : shown;
}

function namedChoices(choices: readonly string[], labels: ReadonlyMap<string, Label> | undefined) {
  if (!labels || labels.size === 0) return { choices };
  return { choices, choiceLabels: choices.map((one) => labels.get(one) ?? { ko: one, en: one }) };
}

function evaluateOutcome(outcome: RowOutcome, tools: Tools): Value {
  if (outcome.kind === 'value') return tools.evaluateExpression(outcome.value, tools.evaluation);
  return haltOf(outcome);
}

/**
 * Adds up, over the rows that the key reaches into, the part of the key inside the row times the
 * row's value. A row without a lower end begins at 0; a row that gives none adds nothing.
 *
 * @source schemes.md, "What a policy language must be able to express", item 14
 */
function sumBands(
  table: Table,
  work: {
    readonly key: Extract<Value, { kind: 'number' }>;
    readonly rows: readonly ResolvedRow[];
    readonly tools: Tools;
  },
): Value {
  const { key, rows, tools } = work;
  let sum = numeric(nothing);
  for (const row of rows) {
    if (sum.kind !== 'number') break;
    const part = partInside(row, key.value);
    if (compareRational(part, nothing) <= 0) continue;
    recordBand(table, { key, row, evaluation: tools.evaluation });
    const value = evaluateOutcome(row.row.outcome, tools);
    if (value.kind === 'halt' && value.status === 'none') continue;
    if (value.kind !== 'number') return value;
    sum = reckoned(addRational(sum.value, multiplyRational(part, value.value)));
  }
  return sum;
}

function partInside(row: ResolvedRow, key: Rational): Rational {
  if (row.kind !== 'range') return nothing;
  const low = row.low?.value ?? nothing;
  const high = row.high && compareRational(row.high.value, key) < 0 ? row.high.value : key;
  return subtractRational(high, low);
}
