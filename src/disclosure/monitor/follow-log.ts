import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type Checkpoint, type CheckpointRefusal, openCheckpoint } from '../checkpoint.ts';
import { appendLeaves, type CompactRange, emptyRange, rootOf } from '../merkle/compact-range.ts';
import { hashLeaf, sameBytes } from '../merkle/hash.ts';
import type { NoteKey } from '../signed-note.ts';
import { parseEntryBundle, renderTileIndex, tileWidth } from '../tile.ts';

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

function bundlePath(index: number, width: number): string {
  const partial = width < tileWidth ? `.p/${width}` : '';
  return `tile/entries/${renderTileIndex(index)}${partial}`;
}

/** Reads the entries from the range's end to a size, which lies in one tile with it or ends one. */
async function extend(
  range: CompactRange,
  options: {
    until: number;
    size: number;
    read: (path: string) => Promise<Uint8Array>;
    onEntry?: ((entry: Uint8Array, index: number) => void) | undefined;
  },
): Promise<Outcome<CompactRange, MonitorRefusal>> {
  const tile = Math.floor(range.size / tileWidth);
  const width = Math.min(tileWidth, options.size - tile * tileWidth);
  const path = bundlePath(tile, width);
  const entries = parseEntryBundle(await options.read(path), width);
  if (entries === undefined) return refuse({ code: 'bundle_malformed', path });
  const [from, until] = [range.size - tile * tileWidth, options.until - tile * tileWidth];
  const added = entries.slice(from, until);
  for (const [at, entry] of added.entries()) options.onEntry?.(entry, range.size + at);
  return accept(appendLeaves(range, added.map(hashLeaf)).range);
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
}): Promise<Outcome<FollowedLog, MonitorRefusal>> {
  const { key, last, others, read, onProgress, onEntry } = options;
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
    const extended = await extend(range, { until, size: newest.size, read, onEntry });
    if (!extended.ok) return extended;
    range = extended.value;
    const same = compareRoots(range, opened.value);
    if (!same.ok) return same;
    onProgress?.({ done: range.size, total: newest.size });
  }
  return accept({ note, range });
}
