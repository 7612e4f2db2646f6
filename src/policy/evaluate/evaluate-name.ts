import type { Expression } from '../expression.ts';
import type { ReadingDeclaration } from '../statement.ts';
import { type Evaluation, gatherSteps, labelFor, show } from './evaluation.ts';
import { showWork } from './show-work.ts';
import { isStop, labelChoice, labelWith, missing, type Value, valueOfFact } from './value.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

interface Tools {
  readonly evaluation: Evaluation;
  readonly evaluateExpression: (expression: Expression, evaluation: Evaluation) => Value;
}

/** Gives the value of a fact, constant, let or choice, and records what was used. */
export function evaluateName(expression: Of<'name'>, tools: Tools): Value {
  const { evaluation } = tools;
  const { name } = expression;
  if (evaluation.analysis.choiceLiterals.has(expression)) return { kind: 'choice', choice: name };
  const reading = evaluation.document.readings.get(name);
  if (reading) return evaluateReading(reading, evaluation);
  const stand = evaluation.replaced.get(name);
  if (stand) return stand;
  const { facts, lets, constants } = evaluation.document;
  if (facts.has(name)) return evaluateFact(expression, tools);
  if (lets.has(name)) return evaluateLet(expression, tools);
  const only = constants.get(name)?.values[0];
  if (!only) return missing([name]);
  const value = tools.evaluateExpression(only.value, evaluation);
  recordConstant(expression, { value, from: only.from, evaluation });
  return value;
}

/** Gives the reading that the document takes, unless another is being tried. */
function evaluateReading(reading: ReadingDeclaration, evaluation: Evaluation): Value {
  const { name, taken, choiceLabels } = reading;
  const tried = evaluation.replaced.get(name);
  const value: Value = tried ?? { kind: 'choice', choice: taken?.name ?? '' };
  const isKnown = evaluation.steps.some((step) => step.kind === 'constant' && step.name === name);
  if (isKnown || value.kind !== 'choice') return value;
  const shown = labelWith({ type: 'choice', value: value.choice }, choiceLabels);
  const cited = taken && !tried ? { cited: taken.because } : {};
  const label = labelFor(evaluation.document, name);
  evaluation.steps.push({ kind: 'constant', name, ...label, value: shown, ...cited });
  return value;
}

function evaluateFact(expression: Of<'name'>, tools: Tools): Value {
  const { evaluation, evaluateExpression } = tools;
  const { name } = expression;
  evaluation.usedFacts.add(name);
  const declared = evaluation.document.facts.get(name);
  const stated = Object.hasOwn(evaluation.facts, name) ? evaluation.facts[name] : undefined;
  if (!stated && declared?.fallback && !evaluation.open.has(name)) {
    const { fallback } = declared;
    const value = aside(evaluation, () => evaluateExpression(fallback, evaluation));
    // The fact itself would do as well as what it is worked out from: both are named as missing.
    return value.kind === 'missing' ? missing([name, ...value.names]) : value;
  }
  if (!stated) return missing([name]);
  const value = valueOfFact(stated);
  const isKnown = evaluation.steps.some((step) => step.kind === 'fact' && step.name === name);
  if (!isKnown) {
    const label = labelFor(evaluation.document, name);
    const shown = labelChoice(show(evaluation, expression, value), declared);
    evaluation.steps.push({ kind: 'fact', name, ...label, value: shown });
  }
  return value;
}

function evaluateLet(expression: Of<'name'>, tools: Tools): Value {
  const { evaluation, evaluateExpression } = tools;
  const { name } = expression;
  const before = evaluation.lets.get(name);
  if (before) {
    for (const step of before.steps) {
      if (!evaluation.steps.includes(step)) evaluation.steps.push(step);
    }
    return before.value;
  }
  const declared = evaluation.document.lets.get(name);
  if (!declared) return missing([name]);
  const { result: value, steps } = gatherSteps(evaluation, () =>
    aside(evaluation, () => evaluateExpression(declared.value, evaluation)),
  );
  if (!isStop(value)) {
    const work = showWork(declared.value, tools);
    const shown = show(evaluation, expression, value);
    const label = labelFor(evaluation.document, name);
    steps.push({ kind: 'let', name, ...label, value: shown, ...(work ? { work } : {}) });
  }
  evaluation.lets.set(name, { value, steps });
  evaluation.steps.push(...steps);
  return value;
}

/** Works out what a name stands for: the lists that are gone through around it mean nothing there. */
function aside<T>(evaluation: Evaluation, work: () => T): T {
  const { each, variables, visitsLeft } = evaluation;
  evaluation.each = undefined;
  evaluation.variables = new Map();
  const result = work();
  Object.assign(evaluation, { each, variables, visitsLeft });
  return result;
}

/** Gives the value of a constant on a date: the last one that began on or before it. */
export function evaluateDated(expression: Of<'dated'>, tools: Tools): Value {
  const { evaluation, evaluateExpression } = tools;
  const on = evaluateExpression(expression.on, evaluation);
  if (on.kind !== 'date') return isStop(on) ? on : missing([expression.name]);
  const dated = evaluation.document.constants.get(expression.name)?.values ?? [];
  const chosen = dated.filter((one) => one.from === undefined || one.from <= on.on).at(-1);
  if (!chosen) return missing([`${expression.name} on ${on.on}`]);
  const value = evaluateExpression(chosen.value, evaluation);
  recordConstant(expression, { value, from: chosen.from, evaluation });
  return value;
}

function recordConstant(
  expression: Of<'name'> | Of<'dated'>,
  found: {
    readonly value: Value;
    readonly from: string | undefined;
    readonly evaluation: Evaluation;
  },
): void {
  const { value, from, evaluation } = found;
  const { name } = expression;
  const isKnown = evaluation.steps.some((step) => step.kind === 'constant' && step.name === name);
  if (isKnown) return;
  const cited = evaluation.document.constants.get(name)?.cited;
  evaluation.steps.push({
    kind: 'constant',
    name,
    ...labelFor(evaluation.document, name),
    value: show(evaluation, expression, value),
    ...(from === undefined ? {} : { from }),
    ...(cited ? { cited } : {}),
  });
}
