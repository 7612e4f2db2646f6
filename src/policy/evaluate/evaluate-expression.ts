import {
  addRational,
  assert,
  compareRational,
  divideRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
  roundRational,
  subtractRational,
} from '../../kernel/index.ts';
import { findUnit } from '../check/unit.ts';
import type { Expression, RoundingText } from '../expression.ts';
import { callFunction } from './call-function.ts';
import { compareValues, isEqual } from './compare-values.ts';
import { countUnits } from './count-units.ts';
import { evaluateList, evaluateSelection, reduceList } from './evaluate-list.ts';
import { evaluateDated, evaluateName } from './evaluate-name.ts';
import { evaluateTable } from './evaluate-table.ts';
import { type Evaluation, show, showAs } from './evaluation.ts';
import { showWork } from './show-work.ts';
import { haltOf, isStop, missing, numeric, reckoned, stopOf, type Value } from './value.ts';

type Kind = Expression['kind'];
type Of<K extends Kind> = Extract<Expression, { readonly kind: K }>;
type Evaluate<K extends Kind> = (expression: Of<K>, evaluation: Evaluation) => Value;

/**
 * Gives the exact value of an expression that the checker accepted.
 *
 * Total: it ends for every expression and every set of facts. A fact that is not known gives
 * `missing` unless the value does not depend on it (`no and …` is no whatever else is known).
 */
export function evaluateExpression(expression: Expression, evaluation: Evaluation): Value {
  const evaluate = evaluations[expression.kind] as Evaluate<Kind>;
  return evaluate(expression, evaluation);
}

const evaluations: { readonly [K in Kind]: Evaluate<K> } = {
  number: evaluateNumber,
  date: ({ on }) => ({ kind: 'date', on }),
  instant: ({ at }) => ({ kind: 'instant', at }),
  yes_no: ({ value }) => ({ kind: 'yes_no', value }),
  name: (expression, evaluation) => evaluateName(expression, { evaluation, evaluateExpression }),
  dated: (expression, evaluation) => evaluateDated(expression, { evaluation, evaluateExpression }),
  arithmetic: evaluateArithmetic,
  negate: (expression, evaluation) => {
    const value = evaluateExpression(expression.operand, evaluation);
    return isStop(value) ? value : numeric(negateRational(numberOf(value)));
  },
  compare: (expression, evaluation) => {
    const left = evaluateExpression(expression.left, evaluation);
    const right = evaluateExpression(expression.right, evaluation);
    const stop = stopOf([left, right]);
    if (stop) return stop;
    return { kind: 'yes_no', value: compareValues(left, right, expression.relation) };
  },
  between: () => {
    throw assertNever('between');
  },
  one_of: (expression, evaluation) => {
    const left = evaluateExpression(expression.left, evaluation);
    const values = expression.values.map((value) => evaluateExpression(value, evaluation));
    const stop = stopOf([left]);
    if (stop) return stop;
    if (values.some((value) => !isStop(value) && isEqual(left, value))) return yes;
    return stopOf(values) ?? no;
  },
  logic: evaluateLogic,
  not: (expression, evaluation) => {
    const value = evaluateExpression(expression.operand, evaluation);
    return value.kind === 'yes_no' ? { kind: 'yes_no', value: !value.value } : value;
  },
  if: (expression, evaluation) => {
    const condition = evaluateExpression(expression.condition, evaluation);
    if (condition.kind !== 'yes_no') return condition;
    const way = condition.value ? expression.then : expression.otherwise;
    return evaluateExpression(way, evaluation);
  },
  round: (expression, evaluation) => {
    const value = evaluateExpression(expression.operand, evaluation);
    if (isStop(value)) return value;
    const before = numberOf(value);
    recordWork(expression.operand, { value, evaluation });
    return reckoned(roundWith(expression, { before, rounding: expression.rounding, evaluation }));
  },
  extreme: (expression, evaluation) => evaluateExtreme(expression, evaluation),
  counting: (expression, evaluation) =>
    countUnits(expression, { evaluation, evaluateExpression, numberOf }),
  call: (expression, evaluation) => {
    const { callee } = expression;
    const isOutside = evaluation.each === undefined && evaluation.variables.size === 0;
    const kept = isOutside ? evaluation.kept.get(expression) : undefined;
    if (kept) return kept;
    const operands = expression.operands.map((operand) => evaluateExpression(operand, evaluation));
    const stop = stopOf(operands);
    if (stop) return stop;
    const [first] = operands;
    if (first?.kind === 'list') {
      const reduced = reduceList(callee, first);
      if (isOutside) evaluation.reductions.set(expression, reduced);
      return reduced;
    }
    return callFunction(callee, operands, evaluation.document.header);
  },
  list: (expression, evaluation) => evaluateList(expression, { evaluation, evaluateExpression }),
  each: ({ of }, { each, variables }) => {
    const value = of === undefined ? each : variables.get(of);
    assert(value, 'policy: the checker lets `each` stand in a selection only');
    return value;
  },
  field: ({ name, of }, { each, variables }) => {
    const value = of === undefined ? each : variables.get(of);
    assert(value?.kind === 'record', 'policy: the checker lets a field stand in a record only');
    return value.fields.get(name) ?? missing([`${name} of ${of ?? 'each'}`]);
  },
  end: ({ end }) => haltOf(end),
  selection: (expression, evaluation) =>
    evaluateSelection(expression, { evaluation, evaluateExpression }),
  table: (expression, evaluation) =>
    evaluateTable(expression.table, { evaluation, evaluateExpression }),
};

const yes: Value = { kind: 'yes_no', value: true };
const no: Value = { kind: 'yes_no', value: false };

function assertNever(kind: string): never {
  assert(false, 'policy: the checker refuses this before it is evaluated', { kind });
  throw new Error(kind);
}

/** Gives the number of a value that the checker knows to be one. */
export function numberOf(value: Value): Rational {
  assert(value.kind === 'number', 'policy: a checked quantity is a number', { kind: value.kind });
  return value.value;
}

function evaluateNumber({ value, unit: word }: Of<'number'>): Value {
  const unit = word === undefined ? undefined : findUnit(word);
  if (unit?.kind === 'percent') return numeric(divideRational(value, rational(100n)));
  if (unit?.kind === 'duration') return numeric(multiplyRational(value, unit.seconds));
  return unit?.kind === 'period' ? { kind: 'period', value } : numeric(value);
}

const operations = {
  '+': addRational,
  '-': subtractRational,
  '×': multiplyRational,
  '÷': divideRational,
} as const;

function evaluateArithmetic(expression: Of<'arithmetic'>, evaluation: Evaluation): Value {
  const left = evaluateExpression(expression.left, evaluation);
  const right = evaluateExpression(expression.right, evaluation);
  const stop = stopOf([left, right]);
  if (stop) return stop;
  const { operator } = expression;
  if (left.kind === 'instant') {
    return callFunction(operator === '-' ? 'instant -' : 'instant +', [left, right], {
      zone: evaluation.document.header.zone,
    });
  }
  return reckoned(operations[operator](numberOf(left), numberOf(right)));
}

function evaluateLogic(expression: Of<'logic'>, evaluation: Evaluation): Value {
  const decisive = expression.operator === 'or';
  const left = evaluateExpression(expression.left, evaluation);
  if (left.kind === 'yes_no' && left.value === decisive) return left;
  const right = evaluateExpression(expression.right, evaluation);
  if (right.kind === 'yes_no' && right.value === decisive) return right;
  return stopOf([left, right]) ?? right;
}

function evaluateExtreme(expression: Of<'extreme'>, evaluation: Evaluation): Value {
  const values = expression.operands.map((operand) => evaluateExpression(operand, evaluation));
  const stop = stopOf(values);
  if (stop) return stop;
  const wanted = expression.which === 'greater' ? 1 : -1;
  const best = values
    .map(numberOf)
    .reduce((left, right) => (compareRational(right, left) === wanted ? right : left));
  return numeric(best);
}

/** Records how an amount was reckoned, where something was and somebody wants to know. */
export function recordWork(
  expression: Expression,
  { value, evaluation }: { readonly value: Value; readonly evaluation: Evaluation },
): void {
  const work = showWork(expression, { evaluation, evaluateExpression });
  if (work)
    evaluation.steps.push({ kind: 'worked', work, value: show(evaluation, expression, value) });
}

/** Rounds as written and records the figure before and after, when the two differ. */
export function roundWith(
  shownAs: Expression,
  work: {
    readonly before: Rational;
    readonly rounding: RoundingText;
    readonly evaluation: Evaluation;
  },
): Rational {
  const { before, rounding, evaluation } = work;
  const increment = numberOf(evaluateExpression(rounding.increment, evaluation));
  const after = roundRational(before, { mode: rounding.mode, increment });
  if (compareRational(before, after) !== 0) {
    evaluation.steps.push({
      kind: 'rounded',
      mode: rounding.mode,
      increment: showAs(evaluation, rounding.increment, increment),
      before: showAs(evaluation, shownAs, before),
      after: showAs(evaluation, shownAs, after),
    });
  }
  return after;
}
