import { assert } from '../kernel/index.ts';
import { joinBytes } from './merkle/hash.ts';
import type { NodeRef } from './merkle/tree.ts';

/** A tile holds 256 hashes of one level, or 256 entries. @source C2SP tlog-tiles */
export const tileWidth = 256;
const tileHeight = 8;

/** A tile asked for: hashes of tree level `8 * level`, or the entries themselves. */
export interface TileRef {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below 256 a partial tile. */
  readonly width: number;
}

/**
 * Reads what follows `/tile/`: `<L>/<N>` or `entries/<N>`, with `.p/<W>` for a partial tile.
 *
 * N is written in groups of three digits, each but the last with an x before it: `x001/x234/067`.
 *
 * @returns undefined for anything written in another way
 * @source C2SP tlog-tiles, "Merkle Tree" and "Log entries"
 */
export function parseTilePath(path: string): TileRef | undefined {
  const match =
    /^(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  const [, level, digits, partial] = match ?? [];
  if (level === undefined || digits === undefined) return undefined;
  const width = partial === undefined ? tileWidth : Number(partial);
  const index = Number(digits.replaceAll(/[x/]/g, ''));
  const isPartialWhole = partial !== undefined && width >= tileWidth;
  if (isPartialWhole || renderTileIndex(index) !== digits) return undefined;
  return { level: level === 'entries' ? 'entries' : Number(level), index, width };
}

/** Writes a tile index in groups of three digits. @source C2SP tlog-tiles */
export function renderTileIndex(index: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return groups.join('/');
}

/** Lists the nodes of a tile of hashes, or undefined when the tree of that size lacks some. */
export function tileNodes(
  tile: { readonly level: number; readonly index: number; readonly width: number },
  treeSize: number,
): readonly NodeRef[] | undefined {
  const level = tile.level * tileHeight;
  const first = tile.index * tileWidth;
  const completeCount = Math.floor(treeSize / 2 ** level);
  if (first + tile.width > completeCount) return undefined;
  return Array.from({ length: tile.width }, (_, offset) => ({ level, index: first + offset }));
}

/** Joins entries into a bundle, each after its length in two bytes. @source C2SP tlog-tiles */
export function renderEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return joinBytes(
    entries.flatMap((entry) => {
      assert(entry.length <= 0xffff, 'log: an entry fits its two-byte length');
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/**
 * Splits a bundle into its entries.
 *
 * @returns undefined when it is cut off or has more or fewer than the entries expected
 * @source C2SP tlog-tiles, "Log entries"
 */
export function parseEntryBundle(
  bundle: Uint8Array,
  expectedCount: number,
): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bundle.length) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    entries.push(bundle.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return at === bundle.length && entries.length === expectedCount ? entries : undefined;
}
