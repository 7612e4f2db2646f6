import { rational } from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import { type FunctionShape, functions, type OperandKind } from '../functions.ts';
import { extremeOf } from './infer-choice.ts';
import { inferListCall } from './list/infer-list.ts';
import { type Knowledge, one, type Quantity, quantity, unknown, zero } from './quantity.ts';
import { requireFirst, requireKnowledge } from './require.ts';
import type { Scope } from './scope.ts';

type Call = Extract<Expression, { readonly kind: 'call' }>;

/** Checks a call against the function's shape and gives what is known of its result. */
export function inferCall(expression: Call, scope: Scope): Knowledge {
  const { callee, operands, span } = expression;
  const shape = functions.get(callee);
  if (!shape) {
    const write = `one of: ${[...functions.keys()].join(', ')}`;
    scope.report('unknown_function', span, { found: callee, write });
    return unknown;
  }
  if (!isCountRight(shape, operands.length)) {
    const write = writeCall(callee, shape);
    const expected = shape.isVariadic ? '2 operands or more' : sayOperands(shape.takes.length);
    const found = sayOperands(operands.length);
    scope.report('type_mismatch', span, { found, expected, write });
    return unknown;
  }
  if (shape.gives === 'like') return inferLike(expression, scope);
  if (shape.gives === 'element') return inferListCall(expression, scope);
  operands.forEach((operand, index) => {
    const kind = shape.takes[index] ?? 'number';
    requireKnowledge(scope, { expected: knowledgeOf(kind), expression: operand });
  });
  return resultOf(shape);
}

function writeCall(callee: string, { takes, isVariadic }: FunctionShape): string {
  return isVariadic ? `${callee}(a, b, …)` : `${callee}(${takes.join(', ')})`;
}

function sayOperands(count: number): string {
  return count === 1 ? '1 operand' : `${count} operands`;
}

function isCountRight(shape: FunctionShape, count: number): boolean {
  return shape.isVariadic ? count >= 2 : count === shape.takes.length;
}

function inferLike({ callee, operands }: Call, scope: Scope): Knowledge {
  const which = callee === 'max' ? 'greater' : 'lesser';
  const [, ...others] = operands;
  const start = requireFirst(scope, operands, which);
  if (!start) return unknown;
  const all: Quantity[] = [start];
  for (const operand of others) {
    const found = requireKnowledge(scope, { expected: start, expression: operand });
    if (found.kind !== 'quantity') return unknown;
    all.push(found);
  }
  return extremeOf(which, all);
}

function knowledgeOf(kind: OperandKind): Knowledge {
  if (kind === 'like' || kind === 'element') return unknown;
  if (kind === 'list') return { kind: 'list', of: unknown };
  if (kind === 'dates') return { kind: 'list', of: { kind: 'date' } };
  if (kind === 'durations') {
    return { kind: 'list', of: quantity({ money: 0, time: 1, low: zero }) };
  }
  if (kind === 'numbers') {
    return { kind: 'list', of: quantity({ money: 0, time: 0, low: zero, high: one }) };
  }
  if (kind === 'number') return quantity({ money: 0, time: 0 });
  if (kind === 'duration') return quantity({ money: 0, time: 1 });
  return { kind };
}

function resultOf(shape: FunctionShape): Knowledge {
  const known = knowledgeOf(shape.gives);
  if (known.kind !== 'quantity') return known;
  const { low, high } = shape;
  return quantity({
    ...known,
    grain: shape.isWhole ? one : undefined,
    low: low === undefined ? undefined : rational(low),
    high: high === undefined ? undefined : rational(high),
  });
}
