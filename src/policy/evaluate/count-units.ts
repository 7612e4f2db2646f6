import {
  ceilRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  type Rational,
  rational,
  subtractRational,
} from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import { type Evaluation, show } from './evaluation.ts';
import { numeric, stopOf, type Value } from './value.ts';

type Counting = Extract<Expression, { readonly kind: 'counting' }>;

interface Tools {
  readonly evaluation: Evaluation;
  readonly evaluateExpression: (expression: Expression, evaluation: Evaluation) => Value;
  readonly numberOf: (value: Value) => Rational;
}

/**
 * Counts how many units are in a total.
 *
 * `completed` counts whole units; `begun` counts a part as one; `counted … part from X` counts a
 * part of at least X as one, and `part above X` a part longer than X.
 *
 * @source schemes.md, "What a policy language must be able to express", items 9 and 10
 */
export function countUnits(expression: Counting, tools: Tools): Value {
  const { evaluation, evaluateExpression, numberOf } = tools;
  const unit = evaluateExpression(expression.unit, evaluation);
  const total = evaluateExpression(expression.total, evaluation);
  const part = expression.part && evaluateExpression(expression.part.value, evaluation);
  const stop = stopOf(part ? [unit, total, part] : [unit, total]);
  if (stop) return stop;
  const amounts = { unit: numberOf(unit), total: numberOf(total) };
  const threshold = part && expression.part && { ...expression.part, value: numberOf(part) };
  const count = countOf(expression.rule, { ...amounts, threshold });
  evaluation.steps.push({
    kind: 'counted',
    rule: expression.rule,
    unit: show(evaluation, expression.unit, unit),
    total: show(evaluation, expression.total, total),
    count: count.toString(),
  });
  return numeric(rational(count));
}

function countOf(
  rule: Counting['rule'],
  amounts: {
    readonly unit: Rational;
    readonly total: Rational;
    readonly threshold: { readonly bound: 'from' | 'above'; readonly value: Rational } | undefined;
  },
): bigint {
  const { unit, total, threshold } = amounts;
  const quotient = divideRational(total, unit);
  if (rule === 'begun') return ceilRational(quotient);
  const whole = floorRational(quotient);
  if (rule === 'completed' || !threshold) return whole;
  const rest = subtractRational(total, multiplyRational(rational(whole), unit));
  const order = compareRational(rest, threshold.value);
  const isCounted =
    rest.numerator !== 0n && (order > 0 || (order === 0 && threshold.bound === 'from'));
  return isCounted ? whole + 1n : whole;
}
