import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type Checkpoint, type CheckpointRefusal, openCheckpoint } from '../checkpoint.ts';
import {
  appendLeaves,
  type CompactRange,
  emptyRange,
  rootOf,
  type TreeNode,
} from '../merkle/compact-range.ts';
import { hashBytes, hashLeaf, joinBytes, sameBytes } from '../merkle/hash.ts';
import type { NoteKey } from '../signed-note.ts';
import { parseEntryBundle, renderTileIndex, type TileRef, tileWidth } from '../tile.ts';

/** What a monitor remembers of a log: the checkpoint it saw last, and the tree it recomputed. */
export interface FollowedLog {
  readonly note: string;
  readonly range: CompactRange;
}

/**
 * What a monitor found wrong. Two notes signed by one key that contradict each other are evidence:
 * `split_view` and `log_shrank` carry both.
 */
export type MonitorRefusal =
  | CheckpointRefusal
  | { readonly code: 'bundle_malformed'; readonly path: string }
  | { readonly code: 'hash_tile_differs'; readonly path: string }
  | { readonly code: 'log_shrank'; readonly notes: readonly [string, string] }
  | { readonly code: 'split_view'; readonly notes: readonly [string, string] }
  | { readonly code: 'root_differs'; readonly note: string };

interface Signed extends Checkpoint {
  readonly note: string;
}

function openAll(
  notes: readonly string[],
  key: NoteKey,
): Outcome<readonly Signed[], CheckpointRefusal> {
  const opened: Signed[] = [];
  for (const note of notes) {
    const checkpoint = openCheckpoint(note, key);
    if (!checkpoint.ok) return checkpoint;
    opened.push({ ...checkpoint.value, note });
  }
  return accept(opened);
}

function tilePathOf({ level, index, width }: TileRef): string {
  const partial = width < tileWidth ? `.p/${width}` : '';
  return `tile/${level}/${renderTileIndex(index)}${partial}`;
}

/** Compares the tiles above the leaves with the subtrees recomputed from the entries. */
async function compareHigherTiles(
  nodes: readonly TreeNode[],
  read: (path: string) => Promise<Uint8Array>,
): Promise<Outcome<'same', MonitorRefusal>> {
  const tiles = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    const place = `${node.level / 8}/${Math.floor(node.index / tileWidth)}`;
    tiles.set(place, [...(tiles.get(place) ?? []), node]);
  }
  for (const [place, own] of tiles) {
    const [level = 0, index = 0] = place.split('/').map(Number);
    const first = own[0] as TreeNode;
    const width = (own.at(-1) as TreeNode).index - index * tileWidth + 1;
    const path = tilePathOf({ level, index, width });
    const skipped = (first.index - index * tileWidth) * hashBytes;
    const right = (await read(path)).subarray(skipped);
    const left = joinBytes(own.map(({ hash }) => hash));
    if (!sameBytes({ left, right })) return refuse({ code: 'hash_tile_differs', path });
  }
  return accept('same');
}

/** Reads the entries from the range's end to a size, which lies in one tile with it or ends one. */
async function extend(
  range: CompactRange,
  options: {
    until: number;
    size: number;
    read: (path: string) => Promise<Uint8Array>;
    onEntry?: ((entry: Uint8Array, index: number) => void) | undefined;
    isHashed: boolean;
    nodes: TreeNode[];
  },
): Promise<Outcome<CompactRange, MonitorRefusal>> {
  const tile = Math.floor(range.size / tileWidth);
  const width = Math.min(tileWidth, options.size - tile * tileWidth);
  const path = tilePathOf({ level: 'entries', index: tile, width });
  const entries = parseEntryBundle(await options.read(path), width);
  if (entries === undefined) return refuse({ code: 'bundle_malformed', path });
  const tileHashes = options.isHashed ? joinBytes(entries.map(hashLeaf)) : undefined;
  if (tileHashes !== undefined) {
    const hashPath = tilePathOf({ level: 0, index: tile, width });
    const right = await options.read(hashPath);
    if (!sameBytes({ left: tileHashes, right })) {
      return refuse({ code: 'hash_tile_differs', path: hashPath });
    }
  }
  const [from, until] = [range.size - tile * tileWidth, options.until - tile * tileWidth];
  const added = entries.slice(from, until);
  for (const [at, entry] of added.entries()) options.onEntry?.(entry, range.size + at);
  const grown = appendLeaves(range, added.map(hashLeaf));
  if (options.isHashed) options.nodes.push(...grown.nodes.filter(({ level }) => level % 8 === 0));
  return accept(grown.range);
}

/** Compares the signed roots of one size with each other and with the recomputed one. */
function compareRoots(
  range: CompactRange,
  signed: readonly Signed[],
): Outcome<'same', MonitorRefusal> {
  const [first, ...rest] = signed.filter(({ size }) => size === range.size);
  if (first === undefined) return accept('same');
  const other = rest.find(({ root }) => !sameBytes({ left: root, right: first.root }));
  if (other !== undefined) {
    return refuse({ code: 'split_view', notes: [first.note, other.note] });
  }
  const isSame = sameBytes({ left: rootOf(range), right: first.root });
  return isSame ? accept('same') : refuse({ code: 'root_differs', note: first.note });
}

/**
 * Follows a log as a stranger can: reads its newest checkpoint and every entry since the last look,
 * recomputes the tree, and compares it with all that was signed.
 *
 * @param options.last what the monitor saw before; without it the whole log is recomputed
 * @param options.others checkpoints of the same log seen elsewhere: a mirror's, a witness's, one in
 *   a receipt. Those beyond the newest size read here are not compared
 * @param options.read gives the bytes at a path below the log, such as `checkpoint`
 * @param options.isHashed whether the tiles of hashes, which proofs are made of, are compared too
 * @param options.onEntry hears each entry read, in order, before its root is compared
 * @returns what to remember for the next look, or the first contradiction
 * @source C2SP tlog-tiles; RFC 9162, section 8.1 (monitors), 11.3 (misbehaving logs)
 */
export async function followLog(options: {
  readonly key: NoteKey;
  readonly last: FollowedLog | undefined;
  readonly others: readonly string[];
  readonly read: (path: string) => Promise<Uint8Array>;
  readonly onProgress?: (place: { done: number; total: number }) => void;
  readonly onEntry?: (entry: Uint8Array, index: number) => void;
  readonly isHashed?: boolean;
}): Promise<Outcome<FollowedLog, MonitorRefusal>> {
  const { key, last, others, read, onProgress, onEntry, isHashed = false } = options;
  const nodes: TreeNode[] = [];
  const note = new TextDecoder().decode(await read('checkpoint'));
  const known = last === undefined ? [] : [last.note];
  const opened = openAll([note, ...known, ...others], key);
  if (!opened.ok) return opened;
  const [newest, ...rest] = opened.value as readonly [Signed, ...Signed[]];
  let range = last?.range ?? emptyRange;
  if (last !== undefined && newest.size < range.size) {
    return refuse({ code: 'log_shrank', notes: [last.note, note] });
  }
  const compared = compareRoots(range, opened.value);
  if (!compared.ok) return compared;
  while (range.size < newest.size) {
    const stops = rest.map(({ size }) => size).filter((size) => size > range.size);
    const tileEnd = (Math.floor(range.size / tileWidth) + 1) * tileWidth;
    const until = Math.min(newest.size, tileEnd, ...stops);
    const extended = await extend(range, {
      ...{ until, size: newest.size, read, onEntry },
      ...{ isHashed, nodes },
    });
    if (!extended.ok) return extended;
    range = extended.value;
    const same = compareRoots(range, opened.value);
    if (!same.ok) return same;
    onProgress?.({ done: range.size, total: newest.size });
  }
  const tiles = await compareHigherTiles(nodes, read);
  return tiles.ok ? accept({ note, range }) : tiles;
}
