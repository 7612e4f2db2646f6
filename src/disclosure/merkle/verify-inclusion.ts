import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { hashBytes, hashChildren, sameBytes } from './hash.ts';

/** Why a proof was refused. Checked in this order; the first that holds is returned. */
export type ProofRefusal =
  | { readonly code: 'tree_size_invalid' }
  | { readonly code: 'leaf_outside_tree' }
  | { readonly code: 'hash_length_wrong' }
  | { readonly code: 'proof_too_long' }
  | { readonly code: 'proof_too_short' }
  | { readonly code: 'root_differs' };

/** A size or index of a tree: a whole number from 0 that a double holds exactly. */
export function isTreeNumber(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * Verifies that a leaf is in a tree.
 *
 * Strict: the proof has exactly the hashes it needs, each of 32 bytes.
 *
 * @param claim.leafHash the hash of the leaf, with its prefix
 * @source RFC 9162, 2.1.3.2
 */
export function verifyInclusion(claim: {
  readonly leafHash: Uint8Array;
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}): Outcome<'included', ProofRefusal> {
  const { leafHash, leafIndex, treeSize, root, proof } = claim;
  if (!isTreeNumber(leafIndex) || !isTreeNumber(treeSize)) {
    return refuse({ code: 'tree_size_invalid' });
  }
  if (leafIndex >= treeSize) return refuse({ code: 'leaf_outside_tree' });
  if ([leafHash, root, ...proof].some(({ length }) => length !== hashBytes)) {
    return refuse({ code: 'hash_length_wrong' });
  }
  const walk = { node: leafIndex, last: treeSize - 1 };
  let hash = leafHash;
  for (const sibling of proof) {
    if (walk.last === 0) return refuse({ code: 'proof_too_long' });
    if (takesLeftSibling(walk)) hash = hashChildren({ left: sibling, right: hash });
    else hash = hashChildren({ left: hash, right: sibling });
    climb(walk);
  }
  if (walk.last !== 0) return refuse({ code: 'proof_too_short' });
  return sameBytes({ left: hash, right: root })
    ? accept('included')
    : refuse({ code: 'root_differs' });
}

/** The RFC's `fn` and `sn`: the node reached, and the last node of its level. */
export interface Walk {
  node: number;
  last: number;
}

/**
 * Tells whether the next hash stands to the left. At the right edge, levels where the node has no
 * sibling are left behind first.
 */
export function takesLeftSibling(walk: Walk): boolean {
  if (walk.node % 2 === 0 && walk.node !== walk.last) return false;
  while (walk.node % 2 === 0 && walk.node !== 0) climb(walk);
  return true;
}

/** Goes up one level. */
export function climb(walk: Walk): void {
  walk.node = Math.floor(walk.node / 2);
  walk.last = Math.floor(walk.last / 2);
}
