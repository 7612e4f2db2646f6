import fc, { array, integer, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendLeaves, emptyRange, rootOf } from './compact-range.ts';
import { emptyRoot, hashChildren, hashLeaf } from './hash.ts';
import { buildProof, type NodeSource, planConsistency, planInclusion } from './tree.ts';
import { verifyConsistency } from './verify-consistency.ts';
import { verifyInclusion } from './verify-inclusion.ts';

/** The RFC's definition word for word; slow, and independent of what it is compared with. */
function definedRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return emptyRoot();
  if (leaves.length === 1) return hashLeaf(only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hashChildren({
    left: definedRoot(leaves.slice(0, split)),
    right: definedRoot(leaves.slice(split)),
  });
}

function leavesOf(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => new TextEncoder().encode(`leaf ${index}`));
}

function storeOf(leaves: readonly Uint8Array[]): NodeSource {
  const hashes = leaves.map(hashLeaf);
  const stored = new Map(hashes.map((hash, index) => [`0/${index}`, hash]));
  for (const { level, index, hash } of appendLeaves(emptyRange, hashes).nodes) {
    stored.set(`${level}/${index}`, hash);
  }
  return {
    hashAt({ level, index }) {
      const hash = stored.get(`${level}/${index}`);
      if (hash === undefined) throw new Error(`no node ${level}/${index}`);
      return hash;
    },
  };
}

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  const at = Math.floor(bit / 8) % bytes.length;
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
  return flipped;
}

const sizes = integer({ min: 1, max: 200 });
const bits = integer({ min: 0, max: 255 });

describe('the tree', () => {
  it('has the root that the RFC defines, appended in any two parts', () => {
    void fc.assert(
      property(array(uint8Array({ maxLength: 8 }), { maxLength: 70 }), sizes, (leaves, cut) => {
        const hashes = leaves.map(hashLeaf);
        const head = appendLeaves(emptyRange, hashes.slice(0, cut)).range;
        const whole = appendLeaves(head, hashes.slice(cut)).range;
        expect(rootOf(whole)).toEqual(definedRoot(leaves));
      }),
    );
  });

  it('proves every leaf in every tree up to 40', () => {
    for (let size = 1; size <= 40; size += 1) {
      const leaves = leavesOf(size);
      const source = storeOf(leaves);
      const root = definedRoot(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const proof = buildProof(planInclusion({ index, size }), source);
        const claim = { leafHash: hashLeaf(leaf), leafIndex: index, treeSize: size, root, proof };
        expect(verifyInclusion(claim)).toEqual({ ok: true, value: 'included' });
      }
    }
  });

  it('proves any two sizes consistent', () => {
    void fc.assert(
      property(sizes, sizes, (one, other) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const leaves = leavesOf(second);
        const outcome = verifyConsistency({
          firstSize: first,
          secondSize: second,
          firstRoot: definedRoot(leaves.slice(0, first)),
          secondRoot: definedRoot(leaves),
          proof: buildProof(planConsistency({ first, second }), storeOf(leaves)),
        });
        expect(outcome).toEqual({ ok: true, value: 'consistent' });
      }),
      { numRuns: 60 },
    );
  });
});

describe('any changed bit', () => {
  it('fails an inclusion proof, wherever it is', () => {
    void fc.assert(
      property(sizes, integer({ min: 0 }), bits, integer({ min: 0 }), (size, pick, bit, part) => {
        const leaves = leavesOf(size);
        const index = pick % size;
        const honest = {
          leafHash: hashLeaf(leaves[index] as Uint8Array),
          leafIndex: index,
          treeSize: size,
          root: definedRoot(leaves),
          proof: buildProof(planInclusion({ index, size }), storeOf(leaves)),
        };
        const place = part % (honest.proof.length + 2);
        const proof = honest.proof.map((hash, at) => (at === place ? flipBit(hash, bit) : hash));
        const changed = {
          ...honest,
          proof,
          leafHash: place === honest.proof.length ? flipBit(honest.leafHash, bit) : honest.leafHash,
          root: place === honest.proof.length + 1 ? flipBit(honest.root, bit) : honest.root,
        };
        expect(verifyInclusion(honest).ok).toBe(true);
        expect(verifyInclusion(changed).ok).toBe(false);
      }),
      { numRuns: 80 },
    );
  });

  it('fails a consistency proof, wherever it is', () => {
    void fc.assert(
      property(sizes, sizes, bits, integer({ min: 0 }), (first, more, bit, part) => {
        const second = first + more;
        const leaves = leavesOf(second);
        const honest = {
          firstSize: first,
          secondSize: second,
          firstRoot: definedRoot(leaves.slice(0, first)),
          secondRoot: definedRoot(leaves),
          proof: buildProof(planConsistency({ first, second }), storeOf(leaves)),
        };
        const place = part % (honest.proof.length + 2);
        const count = honest.proof.length;
        const changed = {
          ...honest,
          proof: honest.proof.map((hash, at) => (at === place ? flipBit(hash, bit) : hash)),
          firstRoot: place === count ? flipBit(honest.firstRoot, bit) : honest.firstRoot,
          secondRoot: place === count + 1 ? flipBit(honest.secondRoot, bit) : honest.secondRoot,
        };
        expect(verifyConsistency(changed).ok).toBe(false);
      }),
      { numRuns: 80 },
    );
  });
});

describe('a proof of the wrong shape', () => {
  const leaves = leavesOf(7);
  const proof = buildProof(planInclusion({ index: 2, size: 7 }), storeOf(leaves));
  const honest = {
    leafHash: hashLeaf(leaves[2] as Uint8Array),
    leafIndex: 2,
    treeSize: 7,
    root: definedRoot(leaves),
    proof,
  };

  it.each([
    ['a fractional index', { leafIndex: 2.5 }, 'tree_size_invalid'],
    ['a negative index', { leafIndex: -1 }, 'tree_size_invalid'],
    ['a size beyond exact numbers', { treeSize: 2 ** 53 }, 'tree_size_invalid'],
    ['an index at the size', { leafIndex: 7 }, 'leaf_outside_tree'],
    ['a short hash', { root: new Uint8Array(31) }, 'hash_length_wrong'],
    ['one hash more', { proof: [...proof, new Uint8Array(32)] }, 'proof_too_long'],
    ['one hash less', { proof: proof.slice(1) }, 'proof_too_short'],
    ['another root', { root: new Uint8Array(32) }, 'root_differs'],
  ])('%s is refused with its code', (_what, change, code) => {
    expect(verifyInclusion({ ...honest, ...change })).toEqual({ ok: false, refusal: { code } });
  });
});
