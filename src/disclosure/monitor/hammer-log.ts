import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type Checkpoint, type CheckpointRefusal, openCheckpoint } from '../checkpoint.ts';
import { hashLeaf, sameBytes } from '../merkle/hash.ts';
import { verifyConsistency } from '../merkle/verify-consistency.ts';
import { verifyInclusion } from '../merkle/verify-inclusion.ts';
import type { NoteKey } from '../signed-note.ts';
import { parseEntryBundle, renderTileIndex, tileWidth } from '../tile.ts';
import {
  type ReadTile,
  readConsistencyProof,
  readInclusionProof,
  TileTooShort,
} from './tile-nodes.ts';

/** What was found wrong while a log was read under load. */
export type HammerRefusal =
  | CheckpointRefusal
  | { readonly code: 'log_empty' }
  | { readonly code: 'log_shrank'; readonly notes: readonly [string, string] }
  | { readonly code: 'split_view'; readonly notes: readonly [string, string] }
  | { readonly code: 'bundle_malformed'; readonly path: string }
  | { readonly code: 'hash_tile_differs'; readonly path: string }
  | { readonly code: 'proof_wrong'; readonly index: number; readonly size: number }
  | { readonly code: 'history_rewritten'; readonly notes: readonly [string, string] };

/** How much was read and verified. */
export interface HammerCount {
  readonly checkpoints: number;
  readonly inclusionProofs: number;
  readonly consistencyProofs: number;
  readonly size: number;
}

interface Seen extends Checkpoint {
  readonly note: string;
}

/** What one reader may use; chance and time are the caller's. */
export interface HammerOptions {
  readonly key: NoteKey;
  readonly read: ReadTile;
  readonly isOver: () => boolean;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
}

async function proveEntry(
  { root, size }: Seen,
  { read, random }: HammerOptions,
): Promise<Outcome<'proved', HammerRefusal>> {
  const index = Math.min(size - 1, Math.floor(random() * size));
  const tile = Math.floor(index / tileWidth);
  const width = Math.min(tileWidth, size - tile * tileWidth);
  const partial = width < tileWidth ? `.p/${width}` : '';
  const path = `tile/entries/${renderTileIndex(tile)}${partial}`;
  const entries = parseEntryBundle(await read(path), width);
  const entry = entries?.[index - tile * tileWidth];
  if (entry === undefined) return refuse({ code: 'bundle_malformed', path });
  const proof = await readInclusionProof({ index, size }, read);
  const claim = { leafHash: hashLeaf(entry), leafIndex: index, treeSize: size, root, proof };
  return verifyInclusion(claim).ok
    ? accept('proved')
    : refuse({ code: 'proof_wrong', index, size });
}

async function compareHistory(
  last: Seen,
  next: Seen,
  read: ReadTile,
): Promise<Outcome<'same' | 'consistent', HammerRefusal>> {
  const notes = [last.note, next.note] as const;
  if (next.size < last.size) return refuse({ code: 'log_shrank', notes });
  if (next.size === last.size) {
    const isSame = sameBytes({ left: last.root, right: next.root });
    return isSame ? accept('same') : refuse({ code: 'split_view', notes });
  }
  const proof = await readConsistencyProof({ first: last.size, second: next.size }, read);
  const claim = {
    ...{ firstSize: last.size, firstRoot: last.root },
    ...{ secondSize: next.size, secondRoot: next.root, proof },
  };
  const isConsistent = verifyConsistency(claim).ok;
  return isConsistent ? accept('consistent') : refuse({ code: 'history_rewritten', notes });
}

/** Reads the newest checkpoint and proves that its tree goes on from the one seen before. */
async function readNewest(
  last: Seen | undefined,
  { key, read }: HammerOptions,
): Promise<Outcome<{ readonly seen: Seen; readonly isLater: boolean }, HammerRefusal>> {
  const note = new TextDecoder().decode(await read('checkpoint'));
  const opened = openCheckpoint(note, key);
  if (!opened.ok) return opened;
  const seen: Seen = { ...opened.value, note };
  if (seen.size === 0) return refuse({ code: 'log_empty' });
  if (last === undefined) return accept({ seen, isLater: false });
  const compared = await compareHistory(last, seen, read);
  return compared.ok ? accept({ seen, isLater: compared.value === 'consistent' }) : compared;
}

const entriesPerCheckpoint = 20;

async function proveEntries(
  seen: Seen,
  options: HammerOptions,
): Promise<Outcome<number, HammerRefusal>> {
  let proved = 0;
  for (; proved < entriesPerCheckpoint && !options.isOver(); proved += 1) {
    const entry = await proveEntry(seen, options);
    if (!entry.ok) return entry;
  }
  return accept(proved);
}

async function hammer(options: HammerOptions): Promise<Outcome<HammerCount, HammerRefusal>> {
  const count = { checkpoints: 0, inclusionProofs: 0, consistencyProofs: 0, size: 0 };
  let last: Seen | undefined;
  do {
    const newest = await readNewest(last, options);
    if (!newest.ok) return newest;
    last = newest.value.seen;
    const proved = await proveEntries(last, options);
    if (!proved.ok) return proved;
    count.checkpoints += 1;
    count.consistencyProofs += newest.value.isLater ? 1 : 0;
    count.inclusionProofs += proved.value;
    count.size = last.size;
  } while (!options.isOver());
  return accept(count);
}

/**
 * Reads a log as a crowd would, until the caller says it is over: newest checkpoints, entries at
 * random, the tiles their proofs are made of; verifies every proof and that each tree is the
 * beginning of the next.
 *
 * @returns how much was verified, or the first thing that is wrong
 */
export async function hammerLog(
  options: HammerOptions,
): Promise<Outcome<HammerCount, HammerRefusal>> {
  try {
    return await hammer(options);
  } catch (error) {
    if (!(error instanceof TileTooShort)) throw error;
    return refuse({ code: 'hash_tile_differs', path: error.path });
  }
}
