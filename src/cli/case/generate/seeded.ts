/**
 * Mixes 32 bits so that every input bit changes about half of the output bits.
 *
 * @source MurmurHash3, 32-bit finalizer (Austin Appleby, public domain)
 */
export function mix32(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Gives a 32-bit number for a text; the same text always gives the same number.
 *
 * @source FNV-1a, 32 bits, over UTF-16 code units, then mix32
 */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix32(hash);
}

/** A stream of seeded numbers; each call moves it on. */
export interface Seeded {
  /** A whole number, 0 inclusive to 2^32 exclusive. */
  uint32(): number;
  /** A whole number, 0 inclusive to `below` exclusive; `below` is at most 2^32. */
  below(below: number): number;
  /** A fraction, 0 inclusive to 1 exclusive, in steps of 2^-32. */
  fraction(): number;
  bytes(count: number): Uint8Array;
}

/**
 * Gives the stream of numbers that belongs to a seed and an index, without making those before it.
 *
 * @source xoshiro128** 1.1 (David Blackman and Sebastiano Vigna, public domain), its four words
 *   seeded by mix32 over seed and index
 */
export function seededAt(seed: number, index: number): Seeded {
  const low = mix32((index >>> 0) ^ seed);
  const high = mix32(Math.floor(index / 0x1_0000_0000) ^ mix32(seed));
  let s0 = mix32(low + 0x9e3779b9);
  let s1 = mix32(low ^ 0x7f4a7c15);
  let s2 = mix32(high + 0xbf58476d);
  let s3 = mix32(low + high) | 1;
  const uint32 = (): number => {
    const scrambled = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotate(s3, 11);
    return scrambled;
  };
  const fraction = (): number => uint32() / 0x1_0000_0000;
  return {
    uint32,
    fraction,
    below: (below) => Math.floor(fraction() * below),
    bytes: (count) => Uint8Array.from({ length: count }, () => uint32() >>> 24),
  };
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
