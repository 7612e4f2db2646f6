import type { WorkPart } from '../determination.ts';
import type { Expression } from '../expression.ts';
import { outcomeTaken } from './evaluate-table.ts';
import { type Evaluation, gatherSteps, quote, show } from './evaluation.ts';
import { isStop, type Value } from './value.ts';

/** A calculation with its figures put in: values, and between them signs and brackets. */
export type Work = readonly WorkPart[];

interface Tools {
  readonly evaluation: Evaluation;
  readonly evaluateExpression: (expression: Expression, evaluation: Evaluation) => Value;
}

type Arithmetic = Extract<Expression, { readonly kind: 'arithmetic' }>;

/**
 * Gives a calculation with the figures of this determination in the place of its names, such as
 * `39,000 × 6 ÷ 31`; undefined when nothing is reckoned, or nobody wants to be told.
 *
 * Of an `if` it is the way taken, of a table the row; what stands under a rounding is told with the rounding.
 */
export function showWork(expression: Expression, tools: Tools): Work | undefined {
  const { evaluation } = tools;
  if (!evaluation.isExplained) return undefined;
  return gatherSteps(evaluation, () => {
    const taken = wayTaken(expression, tools);
    return taken.kind === 'arithmetic' ? workOf(taken, tools) : undefined;
  }).result;
}

function wayTaken(expression: Expression, tools: Tools): Expression {
  if (expression.kind === 'table') {
    const outcome = outcomeTaken(expression.table, tools);
    return outcome ? wayTaken(outcome, tools) : expression;
  }
  if (expression.kind !== 'if') return expression;
  const condition = tools.evaluateExpression(expression.condition, tools.evaluation);
  if (condition.kind !== 'yes_no') return expression;
  return wayTaken(condition.value ? expression.then : expression.otherwise, tools);
}

const bindings = { '+': 1, '-': 1, '×': 2, '÷': 2 } as const;
const signs = { '+': '+', '-': '−', '×': '×', '÷': '÷' } as const;

function workOf(expression: Arithmetic, tools: Tools): Work {
  const { operator, left, right } = expression;
  const binds = bindings[operator];
  return [
    ...partOf(left, { tools, least: binds }),
    ` ${signs[operator]} `,
    ...partOf(right, { tools, least: binds + 1 }),
  ];
}

function partOf(
  expression: Expression,
  { tools, least }: { readonly tools: Tools; readonly least: number },
): Work {
  const { evaluation, evaluateExpression } = tools;
  if (expression.kind === 'arithmetic') {
    const parts = workOf(expression, tools);
    return bindings[expression.operator] < least ? ['(', ...parts, ')'] : parts;
  }
  if (expression.kind === 'number' && expression.unit === '%') {
    return [quote(evaluation, expression.span)];
  }
  const value = evaluateExpression(expression, evaluation);
  if (isStop(value)) return ['?'];
  const name =
    expression.kind === 'name' || expression.kind === 'dated' ? expression.name : undefined;
  const shown = show(evaluation, expression, value);
  return [{ kind: 'value', shown, ...(name === undefined ? {} : { name }) }];
}
