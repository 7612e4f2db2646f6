import {
  addRational,
  compareRational,
  floorRational,
  type Rational,
  rational,
} from '../../../kernel/index.ts';
import type { Expression } from '../../expression.ts';
import { evaluateExpression } from '../evaluate-expression.ts';
import { openEvaluation } from '../evaluation.ts';
import type { Value } from '../value.ts';
import { mentionsEach, namesBehind } from './depends-on.ts';
import { followReduction } from './follow-list.ts';
import { type Followed, type Following, fixed, lineOf, orderOf, stopIn } from './followed.ts';
import { addLines, isConstant, negateLine } from './line.ts';
import { calendarRange, numberOfValue } from './number-value.ts';
import type { Reach } from './reach.ts';

type Call = Extract<Expression, { readonly kind: 'call' }>;

interface Tools {
  readonly following: Following;
  readonly follow: (expression: Expression, following: Following) => Followed;
}

// What these give only ever rises, or only ever falls, with a date, so it is the same between the
// first and the last date that give it.
const steadyCalls: ReadonlySet<string> = new Set([
  'first_of_week',
  'first_of_month',
  'first_of_quarter',
  'first_of_year',
  'year_of',
  'months_between',
  'years_between',
  'add_months',
  'add_working_days',
  'working_days_between',
  'date_of',
  'start_of',
]);
// What these give is the same within a month, or within a year.
const sameWithin: Readonly<Record<string, string>> = {
  month_of: 'first_of_month',
  days_in_month: 'first_of_month',
  days_in_year: 'year_of',
};

const reductions: ReadonlySet<string> = new Set(['sum', 'mean', 'largest', 'smallest', 'size']);

/** Follows a call of a function; undefined when it cannot be followed. */
export function followCall(expression: Call, tools: Tools): Followed | undefined {
  const { callee, operands } = expression;
  const { following, follow } = tools;
  if (callee === 'min' || callee === 'max') {
    const values = operands.map((operand) => follow(operand, following));
    return furthest(values, { wanted: callee === 'max' ? 1 : -1, reach: following.reach });
  }
  if (callee === 'days_between' || callee === 'add_days') return followDays(expression, tools);
  if (reductions.has(callee)) return followReduction(expression, tools);
  const steady = steadyCalls.has(callee) ? callee : sameWithin[callee];
  const isOne = steady !== undefined && isDated(following) && movesOnce(operands, tools);
  return isOne ? followSteady(expression, { ...expression, callee: steady }, following) : undefined;
}

/** Says whether it is a date or instant that moves, and it is known what `each` is elsewhere. */
function isDated({ kind, each }: Following): boolean {
  return kind !== 'number' && (!each || each.at !== undefined);
}

/**
 * Follows a comparison with such a call: its answer turns once, so it is sought for itself.
 * Undefined when neither side is such a call, or equality is asked.
 */
export function followSteadyOrder(
  expression: Extract<Expression, { readonly kind: 'compare' }>,
  tools: Tools,
): Followed | undefined {
  const { relation, left, right } = expression;
  const { following } = tools;
  if (relation === 'equal' || relation === 'not_equal') return undefined;
  const isSteady = (one: Expression) =>
    one.kind === 'call' && steadyCalls.has(one.callee) && movesOnce(one.operands, tools);
  const isFixed = (one: Expression) =>
    !namesBehind(one, following.evaluation).has(following.name) &&
    !(following.each && mentionsEach(one));
  const isOne = (isSteady(left) && isFixed(right)) || (isSteady(right) && isFixed(left));
  if (!isOne || !isDated(following)) return undefined;
  return followSteady(expression, expression, following);
}

/** Gives the greatest or the least of followed values; the order of those compared is kept. */
export function furthest(
  values: readonly Followed[],
  { wanted, reach }: { readonly wanted: 1 | -1; readonly reach: Reach },
): Followed {
  const stopped = values.find((value) => stopIn(value));
  if (stopped) return stopped;
  return values.reduce((best, other) =>
    orderOf(other, { right: best, reach }) === wanted ? other : best,
  );
}

function followDays(
  { callee, operands }: Call,
  { following, follow }: Tools,
): Followed | undefined {
  const [first, second] = operands.map((operand) =>
    lineOf(follow(operand, following), following.reach),
  );
  if (!first || !second) return undefined;
  if (callee === 'days_between') return addLines(second, negateLine(first));
  const isWhole = isConstant(second) && second.a.denominator === 1n;
  return isWhole ? addLines(first, second) : undefined;
}

/** Says whether the fact moves one operand, and that straight on. */
function movesOnce(operands: readonly Expression[], { following, follow }: Tools): boolean {
  const lines = operands.flatMap((operand) => {
    const followed = follow(operand, following);
    return followed.kind === 'line' && !isConstant(followed) ? [followed] : [];
  });
  return lines.length === 1;
}

/** Keeps the stretch in which `steady` gives what it gives; there `expression` is the same too. */
function followSteady(expression: Expression, steady: Expression, following: Following): Followed {
  const { reach, kind } = following;
  const range = calendarRange(kind);
  const giving = valuesAlong(steady, following);
  for (const way of [1n, -1n]) {
    const edge = lastSame(reach.at, { giving, way, limit: way === 1n ? range.high : range.low });
    if (edge) reach.keep(way === 1n ? { high: edge } : { low: edge });
  }
  return fixed(evaluateExpression(expression, following.evaluation));
}

type Giving = (at: Rational) => string;

function valuesAlong(expression: Expression, following: Following): Giving {
  const { name, each, evaluation } = following;
  const { document, analysis, facts, replaced } = evaluation;
  return (at) => {
    const own = new Map([...replaced, [name, following.ownAt(at)] as const]);
    const moved = openEvaluation({ document, analysis, facts, replaced: own });
    moved.each = each?.at?.(at) ?? evaluation.each;
    return textOf(evaluateExpression(expression, moved));
  };
}

function textOf(value: Value): string {
  const number = numberOfValue(value);
  if (value.kind === 'yes_no') return String(value.value);
  return number ? `${number.numerator}/${number.denominator}` : value.kind;
}

/** Doubles the way until what is given differs, and halves back to the last that is the same. */
function lastSame(
  at: Rational,
  {
    giving,
    way,
    limit,
  }: { readonly giving: Giving; readonly way: bigint; readonly limit: Rational | undefined },
): { readonly value: Rational; readonly isInclusive: boolean } | undefined {
  const before = giving(at);
  const start = rational(floorRational(at));
  const move = (by: bigint) => addRational(start, rational(by * way));
  const isOut = (by: bigint) =>
    limit !== undefined && compareRational(move(by), limit) === (way === 1n ? 1 : -1);
  let [same, width] = [0n, 1n];
  for (;;) {
    const next = same + width;
    if (isOut(next)) return undefined;
    if (giving(move(next)) !== before) break;
    same = next;
    width *= 2n;
  }
  let other = same + width;
  while (other - same > 1n) {
    const middle = (same + other) / 2n;
    if (giving(move(middle)) === before) same = middle;
    else other = middle;
  }
  return { value: move(other), isInclusive: false };
}
