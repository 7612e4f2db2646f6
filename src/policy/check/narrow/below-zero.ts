import { compareRational } from '../../../kernel/index.ts';
import type { Expression } from '../../expression.ts';
import { type Knowledge, zero } from '../quantity.ts';
import type { Scope } from '../scope.ts';

type Place = { readonly known: Knowledge; readonly scope: Scope };

/** A difference below 0 has units below 0, which would make the rest of a sum less. */
export function warnUnitsBelowZero(expression: Expression, { known, scope }: Place): void {
  if (!canBeBelowZero(known) || !isDifference(expression, scope)) return;
  const found = scope.quote(expression.span);
  scope.report('below_zero', expression.span, { found, write: atLeastNothing(found, known) });
}

/**
 * Warns of a difference that is one term of a sum, in brackets or under a name of its own: where
 * it is below 0 it takes away from the other terms, without a word. `a + b − c` is no such term.
 */
export function warnTermBelowZero(term: Expression, { known, scope }: Place): void {
  if (!canBeBelowZero(known) || known.constant || known.money + known.time !== 1) return;
  if (!isTermOfOwn(term, scope)) return;
  const found = scope.quote(term.span).replace(/^\((.*)\)$/, '$1');
  scope.report('sum_below_zero', term.span, { found, write: atLeastNothing(found, known) });
}

/** Warns of what a step takes off where it can be below 0: taking it off would give more. */
export function warnLessBelowZero(expression: Expression, { known, scope }: Place): void {
  if (!canBeBelowZero(known)) return;
  const found = scope.quote(expression.span);
  const [none, atLeast] = [nothingOf(known), atLeastNothing(found, known)];
  const isFact = expression.kind === 'name' && scope.document.facts.has(expression.name);
  scope.report('less_below_zero', expression.span, {
    found,
    readingA: `less ${atLeast}`,
    readingB: `+ greater of (${none} − ${found}, ${none})`,
    write: isFact ? `less ${atLeast}, or fact ${found} : … at least ${none}` : `less ${atLeast}`,
  });
}

function canBeBelowZero(known: Knowledge): known is Extract<Knowledge, { kind: 'quantity' }> {
  if (known.kind !== 'quantity') return false;
  return known.low === undefined || compareRational(known.low, zero) < 0;
}

function nothingOf(known: Knowledge): string {
  if (known.kind !== 'quantity') return '';
  return known.time === 1 ? '0 hours' : known.money === 1 ? `0 ${known.currency}` : '0';
}

function atLeastNothing(found: string, known: Knowledge): string {
  return known.kind === 'quantity' ? `greater of (${found}, ${nothingOf(known)})` : '';
}

function isDifference(expression: Expression, scope: Scope): boolean {
  if (expression.kind === 'negate') return true;
  if (expression.kind === 'name') {
    const value = scope.document.lets.get(expression.name)?.value;
    return value?.kind === 'arithmetic' && isDifference(value, scope);
  }
  if (expression.kind !== 'arithmetic') return false;
  const { operator, left, right } = expression;
  if (operator === '-') return scope.known.get(left)?.kind === 'quantity';
  return operator === '+' && (isDifference(left, scope) || isDifference(right, scope));
}

/** A difference with a name or brackets of its own, or what is made of one: its double, a least. */
function isTermOfOwn(term: Expression, scope: Scope): boolean {
  const isWithin = (one: Expression) => isDifference(one, scope) || isTermOfOwn(one, scope);
  switch (term.kind) {
    case 'name': {
      const value = scope.document.lets.get(term.name)?.value;
      return value !== undefined && isWithin(value);
    }
    case 'arithmetic': {
      if (term.operator === '-') return isInBrackets(term, scope);
      const { left, right } = term;
      return term.operator !== '+' && [left, right].some((one) => isTermOfOwn(one, scope));
    }
    case 'extreme':
      return term.operands.some(isWithin);
    case 'if':
      return [term.then, term.otherwise].some(isWithin);
    case 'round':
      return isWithin(term.operand);
    default:
      return false;
  }
}

function isInBrackets({ span }: Expression, { document: { text } }: Scope): boolean {
  if (text[span.from] === '(' && text[span.until - 1] === ')') return true;
  let [before, after] = [span.from - 1, span.until];
  while (isBlank(text[before])) before -= 1;
  while (isBlank(text[after])) after += 1;
  return text[before] === '(' && text[after] === ')';
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
