import bloomFilters from 'bloom-filters';
import { plainText } from './normalise.ts';

// Near-same text by MinHash and locality-sensitive hashing: texts whose shingles overlap by half or
// more nearly always share a band; what shares a band is then compared exactly.

const bandCount = 20;
const rowsPerBand = 4;
const hashCount = bandCount * rowsPerBand;
/** The largest prime below 2^26: products of two residues stay exact in a double. */
const modulus = 67_108_859;
const shingleLength = 3;

/** Shorter texts are too often the same by chance. */
export const textLengthMin = 40;

/** Texts are near-same from this overlap of their shingles on (Jaccard). */
export const nearSameFrom = 0.6;

/** The same functions on every machine: a Lehmer generator (MINSTD) from a fixed start. */
const hashFunctions = (() => {
  let state = 20_221_015;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return 1 + (state % (modulus - 1));
  };
  return Array.from({ length: hashCount }, () => ({ a: next(), b: next(), c: modulus }));
})();

/** A short hash of a shingle (FNV-1a), a residue of the modulus. */
function hashShingle(shingle: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < shingle.length; index += 1) {
    hash = Math.imul(hash ^ shingle.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % modulus;
}

/** Gives the shingles of a text: every three characters in a row, without spaces and signs. */
export function shinglesOf(text: string): ReadonlySet<string> {
  const letters = [...plainText(text).replaceAll(/[^\p{L}\p{N}]/gu, '')];
  const shingles = new Set<string>();
  for (let index = 0; index + shingleLength <= letters.length; index += 1) {
    shingles.add(letters.slice(index, index + shingleLength).join(''));
  }
  return shingles;
}

/**
 * Gives the bands of a text, in order; near-same texts share one or more. None for a text that is
 * too short to be told from others.
 */
export function bandsOf(text: string): readonly string[] {
  const shingles = [...shinglesOf(text)];
  if (shingles.length < textLengthMin - shingleLength) return [];
  const minHash = new bloomFilters.MinHash(hashCount, hashFunctions);
  minHash.bulkLoad(shingles.map(hashShingle));
  return Array.from({ length: bandCount }, (_, band) => {
    const from = band * rowsPerBand;
    return `${band}:${minHash._signature.slice(from, from + rowsPerBand).join(',')}`;
  });
}

/** Gives how much two texts overlap, from 0 to 1: shared shingles among all of both (Jaccard). */
export function overlapOf(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const shingle of small) if (large.has(shingle)) shared += 1;
  const all = left.size + right.size - shared;
  return all === 0 ? 0 : shared / all;
}
