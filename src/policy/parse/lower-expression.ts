import {
  assert,
  parseInstant,
  parseLocalDate,
  parseRational,
  type RoundingMode,
} from '../../kernel/index.ts';
import type { Expression, Relation, RoundingText, Span } from '../expression.ts';
import { lowerHalt, lowerTable } from './lower-table.ts';
import {
  childNamed,
  childrenOf,
  hasKeyword,
  isExpression,
  type Syntax,
  spanOf,
  textOf,
} from './syntax-node.ts';

type Lower = (syntax: Syntax) => Expression;

/** Gives the expression that an error-free syntax node stands for. */
export function lowerExpression(syntax: Syntax): Expression {
  const lower = lowerings[syntax.node.name];
  assert(lower, 'policy: every expression node has a lowering', { node: syntax.node.name });
  return lower(syntax);
}

/** Reads the mode and increment of a `rounded … to …` node. */
export function lowerRounding(syntax: Syntax, increment: Syntax): RoundingText {
  const mode = childNamed(syntax, 'Mode');
  const words = mode ? textOf(mode).split(/\s+/).join('_') : '';
  const lowered = lowerExpression(increment);
  if (words === '' || words === 'half') {
    return { mode: 'half_up', increment: lowered, open: words === '' ? 'mode' : 'tie' };
  }
  return { mode: words as RoundingMode, increment: lowered };
}

function operandsOf(syntax: Syntax): Expression[] {
  return childrenOf(syntax).map(lowerExpression);
}

function pairOf(syntax: Syntax): { left: Expression; right: Expression } {
  const [left, right] = operandsOf(syntax);
  assert(left && right, 'policy: an operator has two operands');
  return { left, right };
}

function lowerQuantity(syntax: Syntax): Expression {
  const number = childNamed(syntax, 'Number');
  assert(number, 'policy: a quantity has a number');
  const value = parseRational(textOf(number));
  assert(value, 'policy: a number token is a number', { text: textOf(number) });
  const unit = childNamed(syntax, 'Unit') ?? childNamed(syntax, 'Percent');
  return { kind: 'number', value, ...(unit ? { unit: textOf(unit) } : {}), span: spanOf(syntax) };
}

function lowerDate(syntax: Syntax): Expression {
  const text = textOf(syntax);
  const on = parseLocalDate(text);
  // A date that no calendar has, such as 2022-02-30, stays a name that nothing declares.
  if (!on) return { kind: 'name', name: text, span: spanOf(syntax) };
  return { kind: 'date', on, span: spanOf(syntax) };
}

function lowerInstant(syntax: Syntax): Expression {
  const text = textOf(syntax);
  const at = parseInstant(
    /T\d\d:\d\d(?!:)/.test(text) ? text.replace(/(T\d\d:\d\d)/, '$1:00') : text,
  );
  if (at === undefined) return { kind: 'name', name: text, span: spanOf(syntax) };
  return { kind: 'instant', at, text, span: spanOf(syntax) };
}

const relations: Readonly<Record<string, Relation>> = {
  Equal: 'equal',
  NotEqual: 'not_equal',
  Less: 'below',
  AtMost: 'at_most',
  More: 'above',
  AtLeast: 'at_least',
  Before: 'before',
  After: 'after',
};

function lowerCompare(syntax: Syntax): Expression {
  const [leftNode, relationNode] = childrenOf(syntax);
  assert(leftNode && relationNode, 'policy: a comparison has two sides');
  const span = spanOf(syntax);
  const left = lowerExpression(leftNode);
  const operands = operandsOf(relationNode);
  const name = relationNode.node.name;
  if (name === 'OneOf') return lowerOneOf(relationNode, { left, span });
  const [right, high] = operands;
  assert(right, 'policy: a comparison has a right side');
  if (name === 'Between') {
    assert(high, 'policy: between has two ends');
    return { kind: 'between', left, low: right, high, span };
  }
  return { kind: 'compare', relation: relations[name] ?? 'equal', left, right, span };
}

/** `is not one of` is `not … is one of`; a list by its name stands beside the values. */
function lowerOneOf(
  syntax: Syntax,
  { left, span }: { readonly left: Expression; readonly span: Span },
): Expression {
  const operands = operandsOf(syntax);
  const [list] = operands;
  const one: Expression =
    list && !hasKeyword(syntax, '(')
      ? { kind: 'one_of', left, values: [], list, span }
      : { kind: 'one_of', left, values: operands, span };
  return hasKeyword(syntax, 'not') ? { kind: 'not', operand: one, span } : one;
}

function lowerCounting(syntax: Syntax): Expression {
  const [unit, total, partNode] = childrenOf(syntax);
  assert(unit && total, 'policy: counting has a unit and a total');
  const rule = hasKeyword(syntax, 'completed')
    ? 'completed'
    : hasKeyword(syntax, 'begun')
      ? 'begun'
      : 'counted';
  const partValue = partNode && childrenOf(partNode)[0];
  const part =
    partNode && partValue
      ? {
          bound: hasKeyword(partNode, 'above') ? ('above' as const) : ('from' as const),
          value: lowerExpression(partValue),
        }
      : undefined;
  return {
    kind: 'counting',
    rule,
    unit: lowerExpression(unit),
    total: lowerExpression(total),
    ...(part ? { part } : {}),
    span: spanOf(syntax),
  };
}

function lowerRounded(syntax: Syntax): Expression {
  const parts = childrenOf(syntax);
  const [operand] = parts;
  const increment = parts.at(-1);
  assert(operand && increment, 'policy: a rounding has an operand and an increment');
  return {
    kind: 'round',
    rounding: lowerRounding(syntax, increment),
    operand: lowerExpression(operand),
    span: spanOf(syntax),
  };
}

function lowerEnd(syntax: Syntax): Expression {
  return { kind: 'end', end: lowerHalt(syntax), span: spanOf(syntax) };
}

function lowerIf(syntax: Syntax): Expression {
  const [condition, then, otherwise] = operandsOf(syntax);
  assert(condition && then && otherwise, 'policy: if has three parts');
  const start = syntax.block.text.slice(0, otherwise.span.from - syntax.block.offset);
  const isBracketed = otherwise.kind === 'round' && start.trimEnd().endsWith('(');
  const bracketed = isBracketed ? { isElseBracketed: true } : {};
  return { kind: 'if', condition, then, otherwise, ...bracketed, span: spanOf(syntax) };
}

function lowerCall(syntax: Syntax): Expression {
  const [callee, ...operands] = childrenOf(syntax);
  assert(callee, 'policy: a call names a function');
  const lowered = operands.map(lowerExpression);
  return { kind: 'call', callee: textOf(callee), operands: lowered, span: spanOf(syntax) };
}

function lowerSelection(syntax: Syntax): Expression {
  const parts = lowerChildren(syntax);
  const whereNode = childNamed(syntax, 'Where');
  const where = whereNode ? { where: lowerOnly(whereNode) } : {};
  const span = spanOf(syntax);
  const [first, second] = parts;
  assert(first, 'policy: a selection has a list');
  if (syntax.node.name === 'Selection') return { kind: 'selection', source: first, ...where, span };
  assert(second, 'policy: a mapping has a list');
  const variable = childNamed(syntax, 'Variable');
  if (!variable) return { kind: 'selection', source: second, item: first, ...where, span };
  const name = textOf(variable);
  return {
    kind: 'selection',
    source: second,
    variable: { name, span: spanOf(variable) },
    item: withVariable(first, name),
    ...(where.where ? { where: withVariable(where.where, name) } : {}),
    span,
  };
}

/** Gives a part of a mapping with the name of its values as what it stands for. */
function withVariable<T>(part: T, name: string): T {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((one) => withVariable(one, name)) as T;
  if ('kind' in part && part.kind === 'name' && 'name' in part && part.name === name) {
    return { kind: 'each', of: name, span: (part as unknown as Expression).span } as T;
  }
  const entries = Object.entries(part).map(([key, one]) => [key, withVariable(one, name)]);
  return Object.fromEntries(entries) as T;
}

function lowerDated(syntax: Syntax): Expression {
  const [name, on] = childrenOf(syntax);
  assert(name && on, 'policy: a dated name has a date');
  return { kind: 'dated', name: textOf(name), on: lowerExpression(on), span: spanOf(syntax) };
}

function arithmetic(operator: '+' | '-' | '×' | '÷'): Lower {
  return (syntax) => ({ kind: 'arithmetic', operator, ...pairOf(syntax), span: spanOf(syntax) });
}

function logic(operator: 'and' | 'or'): Lower {
  return (syntax) => ({ kind: 'logic', operator, ...pairOf(syntax), span: spanOf(syntax) });
}

function unary(kind: 'negate' | 'not'): Lower {
  return (syntax) => {
    const [operand] = operandsOf(syntax);
    assert(operand, 'policy: a sign has an operand');
    return { kind, operand, span: spanOf(syntax) };
  };
}

const lowerings: Readonly<Record<string, Lower>> = {
  Quantity: lowerQuantity,
  DateLiteral: lowerDate,
  InstantLiteral: lowerInstant,
  Yes: (syntax) => ({ kind: 'yes_no', value: true, span: spanOf(syntax) }),
  No: (syntax) => ({ kind: 'yes_no', value: false, span: spanOf(syntax) }),
  NameRef: (syntax) => ({ kind: 'name', name: textOf(syntax), span: spanOf(syntax) }),
  DatedRef: lowerDated,
  Call: lowerCall,
  Extreme: (syntax) => ({
    kind: 'extreme',
    which: hasKeyword(syntax, 'greater') ? 'greater' : 'lesser',
    operands: operandsOf(syntax),
    span: spanOf(syntax),
  }),
  Counting: lowerCounting,
  FieldRef: (syntax) => {
    const name = childNamed(syntax, 'Name');
    const variable = childNamed(syntax, 'Variable');
    const of = variable ? { of: textOf(variable) } : {};
    return { kind: 'field', name: name ? textOf(name) : '', ...of, span: spanOf(syntax) };
  },
  Review: lowerEnd,
  None: lowerEnd,
  EachValue: (syntax) => ({ kind: 'each', span: spanOf(syntax) }),
  ListLiteral: (syntax) => ({ kind: 'list', items: operandsOf(syntax), span: spanOf(syntax) }),
  Selection: lowerSelection,
  Mapping: lowerSelection,
  Table: (syntax) => ({
    kind: 'table',
    table: lowerTable(syntax, lowerExpression),
    span: spanOf(syntax),
  }),
  Plus: arithmetic('+'),
  Minus: arithmetic('-'),
  Times: arithmetic('×'),
  Over: arithmetic('÷'),
  Negative: unary('negate'),
  Not: unary('not'),
  And: logic('and'),
  Or: logic('or'),
  Compare: lowerCompare,
  Rounded: lowerRounded,
  If: lowerIf,
};

/** Gives the expressions among a node's children, in order, whatever marks stand between. */
export function lowerChildren(syntax: Syntax): Expression[] {
  return childrenOf(syntax).filter(isExpression).map(lowerExpression);
}

/** Gives the only expression among a node's children. */
export function lowerOnly(syntax: Syntax): Expression {
  const [only] = lowerChildren(syntax);
  assert(only, 'policy: the node holds an expression', { node: syntax.node.name });
  return only;
}
