import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { hashBytes, hashChildren, sameBytes } from './hash.ts';
import { climb, isTreeNumber, type ProofRefusal, takesLeftSibling } from './verify-inclusion.ts';

/** Two trees of one log, and the hashes said to connect them. */
export interface ConsistencyClaim {
  readonly firstSize: number;
  readonly secondSize: number;
  readonly firstRoot: Uint8Array;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

export type ConsistencyRefusal =
  | ProofRefusal
  | { readonly code: 'trees_out_of_order' }
  | { readonly code: 'first_tree_empty' };

/**
 * Verifies that the first tree is the beginning of the second: that nothing was changed or removed.
 *
 * Strict: exactly the hashes needed, none for equal sizes. An empty first tree is refused, because
 * every tree begins with nothing and so nothing is proved.
 *
 * @source RFC 9162, 2.1.4.2
 */
export function verifyConsistency(
  claim: ConsistencyClaim,
): Outcome<'consistent', ConsistencyRefusal> {
  const { firstSize, secondSize, firstRoot, secondRoot, proof } = claim;
  if (!isTreeNumber(firstSize) || !isTreeNumber(secondSize)) {
    return refuse({ code: 'tree_size_invalid' });
  }
  if (firstSize > secondSize) return refuse({ code: 'trees_out_of_order' });
  if (firstSize === 0) return refuse({ code: 'first_tree_empty' });
  if (firstSize === secondSize) {
    if (proof.length > 0) return refuse({ code: 'proof_too_long' });
    const isSame = sameBytes({ left: firstRoot, right: secondRoot });
    return isSame ? accept('consistent') : refuse({ code: 'root_differs' });
  }
  if ([firstRoot, secondRoot, ...proof].some(({ length }) => length !== hashBytes)) {
    return refuse({ code: 'hash_length_wrong' });
  }
  return verifyGrowth(claim);
}

function verifyGrowth(claim: ConsistencyClaim): Outcome<'consistent', ConsistencyRefusal> {
  const walk = { node: claim.firstSize - 1, last: claim.secondSize - 1 };
  while (walk.node % 2 === 1) climb(walk);
  // A first tree that is one complete subtree is its own starting hash; it is not sent.
  const path = walk.node === 0 ? [claim.firstRoot, ...claim.proof] : claim.proof;
  const [start, ...rest] = path;
  if (start === undefined) return refuse({ code: 'proof_too_short' });
  let first = start;
  let second = start;
  for (const sibling of rest) {
    if (walk.last === 0) return refuse({ code: 'proof_too_long' });
    if (takesLeftSibling(walk)) {
      first = hashChildren({ left: sibling, right: first });
      second = hashChildren({ left: sibling, right: second });
    } else {
      second = hashChildren({ left: second, right: sibling });
    }
    climb(walk);
  }
  if (walk.last !== 0) return refuse({ code: 'proof_too_short' });
  const agree =
    sameBytes({ left: first, right: claim.firstRoot }) &&
    sameBytes({ left: second, right: claim.secondRoot });
  return agree ? accept('consistent') : refuse({ code: 'root_differs' });
}
