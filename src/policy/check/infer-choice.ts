import { compareRational, type Rational, roundRational } from '../../kernel/index.ts';
import type { Expression, RoundingText } from '../expression.ts';
import { isNeverZero, writeDivisor } from './infer-arithmetic.ts';
import { assuming, toldBy } from './narrow/assume.ts';
import { warnUnitsBelowZero } from './narrow/below-zero.ts';
import {
  commonGrain,
  greater,
  isAlike,
  isMultiple,
  type Knowledge,
  lesser,
  one,
  type Quantity,
  quantity,
  unknown,
  zero,
} from './quantity.ts';
import { requireFirst, requireKnowledge, requireQuantity, requireYesNo } from './require.ts';
import type { Scope } from './scope.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** Gives what is known of `if … then … else …`: what both ways have in common. */
export function inferIf(expression: Of<'if'>, scope: Scope): Knowledge {
  requireYesNo(scope, expression.condition);
  const ways = waysOf(expression, scope);
  const found = inferWays(expression, { ways });
  warnRoundedWay(expression, scope);
  return found;
}

function inferWays(
  expression: Of<'if'>,
  { ways }: { readonly ways: ReturnType<typeof waysOf> },
): Knowledge {
  if (expression.otherwise.kind === 'end') return varying(ways.first());
  if (expression.then.kind === 'end') return varying(ways.second());
  const then = ways.first();
  const otherwise = ways.second(then);
  return common([then, otherwise]);
}

/** `if c then A else B rounded …` rounds B alone; who means both has to say so. */
function warnRoundedWay(expression: Of<'if'>, scope: Scope): void {
  const { then, span } = expression;
  const last = lastWay(expression);
  const { document } = scope;
  if (last?.kind !== 'round') return;
  const step = scope.known.get(last.rounding.increment);
  const one = scope.known.get(then);
  if (step?.kind !== 'quantity' || !step.constant || one?.kind !== 'quantity') return;
  if (isMultiple(one.grain, step.constant)) return;
  const bare = scope.quote(last.operand.span);
  const rounded = document.text.slice(last.operand.span.until, last.span.until).replace(/^\)/, '');
  const rounding = rounded.replace(/\s+/g, ' ').trim();
  const start = document.text.slice(span.from, last.span.from).replace(/\s+/g, ' ').trim();
  const readingA = `(${start} ${bare}) ${rounding}`;
  const readingB = `${start} (${bare} ${rounding})`;
  const params = { found: scope.quote(last.span), readingA, readingB };
  scope.report('rounding_of_one_way', last.span, {
    ...params,
    write: 'the brackets that are meant',
  });
}

function lastWay({ otherwise, isElseBracketed }: Of<'if'>): Expression | undefined {
  if (isElseBracketed) return undefined;
  return otherwise.kind === 'if' ? lastWay(otherwise) : otherwise;
}

/** Both ways of an `if`, each looked at where the condition holds, or does not. */
function waysOf({ condition, then, otherwise }: Of<'if'>, scope: Scope) {
  return {
    first: () => assuming({ scope, told: toldBy(condition, { scope }) }, () => scope.infer(then)),
    second: (expected: Knowledge = unknown) =>
      assuming({ scope, told: toldBy(condition, { scope, holds: false }) }, () =>
        requireKnowledge(scope, { expected, expression: otherwise }),
      ),
  };
}

/** Gives what is known of a value that is not always there: its range, but no value of its own. */
export function varying(known: Knowledge): Knowledge {
  return known.kind === 'quantity' ? quantity({ ...known, constant: undefined }) : known;
}

/** Gives what any one of several values of the same type is known to be. */
export function common(all: readonly Knowledge[]): Knowledge {
  const [first, ...others] = all;
  if (!first) return unknown;
  return others.reduce(commonOfTwo, first);
}

function commonOfTwo(left: Knowledge, right: Knowledge): Knowledge {
  if (left.kind !== 'quantity' || right.kind !== 'quantity') {
    return left.kind === right.kind ? left : unknown;
  }
  if (!isAlike(left, right)) return unknown;
  const either = quantity({
    money: left.money,
    time: left.time,
    currency: left.currency ?? right.currency,
    grain: commonGrain(left.grain, right.grain),
    low: lesser(left.low, right.low),
    high: greater(left.high, right.high),
    isShare: left.isShare === true && right.isShare === true,
  });
  return isNeverZero(left) && isNeverZero(right) ? { ...either, isNonZero: true } : either;
}

/** Gives what is known of `greater of (…)` and `lesser of (…)`. */
export function inferExtreme(expression: Of<'extreme'>, scope: Scope): Knowledge {
  const [, ...others] = expression.operands;
  const start = requireFirst(scope, expression.operands, expression.which);
  if (!start) return unknown;
  const all = [start];
  for (const operand of others) {
    const found = requireKnowledge(scope, { expected: start, expression: operand });
    if (found.kind !== 'quantity' || !isAlike(found, start)) return unknown;
    all.push(found);
  }
  return extremeOf(expression.which, all);
}

/** Gives what is known of the greatest or least of several like quantities. */
export function extremeOf(which: 'greater' | 'lesser', all: readonly Quantity[]): Knowledge {
  const known = common(all);
  if (known.kind !== 'quantity') return known;
  const most = which === 'greater' ? greaterKnown : lesserKnown;
  return quantity({
    ...known,
    low: most(
      all.map((one) => one.low),
      which === 'greater',
    ),
    high: most(
      all.map((one) => one.high),
      which === 'lesser',
    ),
  });
}

type Bounds = readonly (Rational | undefined)[];

// A bound of one operand alone bounds the result when `isEnough`; else all must be known.
function greaterKnown(bounds: Bounds, isEnough: boolean): Rational | undefined {
  return pick(bounds, { isEnough, better: (a, b) => compareRational(a, b) > 0 });
}

function lesserKnown(bounds: Bounds, isEnough: boolean): Rational | undefined {
  return pick(bounds, { isEnough, better: (a, b) => compareRational(a, b) < 0 });
}

function pick(
  bounds: Bounds,
  { isEnough, better }: { isEnough: boolean; better: (a: Rational, b: Rational) => boolean },
): Rational | undefined {
  const known = bounds.filter((bound) => bound !== undefined);
  if (!isEnough && known.length < bounds.length) return undefined;
  return known.reduce<Rational | undefined>(
    (best, bound) => (best === undefined || better(bound, best) ? bound : best),
    undefined,
  );
}

/** Gives what is known of `… rounded up to …`, and checks the increment. */
export function inferRound(expression: Of<'round'>, scope: Scope): Knowledge {
  const found = requireQuantity(scope, expression.operand);
  if (!found) return unknown;
  return roundKnown(scope, { found, rounding: expression.rounding });
}

/** Gives what is known after a rounding: a multiple of its increment. */
export function roundKnown(
  scope: Scope,
  { found, rounding }: { found: Quantity; rounding: RoundingText },
): Knowledge {
  const { increment, mode } = rounding;
  if (rounding.open) reportOpenRounding(scope, rounding);
  const step = requireKnowledge(scope, { expected: found, expression: increment });
  if (step.kind !== 'quantity' || !isAlike(step, found)) return unknown;
  const by = step.constant;
  if (!by || compareRational(by, zero) <= 0) {
    const params = { found: scope.quote(increment.span), write: 'a fixed amount above 0: 10 KRW' };
    scope.report('not_constant', increment.span, params);
    return unknown;
  }
  const rounded = (value: Rational | undefined) =>
    value && roundRational(value, { mode, increment: by });
  return quantity({
    ...found,
    grain: by,
    low: rounded(found.low),
    high: rounded(found.high),
    constant: rounded(found.constant),
  });
}

function reportOpenRounding(scope: Scope, { increment, open }: RoundingText): void {
  const to = `to ${scope.quote(increment.span)}`;
  const [a, b] = open === 'tie' ? ['half up', 'half even'] : ['down', 'up'];
  const [readingA, readingB] = [`rounded ${a} ${to}`, `rounded ${b} ${to}`];
  const found = open === 'tie' ? `rounded half ${to}` : `rounded ${to}`;
  const write = `${readingA}, ${readingB}${open === 'tie' ? '' : `, or rounded half up ${to}`}`;
  scope.report('rounding_open', increment.span, { found, readingA, readingB, write });
}

/** Gives what is known of `completed`, `begun` and `counted`: a whole number. */
export function inferCounting(expression: Of<'counting'>, scope: Scope): Knowledge {
  const unit = requireQuantity(scope, expression.unit);
  const whole = quantity({ money: 0, time: 0, grain: one });
  if (!unit) return whole;
  if (!isNeverZero(unit)) {
    const found = scope.quote(expression.unit.span);
    const write = writeDivisor(expression.unit, scope);
    scope.report('division_by_zero', expression.unit.span, { found, write });
  }
  const total = requireKnowledge(scope, { expected: unit, expression: expression.total });
  const { part, rule } = expression;
  if (rule === 'counted' && !part) reportOpenCounting(scope, expression);
  if (part) requireKnowledge(scope, { expected: unit, expression: part.value });
  const low = total.kind === 'quantity' ? total.low : undefined;
  const isPositive = low !== undefined && compareRational(low, zero) >= 0;
  warnUnitsBelowZero(expression.total, { known: total, scope });
  return quantity({ ...whole, low: isPositive ? zero : undefined });
}

function reportOpenCounting(scope: Scope, { unit, total, span }: Of<'counting'>): void {
  const rest = `${scope.quote(unit.span)} in ${scope.quote(total.span)}`;
  const [readingA, readingB] = [`completed ${rest}`, `begun ${rest}`];
  const write = `${readingA}, ${readingB}, or counted … part from …`;
  scope.report('counting_open', span, { found: scope.quote(span), readingA, readingB, write });
}
