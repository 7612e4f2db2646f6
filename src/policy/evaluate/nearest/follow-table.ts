import { compareRational, type Rational } from '../../../kernel/index.ts';
import { isInRange, type ResolvedRow } from '../../check/resolve-table.ts';
import type { Expression, RowOutcome, Table } from '../../expression.ts';
import { evaluateExpression } from '../evaluate-expression.ts';
import { haltOf, nothing } from '../value.ts';
import { type Followed, type Following, fixed, lineOf, orderOf, stopIn } from './followed.ts';
import { addLines, constantLine, type Line, lineAt, multiplyLines, negateLine } from './line.ts';

interface Tools {
  readonly following: Following;
  readonly follow: (expression: Expression, following: Following) => Followed;
}

/** Follows a table: the row stays the same between the bounds on both sides of the key. */
export function followTable(table: Table, tools: Tools): Followed {
  const { following, follow } = tools;
  const { reach, evaluation } = following;
  const key = follow(table.key, following);
  if (stopIn(key)) return key;
  const rows = evaluation.analysis.tables.get(table)?.rows ?? [];
  if (key.kind === 'value') return followChoice(table, { key, rows, tools });
  if (table.isMarginal) return followMarginal(table, { key, rows, tools });
  keepBounds(key, { rows, following });
  const line = lineOf(key.kind === 'stair' ? settledCopy(key, tools) : key, reach);
  const value = line && lineAt(line, reach.at);
  const row =
    value && (rows.find((one) => one.kind === 'range' && isInRange(value, one)) ?? rest(rows));
  return row ? followOutcome(row.row.outcome, tools) : pointOf(table, tools);
}

function rest(rows: readonly ResolvedRow[]): ResolvedRow | undefined {
  return rows.find((one) => one.kind === 'otherwise');
}

/** The step a stair is on, without narrowing to it: only the bounds of the rows narrow. */
function settledCopy(key: Followed, { following }: Tools): Followed {
  const before = following.reach.take();
  const line = lineOf(key, following.reach);
  following.reach.put(before);
  return line ?? key;
}

function keepBounds(
  key: Followed,
  { rows, following }: { readonly rows: readonly ResolvedRow[]; readonly following: Following },
): void {
  for (const row of rows) {
    if (row.kind !== 'range') continue;
    for (const edge of [row.low, row.high]) {
      if (edge) orderOf(key, { right: constantLine(edge.value), reach: following.reach });
    }
  }
}

function followChoice(
  table: Table,
  work: {
    readonly key: Extract<Followed, { readonly kind: 'value' }>;
    readonly rows: readonly ResolvedRow[];
    readonly tools: Tools;
  },
): Followed {
  const { value } = work.key;
  const row =
    value.kind === 'choice'
      ? work.rows.find((one) => one.kind === 'values' && one.values.includes(value.choice))
      : undefined;
  const taken = row ?? rest(work.rows);
  return taken ? followOutcome(taken.row.outcome, work.tools) : pointOf(table, work.tools);
}

function followOutcome(outcome: RowOutcome, { following, follow }: Tools): Followed {
  return outcome.kind === 'value' ? follow(outcome.value, following) : fixed(haltOf(outcome));
}

function pointOf(table: Table, { following }: Tools): Followed {
  following.reach.narrowToPoint();
  const expression: Expression = { kind: 'table', table, span: table.span };
  return fixed(evaluateExpression(expression, following.evaluation));
}

function followMarginal(
  table: Table,
  work: {
    readonly key: Followed;
    readonly rows: readonly ResolvedRow[];
    readonly tools: Tools;
  },
): Followed {
  const { rows, tools } = work;
  const { reach } = tools.following;
  keepBounds(work.key, { rows, following: tools.following });
  const key = lineOf(work.key, reach);
  if (!key) return pointOf(table, tools);
  let sum: Line | undefined = constantLine(nothing);
  for (const row of rows) {
    const part = partInside(row, { key, at: reach.at });
    if (!part || compareRational(lineAt(part, reach.at), nothing) <= 0) continue;
    const value = followOutcome(row.row.outcome, tools);
    const stop = stopIn(value);
    if (stop?.kind === 'halt' && stop.status === 'none') continue;
    if (stop) return value;
    sum = addPart(sum, { part, rate: lineOf(value, reach) });
  }
  return sum ?? pointOf(table, tools);
}

function addPart(
  sum: Line | undefined,
  { part, rate }: { readonly part: Line; readonly rate: Line | undefined },
): Line | undefined {
  const paid = rate && multiplyLines(part, rate);
  return sum && paid && addLines(sum, paid);
}

function partInside(
  row: ResolvedRow,
  { key, at }: { readonly key: Line; readonly at: Rational },
): Line | undefined {
  if (row.kind !== 'range') return undefined;
  const low = constantLine(row.low?.value ?? nothing);
  const isWhole = row.high && compareRational(row.high.value, lineAt(key, at)) < 0;
  const high = isWhole && row.high ? constantLine(row.high.value) : key;
  return addLines(high, negateLine(low));
}
