import { assert } from '../../../kernel/index.ts';

/**
 * A one-to-one shuffle of 0 … size-1: rank = (multiplier × index + offset) mod size.
 *
 * Exact in a double and in a 64-bit integer for sizes below 67 million, so SQL and TypeScript give
 * the same ranks.
 */
export interface Permutation {
  readonly size: number;
  readonly multiplier: number;
  readonly offset: number;
}

const sizeMax = 67_000_000;
const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];

/**
 * Makes the shuffle for one purpose.
 *
 * The multiplier is near size × the fraction of a square root of a prime, a different prime for each
 * `purpose`: such steps spread evenly and do not line up with each other.
 *
 * @param options.purpose 0 to 19
 * @param options.seed any 32-bit number; it moves the start
 */
export function permutationOf(options: {
  readonly size: number;
  readonly purpose: number;
  readonly seed: number;
}): Permutation {
  const { size, purpose, seed } = options;
  assert(size >= 1 && size < sizeMax, 'case: a shuffle is of 1 to 67 million', { size });
  const prime = primes[purpose];
  assert(prime !== undefined, 'case: a shuffle has a known purpose', { purpose });
  if (size === 1) return { size, multiplier: 1, offset: 0 };
  let multiplier = Math.max(1, Math.floor(size * (Math.sqrt(prime) % 1)));
  while (commonDivisor(multiplier, size) !== 1) multiplier += 1;
  return { size, multiplier: multiplier % size, offset: seed % size };
}

/** Gives the rank of an index. */
export function rankOf(permutation: Permutation, index: number): number {
  const { size, multiplier, offset } = permutation;
  return (multiplier * index + offset) % size;
}

/** Gives the index that has a rank: the reverse of rankOf. */
export function indexOf(permutation: Permutation, rank: number): number {
  const { size, multiplier, offset } = permutation;
  return (inverseOf(multiplier, size) * ((rank - offset + size) % size)) % size;
}

function commonDivisor(left: number, right: number): number {
  let [a, b] = [left, right];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

const inverses = new Map<string, number>();

/** The number that undoes a multiplication modulo size; kept, because it is asked for per claim. */
function inverseOf(multiplier: number, size: number): number {
  const key = `${multiplier}/${size}`;
  const known = inverses.get(key);
  if (known !== undefined) return known;
  let [a, b] = [multiplier % size, size];
  let [x, y] = [1, 0];
  while (b !== 0) {
    const quotient = Math.floor(a / b);
    [a, b] = [b, a % b];
    [x, y] = [y, x - quotient * y];
  }
  const inverse = ((x % size) + size) % size;
  inverses.set(key, inverse);
  return inverse;
}
