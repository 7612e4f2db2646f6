import {
  addRational,
  assert,
  divideRational,
  multiplyRational,
  rational,
} from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import { compareValues } from './compare-values.ts';
import type { Evaluation } from './evaluation.ts';
import { isStop, missing, nothing, numeric, reckoned, stopOf, type Value } from './value.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;
type List = Extract<Value, { readonly kind: 'list' }>;
type Evaluate = (expression: Expression, evaluation: Evaluation) => Value;

interface Tools {
  readonly evaluation: Evaluation;
  readonly evaluateExpression: Evaluate;
}

/** The most values that lists gone through inside another list may have, together. */
export const mostVisits = 1_000_000;

// An explanation is read by a person; what a longer list gave is told in its sum or number.
const mostExplained = 31;

/** Gives the values of `list of (…)`, each once. */
export function evaluateList({ items }: Of<'list'>, tools: Tools): Value {
  const values = items.map((item) => tools.evaluateExpression(item, tools.evaluation));
  return stopOf(values) ?? { kind: 'list', entries: values.map((value) => ({ value, times: 1n })) };
}

/**
 * Goes through a list once: keeps what the condition holds for, and gives the item of each.
 *
 * A value whose item ends in `none` is left out; one that ends in `review` ends the whole.
 */
export function evaluateSelection(expression: Of<'selection'>, tools: Tools): Value {
  const { evaluation, evaluateExpression } = tools;
  const list = evaluateExpression(expression.source, evaluation);
  if (list.kind !== 'list') return list;
  const { each, variables, steps } = evaluation;
  countVisits(list, evaluation);
  if (evaluation.visitsLeft < 0)
    return missing([`more than ${mostVisits} values of lists in lists`]);
  if (list.entries.length > mostExplained) evaluation.steps = [];
  const entries: { value: Value; times: bigint }[] = [];
  const stops: Value[] = [];
  for (const { value, times } of list.entries) {
    enter(expression, { value, variables, evaluation });
    const found = evaluateEntry(expression, { evaluation, evaluateExpression, value });
    if (found && isStop(found)) stops.push(found);
    else if (found) entries.push({ value: found, times });
  }
  Object.assign(evaluation, { each, variables, steps });
  return stopOf(stops) ?? { kind: 'list', entries };
}

function countVisits({ entries }: List, evaluation: Evaluation): void {
  const isInside = evaluation.each !== undefined || evaluation.variables.size > 0;
  evaluation.visitsLeft = isInside ? evaluation.visitsLeft - entries.length : mostVisits;
}

/** Lets the value at hand be called by its name, or `each`. */
function enter(
  { variable }: Of<'selection'>,
  given: {
    readonly value: Value;
    readonly variables: Evaluation['variables'];
    readonly evaluation: Evaluation;
  },
): void {
  const { value, variables, evaluation } = given;
  if (variable) evaluation.variables = new Map([...variables, [variable.name, value]]);
  else evaluation.each = value;
}

function evaluateEntry(
  { item, where }: Of<'selection'>,
  { evaluation, evaluateExpression, value }: Tools & { readonly value: Value },
): Value | undefined {
  if (where) {
    const holds = evaluateExpression(where, evaluation);
    if (holds.kind !== 'yes_no') return holds;
    if (!holds.value) return undefined;
  }
  const gives = item ? evaluateExpression(item, evaluation) : value;
  return gives.kind === 'halt' && gives.status === 'none' ? undefined : gives;
}

/** Gives the sum, mean, largest, smallest or size of a list; of an empty one only sum and size. */
export function reduceList(callee: string, list: List): Value {
  const { entries } = list;
  const size = entries.reduce((count, { times }) => count + times, 0n);
  if (callee === 'size') return numeric(rational(size));
  if (callee === 'sum') return sumOf(list);
  const [first, ...others] = entries.map(({ value }) => value);
  if (!first) return missing([`${callee} of an empty list`]);
  if (callee === 'mean') {
    const sum = sumOf(list);
    return sum.kind === 'number' ? reckoned(divideRational(sum.value, rational(size))) : sum;
  }
  const relation = callee === 'largest' ? 'above' : 'below';
  return others.reduce((best, one) => (compareValues(one, best, relation) ? one : best), first);
}

function sumOf({ entries }: List): Value {
  let sum: Value = numeric(nothing);
  for (const { value, times } of entries) {
    assert(value.kind === 'number', 'policy: the checker lets only quantities be added');
    if (sum.kind !== 'number') break;
    sum = reckoned(addRational(sum.value, multiplyRational(value.value, rational(times))));
  }
  return sum;
}
