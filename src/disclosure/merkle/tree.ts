import { assert } from '../../kernel/index.ts';
import { foldRight } from './compact-range.ts';

/** Names a complete subtree; level 0 is the leaves, index counts from the left. */
export interface NodeRef {
  readonly level: number;
  readonly index: number;
}

/** Where stored complete subtrees are read from; a missing one is a fault of the store. */
export interface NodeSource {
  hashAt(ref: NodeRef): Uint8Array;
}

/**
 * A proof before its hashes are known: one list of complete subtrees for each hash of the proof.
 * A list of several is a subtree at the right edge, which is not complete and so not stored.
 */
export type ProofPlan = readonly (readonly NodeRef[])[];

/** Gives the largest power of two smaller than a size of at least two. @source RFC 9162, 2.1.1 */
function splitPoint(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/**
 * Lists the complete subtrees that cover the leaves `[from, until)`, the largest first.
 *
 * `from` must be a multiple of the largest of them, as every subtree of the RFC's recursion is.
 */
export function coverLeaves(leaves: { from: number; until: number }): readonly NodeRef[] {
  const refs: NodeRef[] = [];
  let from = leaves.from;
  while (from < leaves.until) {
    let width = 1;
    let level = 0;
    while (width * 2 <= leaves.until - from) {
      width *= 2;
      level += 1;
    }
    assert(from % width === 0, 'log: a subtree starts at a multiple of its width', leaves);
    refs.push({ level, index: from / width });
    from += width;
  }
  return refs;
}

/**
 * Plans the proof that a leaf is in the tree of a size.
 *
 * @param place.index of the leaf, from 0, smaller than the size
 * @source RFC 9162, 2.1.3.1 (PATH)
 */
export function planInclusion(place: { index: number; size: number }): ProofPlan {
  assert(place.index >= 0 && place.index < place.size, 'log: the leaf is in the tree', place);
  const plan: (readonly NodeRef[])[] = [];
  let from = 0;
  let until = place.size;
  while (until - from > 1) {
    const split = from + splitPoint(until - from);
    if (place.index < split) {
      plan.push(coverLeaves({ from: split, until }));
      until = split;
    } else {
      plan.push(coverLeaves({ from, until: split }));
      from = split;
    }
  }
  return plan.toReversed();
}

/**
 * Plans the proof that the tree of one size is the beginning of the tree of another.
 *
 * Empty when the sizes are equal or the first is 0: there is nothing to prove.
 *
 * @source RFC 9162, 2.1.4.1 (SUBPROOF)
 */
export function planConsistency(sizes: { first: number; second: number }): ProofPlan {
  const { first, second } = sizes;
  assert(first >= 0 && first <= second, 'log: the first tree is not the larger', sizes);
  if (first === 0 || first === second) return [];
  const plan: (readonly NodeRef[])[] = [];
  let from = 0;
  let until = second;
  while (until !== first) {
    const split = from + splitPoint(until - from);
    if (first <= split) {
      plan.push(coverLeaves({ from: split, until }));
      until = split;
    } else {
      plan.push(coverLeaves({ from, until: split }));
      from = split;
    }
  }
  // The verifier knows the first root; it needs this hash only when that root is not the node.
  if (from > 0) plan.push(coverLeaves({ from, until }));
  return plan.toReversed();
}

/** Puts the hashes into a planned proof. */
export function buildProof(plan: ProofPlan, source: NodeSource): readonly Uint8Array[] {
  return plan.map((refs) => {
    const hash = foldRight(refs.map((ref) => source.hashAt(ref)));
    assert(hash !== undefined, 'log: every hash of a proof covers some leaf');
    return hash;
  });
}
