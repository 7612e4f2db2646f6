import type { PolicyDocument } from '../../document.ts';
import type { Expression } from '../../expression.ts';

const counted = new WeakMap<PolicyDocument, number>();

// How long the lists are is not known beforehand.
const withinOther = 50;

/**
 * Gives how often a document goes through a list: each `for each of` and each `where` in it, and
 * fifty times each one that is gone through for each value of another list.
 */
export function countSelections(document: PolicyDocument): number {
  const before = counted.get(document);
  if (before !== undefined) return before;
  const count = countIn([document.lets, document.rules], new Set());
  counted.set(document, count);
  return count;
}

/** Counts in whatever a document is made of, each part once. */
function countIn(part: unknown, seen: Set<object>): number {
  if (typeof part !== 'object' || part === null || seen.has(part)) return 0;
  seen.add(part);
  if ('kind' in part && part.kind === 'selection') {
    const { source, item, where } = part as Extract<Expression, { readonly kind: 'selection' }>;
    return 1 + countIn(source, seen) + countIn([item, where], seen) * withinOther;
  }
  const parts = part instanceof Map ? [...part.values()] : Object.values(part);
  return parts.reduce<number>((sum, one) => sum + countIn(one, seen), 0);
}
