import { assert } from '../../kernel/index.ts';
import { emptyRoot, hashChildren } from './hash.ts';

/**
 * The least one must keep of a tree to append to it and to know its root.
 *
 * `hashes` are the roots of the complete subtrees that make up the tree, the largest (leftmost)
 * first: one for each 1 in the binary form of `size`.
 *
 * @source RFC 9162, 2.1.2
 */
export interface CompactRange {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

/** A complete subtree: the node `index` (from the left, 0) of `level` (0 is the leaves). */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** The range of a tree without leaves. */
export const emptyRange: CompactRange = { size: 0, hashes: [] };

/** Counts the complete subtrees a tree of that size is made of. */
export function countPeaks(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

/**
 * Appends leaf hashes to a range.
 *
 * @returns the longer range, and every complete subtree of level 1 and above that became complete
 */
export function appendLeaves(
  range: CompactRange,
  leafHashes: readonly Uint8Array[],
): { readonly range: CompactRange; readonly nodes: readonly TreeNode[] } {
  assert(range.hashes.length === countPeaks(range.size), 'log: a range fits its size');
  const hashes = [...range.hashes];
  const nodes: TreeNode[] = [];
  let size = range.size;
  for (const leafHash of leafHashes) {
    let hash = leafHash;
    let index = size;
    for (let level = 1; index % 2 === 1; level += 1) {
      const left = hashes.pop();
      assert(left !== undefined, 'log: a right child has a left sibling in the range');
      hash = hashChildren({ left, right: hash });
      index = (index - 1) / 2;
      nodes.push({ level, index, hash });
    }
    hashes.push(hash);
    size += 1;
  }
  assert(Number.isSafeInteger(size), 'log: the size is a whole number');
  return { range: { size, hashes }, nodes };
}

/** Gives the root of the tree of a range. */
export function rootOf(range: CompactRange): Uint8Array {
  return foldRight(range.hashes) ?? emptyRoot();
}

/** Folds adjacent subtrees, the largest first, into the hash of the node above them all. */
export function foldRight(hashes: readonly Uint8Array[]): Uint8Array | undefined {
  let folded: Uint8Array | undefined;
  for (const left of hashes.toReversed()) {
    folded = folded === undefined ? left : hashChildren({ left, right: folded });
  }
  return folded;
}
