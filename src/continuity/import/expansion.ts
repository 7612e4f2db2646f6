import type { Alias, Document, Node } from 'yaml';
import { isAlias, isMap, isNode, isPair, isSeq } from 'yaml';

/** The most values a document may have once its aliases are written out. */
export const EXPANDED_MAX = 2_000_000;

/**
 * Finds the alias with which a document expands beyond `EXPANDED_MAX` values; undefined when none does.
 *
 * Sizes are added up without expanding anything, so a bomb of aliases costs no more than its text. An alias
 * of what it lies in never ends; one of nothing counts as one value, and the parser refuses it.
 *
 * @returns the offset of the alias in the text
 */
export function findExpansion(document: Document): number | undefined {
  const work: Work = { sizes: new Map(), total: 0, offending: undefined };
  sizeOf(work, document.contents);
  return work.offending;
}

interface Work {
  /** By anchor; infinite while the anchor's own value is being measured. */
  readonly sizes: Map<string, number>;
  total: number;
  offending: number | undefined;
}

function sizeOf(work: Work, node: unknown): number {
  if (!isNode(node)) return 1;
  if (isAlias(node)) return sizeOfAlias(work, node);
  const { anchor } = node as { readonly anchor?: string };
  if (anchor !== undefined) work.sizes.set(anchor, Number.POSITIVE_INFINITY);
  const size = sizeOfParts(work, node);
  if (anchor !== undefined) work.sizes.set(anchor, size);
  return size;
}

function sizeOfAlias(work: Work, alias: Alias): number {
  const size = work.sizes.get(alias.source) ?? 1;
  work.total += size;
  if (work.total > EXPANDED_MAX) work.offending ??= alias.range?.[0] ?? 0;
  return size;
}

function sizeOfParts(work: Work, node: Node): number {
  if (!isMap(node) && !isSeq(node)) return 1;
  let size = 1;
  for (const item of node.items) {
    size += isPair(item) ? sizeOf(work, item.key) + sizeOf(work, item.value) : sizeOf(work, item);
  }
  return size;
}
