import { assert } from '../../kernel/index.ts';
import type { Bound, Edge, Expression, Row, RowOutcome, Table } from '../expression.ts';
import type { Label } from '../statement.ts';
import {
  childNamed,
  childrenNamed,
  childrenOf,
  isExpression,
  labelOf,
  namedOf,
  type Syntax,
  spanOf,
  textOf,
} from './syntax-node.ts';

/** Gives the table that an error-free Table node stands for. */
export function lowerTable(syntax: Syntax, lower: Lower): Table {
  const isMarginal = childNamed(syntax, 'Marginal') !== undefined;
  const [key] = lowerChildren(syntax, lower);
  assert(key, 'policy: a table has a key');
  const rows = childrenNamed(syntax, 'Row').map((row) => lowerRow(row, lower));
  return { isMarginal, key, rows, span: spanOf(syntax) };
}

type Lower = (syntax: Syntax) => Expression;

function lowerChildren(syntax: Syntax, lower: Lower): Expression[] {
  return childrenOf(syntax).filter(isExpression).map(lower);
}

function lowerOnly(syntax: Syntax, lower: Lower): Expression {
  const [only] = lowerChildren(syntax, lower);
  assert(only, 'policy: a bound has a value', { node: syntax.node.name });
  return only;
}

function lowerRow(syntax: Syntax, lower: Lower): Row {
  const [bound, outcome] = childrenOf(syntax);
  assert(bound && outcome, 'policy: a row has a bound and an outcome');
  return {
    bound: lowerBound(bound, lower),
    outcome: lowerOutcome(outcome, lower),
    span: spanOf(syntax),
  };
}

function lowerOutcome(syntax: Syntax, lower: Lower): RowOutcome {
  const name = syntax.node.name;
  if (name !== 'Review' && name !== 'None') {
    return { kind: 'value', value: lower(syntax) };
  }
  return lowerHalt(syntax);
}

/** Gives the reason that an error-free Because node names, and its text where one is written. */
export function lowerBecause(syntax: Syntax): { readonly code: string; readonly label?: Label } {
  const code = childNamed(syntax, 'ReasonCode');
  assert(code, 'policy: a reason has a name');
  const text = childNamed(syntax, 'Text');
  return { code: textOf(code), ...(text ? { label: labelOf(text) } : {}) };
}

/** Gives what a `review` or `none` node stands for, with its reason. */
export function lowerHalt(syntax: Syntax): Exclude<RowOutcome, { readonly kind: 'value' }> {
  const kind = syntax.node.name === 'Review' ? 'review' : 'none';
  const because = childNamed(syntax, 'Because');
  if (!because) return { kind };
  const { code, label } = lowerBecause(because);
  return { kind, because: code, ...(label ? { text: label } : {}) };
}

function edge(node: Syntax, isInclusive: boolean, lower: Lower): Edge {
  return { value: lowerOnly(node, lower), isInclusive };
}

function upperEdge(syntax: Syntax, lower: Lower): { high?: Edge; open?: 'to' } {
  const upTo = childNamed(syntax, 'UpperTo');
  if (upTo) return { high: edge(upTo, true, lower) };
  const below = childNamed(syntax, 'UpperBelow');
  if (below) return { high: edge(below, false, lower) };
  const open = childNamed(syntax, 'OpenUpper');
  return open ? { high: edge(open, true, lower), open: 'to' } : {};
}

type LowerBound = (syntax: Syntax, lower: Lower) => Bound;

const bounds: Readonly<Record<string, LowerBound>> = {
  UpTo: (syntax, lower) => ({
    kind: 'range',
    high: edge(syntax, true, lower),
    span: spanOf(syntax),
  }),
  Below: (syntax, lower) => ({
    kind: 'range',
    high: edge(syntax, false, lower),
    span: spanOf(syntax),
  }),
  Above: (syntax, lower) => {
    const span = spanOf(syntax);
    if (lowerChildren(syntax, lower).length === 0) return { kind: 'rest_above', span };
    return { kind: 'range', low: edge(syntax, false, lower), ...upperEdge(syntax, lower), span };
  },
  From: (syntax, lower) => ({
    kind: 'range',
    low: edge(syntax, true, lower),
    ...upperEdge(syntax, lower),
    span: spanOf(syntax),
  }),
  BetweenBound: (syntax, lower) => {
    const [low, high] = lowerChildren(syntax, lower);
    assert(low && high, 'policy: between has two ends');
    return {
      kind: 'range',
      low: { value: low, isInclusive: true },
      high: { value: high, isInclusive: true },
      open: 'between',
      span: spanOf(syntax),
    };
  },
  Exactly: (syntax, lower) => ({
    kind: 'exactly',
    value: lowerOnly(syntax, lower),
    span: spanOf(syntax),
  }),
  IsAny: (syntax) => ({
    kind: 'values',
    values: childrenNamed(syntax, 'ChoiceValue').map(namedOf),
    span: spanOf(syntax),
  }),
  Otherwise: (syntax) => ({ kind: 'otherwise', span: spanOf(syntax) }),
};

function lowerBound(syntax: Syntax, lower: Lower): Bound {
  const lowering = bounds[syntax.node.name];
  assert(lowering, 'policy: every bound node has a lowering', { node: syntax.node.name });
  return lowering(syntax, lower);
}
