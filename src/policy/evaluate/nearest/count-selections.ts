import type { PolicyDocument } from '../../document.ts';

const counted = new WeakMap<PolicyDocument, number>();

/** Gives how often a document goes through a list: each `for each of` and each `where` in it. */
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
  const own = 'kind' in part && part.kind === 'selection' ? 1 : 0;
  const parts = part instanceof Map ? [...part.values()] : Object.values(part);
  return parts.reduce<number>((sum, one) => sum + countIn(one, seen), own);
}
