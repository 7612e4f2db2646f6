import { sha256 } from '@noble/hashes/sha2.js';

/** Length of every hash of the log, SHA-256. */
export const hashBytes = 32;

// RFC 9162, 2.1.1: the prefixes keep a leaf from being read as a node, which would allow forgeries.
const leafPrefix = 0x00;
const nodePrefix = 0x01;

/** The root of a tree without leaves: the hash of nothing. @source RFC 9162, 2.1.1 */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0));
}

/** Gives the hash of a leaf: SHA-256(0x00 || data). @source RFC 9162, 2.1.1 */
export function hashLeaf(data: Uint8Array): Uint8Array {
  return sha256(joinBytes([Uint8Array.of(leafPrefix), data]));
}

/** Gives the hash of an inner node: SHA-256(0x01 || left || right). @source RFC 9162, 2.1.1 */
export function hashChildren(children: { left: Uint8Array; right: Uint8Array }): Uint8Array {
  return sha256(joinBytes([Uint8Array.of(nodePrefix), children.left, children.right]));
}

/** Joins byte strings in the order given. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Tells whether two byte strings are the same; public values only, so time is not hidden. */
export function sameBytes(pair: { left: Uint8Array; right: Uint8Array }): boolean {
  const { left, right } = pair;
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
