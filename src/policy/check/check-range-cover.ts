import {
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  type Rational,
  rational,
  renderRational,
} from '../../kernel/index.ts';
import type { Quantity } from './quantity.ts';
import type { ResolvedEdge, ResolvedRow, ResolvedTable } from './resolve-table.ts';
import type { Scope } from './scope.ts';

type RangeRow = Extract<ResolvedRow, { kind: 'range' }>;

interface Key {
  readonly key: Quantity;
  readonly scope: Scope;
}

/** Checks that the ranges of a table meet without a gap and without an overlap. */
export function checkRangeCover(resolved: ResolvedTable, { key, scope }: Key): void {
  const ranges = resolved.rows.filter((row): row is RangeRow => row.kind === 'range');
  const rests = resolved.rows.filter((row) => row.kind === 'otherwise');
  for (const rest of rests.slice(1)) reportUnreachable(rest, scope);
  for (const range of ranges) {
    if (isEmpty(range)) reportUnreachable(range, scope);
  }
  const sorted = ranges.filter((range) => !isEmpty(range)).sort(byLowEdge);
  const [first] = sorted;
  if (!first) return;
  const hasRest = rests.length > 0;
  if (!hasRest) checkStart(first, { key, scope });
  let reach: RangeRow = first;
  for (const next of sorted.slice(1)) {
    comparePair(reach, next, { key, scope, hasRest });
    if (endsLater(next, reach)) reach = next;
  }
  if (!hasRest) checkEnd(reach, { key, scope });
}

function isEmpty({ low, high }: RangeRow): boolean {
  if (!low || !high) return false;
  const order = compareRational(low.value, high.value);
  return order > 0 || (order === 0 && !(low.isInclusive && high.isInclusive));
}

function byLowEdge(left: RangeRow, right: RangeRow): number {
  if (!left.low || !right.low) return left.low ? 1 : right.low ? -1 : 0;
  const order = compareRational(left.low.value, right.low.value);
  return order !== 0 ? order : Number(right.low.isInclusive) - Number(left.low.isInclusive);
}

function endsLater(next: RangeRow, reach: RangeRow): boolean {
  if (!reach.high) return false;
  return !next.high || compareRational(next.high.value, reach.high.value) >= 0;
}

function comparePair(
  reach: RangeRow,
  next: RangeRow,
  { key, scope, hasRest }: Key & { readonly hasRest: boolean },
): void {
  const { high } = reach;
  const { low } = next;
  const order = high && low ? compareRational(high.value, low.value) : 1;
  if (!high || !low || order > 0 || (order === 0 && high.isInclusive && low.isInclusive)) {
    reportOverlap(reach, next, scope);
  } else if (!hasRest && hasValueBetween({ high, low, grain: key.grain })) {
    reportGap(reach, next, { key, scope });
  }
}

/** Says whether a value of the grain lies after `high` and before `low`. */
function hasValueBetween(gap: {
  high: ResolvedEdge;
  low: ResolvedEdge;
  grain?: Rational | undefined;
}) {
  const { high, low, grain } = gap;
  if (compareRational(high.value, low.value) === 0) return !high.isInclusive && !low.isInclusive;
  if (!grain || grain.numerator === 0n) return true;
  const steps = divideRational(high.value, grain);
  const onGrid = steps.denominator === 1n;
  const stepsAfter = onGrid && !high.isInclusive ? floorRational(steps) : floorRational(steps) + 1n;
  const firstAfter = multiplyRational(rational(stepsAfter), grain);
  const order = compareRational(firstAfter, low.value);
  return order < 0 || (order === 0 && !low.isInclusive);
}

function checkStart(first: RangeRow, { key, scope }: Key): void {
  if (!first.low) return;
  const least = key.low;
  const start = least && { value: least, isInclusive: false };
  if (start && compareRational(start.value, first.low.value) > 0) return;
  if (start && !hasValueBetween({ high: start, low: first.low, grain: key.grain })) return;
  const edge = writeEdge(first, 'low', scope);
  const found = `nothing is said ${first.low.isInclusive ? 'below' : 'up to'} ${edge}`;
  const write = `${first.low.isInclusive ? 'below' : 'up to'} ${edge} : none`;
  const readings = {
    readingA: 'nothing is awarded there',
    readingB: 'the first row reaches there',
  };
  scope.report('table_gap', first.row.span, { found, ...readings, write });
}

function checkEnd(last: RangeRow, { key, scope }: Key): void {
  if (!last.high) return;
  const order = key.high ? compareRational(key.high, last.high.value) : 1;
  if (order < 0 || (order === 0 && last.high.isInclusive)) return;
  const edge = writeEdge(last, 'high', scope);
  const words = last.high.isInclusive ? 'above' : 'from';
  const found = `nothing is said ${words} ${edge}`;
  const readings = { readingA: 'nothing is awarded there', readingB: 'the last row reaches there' };
  const write = `${words} ${edge} : none, or : review`;
  scope.report('table_gap', last.row.span, { found, ...readings, write });
}

function reportGap(reach: RangeRow, next: RangeRow, { scope }: Key): void {
  if (!reach.high || !next.low) return;
  const from = writeEdge(reach, 'high', scope);
  const until = writeEdge(next, 'low', scope);
  const found =
    from === until
      ? `nothing is said for exactly ${from}`
      : `nothing is said between ${from} and ${until}`;
  scope.report('table_gap', next.row.span, {
    found,
    readingA: `the row \`${scope.quote(reach.row.bound.span)}\` reaches there`,
    readingB: `the row \`${scope.quote(next.row.bound.span)}\` reaches there`,
    write: 'up to … in the one row, or from … in the other',
  });
}

function reportOverlap(reach: RangeRow, next: RangeRow, scope: Scope): void {
  const [one, other] = [reach, next].sort((a, b) => a.row.span.from - b.row.span.from);
  if (!one || !other) return;
  scope.report('table_overlap', other.row.span, {
    found: `${scope.quote(one.row.bound.span)} and ${scope.quote(other.row.bound.span)}`,
    readingA: `the shared values belong to \`${scope.quote(one.row.span)}\``,
    readingB: `the shared values belong to \`${scope.quote(other.row.span)}\``,
    write: 'below … in the one row, or above … in the other',
  });
}

function reportUnreachable({ row }: ResolvedRow, scope: Scope): void {
  const params = {
    found: scope.quote(row.bound.span),
    write: 'bounds that hold at least one value',
  };
  scope.report('row_unreachable', row.span, params);
}

/** Gives an edge as the author wrote it where the row has it, and as a number otherwise. */
function writeEdge(range: RangeRow, side: 'low' | 'high', scope: Scope): string {
  const { bound } = range.row;
  if (bound.kind === 'exactly') return scope.quote(bound.value.span);
  const written = bound.kind === 'range' ? bound[side] : undefined;
  if (written) return scope.quote(written.value.span);
  const edge = range[side];
  return edge ? renderRational(edge.value) : '';
}
