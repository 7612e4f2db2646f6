import type { Analysis } from '../../check/scope.ts';
import type { PolicyDocument } from '../../document.ts';
import type { Expression, RowOutcome, Table } from '../../expression.ts';

interface Known {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
}

const none: ReadonlySet<string> = new Set();
const found = new WeakMap<Analysis, Map<Expression, ReadonlySet<string>>>();

/** Gives the names of facts and lets that an expression can depend on, through lets too. */
export function namesBehind(expression: Expression, known: Known): ReadonlySet<string> {
  const memo = found.get(known.analysis) ?? new Map<Expression, ReadonlySet<string>>();
  found.set(known.analysis, memo);
  const before = memo.get(expression);
  if (before) return before;
  // Names that lead back to themselves were refused by the checker; this only ends the search.
  memo.set(expression, none);
  const names = new Set<string>();
  if (expression.kind === 'name') addName(expression.name, { names, known });
  for (const part of partsOf(expression)) {
    for (const name of namesBehind(part, known)) names.add(name);
  }
  memo.set(expression, names);
  return names;
}

const mentioning = new WeakMap<Expression, boolean>();

/** Says whether an expression speaks of `each`, the value of a list that is gone through. */
export function mentionsEach(expression: Expression): boolean {
  const before = mentioning.get(expression);
  if (before !== undefined) return before;
  const isOne = expression.kind === 'each' || expression.kind === 'field';
  const mentions = isOne || partsOf(expression).some(mentionsEach);
  mentioning.set(expression, mentions);
  return mentions;
}

function addName(name: string, { names, known }: { names: Set<string>; known: Known }): void {
  const { facts, lets } = known.document;
  const behind = lets.get(name)?.value ?? facts.get(name)?.fallback;
  if (lets.has(name) || facts.has(name)) names.add(name);
  if (!behind) return;
  for (const one of namesBehind(behind, known)) names.add(one);
}

/** Gives the expressions an expression is made of. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'arithmetic':
    case 'compare':
    case 'logic':
      return [expression.left, expression.right];
    case 'between':
      return [expression.left, expression.low, expression.high];
    case 'one_of':
      return [expression.left, ...expression.values];
    case 'negate':
    case 'not':
      return [expression.operand];
    case 'round':
      return [expression.operand, expression.rounding.increment];
    case 'if':
      return [expression.condition, expression.then, expression.otherwise];
    case 'extreme':
    case 'call':
      return expression.operands;
    case 'counting':
      return [
        expression.unit,
        expression.total,
        ...(expression.part ? [expression.part.value] : []),
      ];
    case 'list':
      return expression.items;
    case 'dated':
      return [expression.on];
    case 'selection': {
      const { source, item, where } = expression;
      return [source, ...(item ? [item] : []), ...(where ? [where] : [])];
    }
    case 'table':
      return tableParts(expression.table);
    default:
      return [];
  }
}

function tableParts({ key, rows }: Table): readonly Expression[] {
  return [key, ...rows.flatMap(({ outcome }) => outcomeParts(outcome))];
}

function outcomeParts(outcome: RowOutcome): readonly Expression[] {
  return outcome.kind === 'value' ? [outcome.value] : [];
}
