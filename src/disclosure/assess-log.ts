import { openCheckpoint } from './checkpoint.ts';
import { appendLeaves, type CompactRange, rootOf, type TreeNode } from './merkle/compact-range.ts';
import { hashLeaf, sameBytes } from './merkle/hash.ts';
import type { NodeSource } from './merkle/tree.ts';
import type { NoteKey } from './signed-note.ts';

/** One thing that is wrong with the stored log. */
export type LogFault =
  | { readonly code: 'entry_missing'; readonly index: number }
  | { readonly code: 'leaf_hash_differs'; readonly index: number }
  | { readonly code: 'entry_kind_differs'; readonly index: number }
  | { readonly code: 'entry_subject_differs'; readonly index: number }
  | { readonly code: 'node_differs'; readonly level: number; readonly index: number }
  | { readonly code: 'checkpoint_root_differs'; readonly size: number }
  | { readonly code: 'checkpoint_signature_wrong'; readonly size: number; readonly reason: string }
  | { readonly code: 'checkpoint_beyond_log'; readonly size: number }
  | { readonly code: 'shard_not_successor'; readonly shard: number };

/** What one stretch of stored entries comes to. */
export interface StretchAssessment {
  readonly range: CompactRange;
  readonly nodes: readonly TreeNode[];
  readonly faults: readonly LogFault[];
}

/**
 * Recomputes a stretch of the log from the bytes of its entries, believing no stored hash.
 *
 * @param stretch.until where the stretch ends, exclusive; it begins where the range ends
 */
export function assessStretch(stretch: {
  readonly range: CompactRange;
  readonly until: number;
  readonly entries: readonly { index: number; data: Uint8Array; leafHash: Uint8Array }[];
}): StretchAssessment {
  const { range, until, entries } = stretch;
  const faults: LogFault[] = [];
  const leafHashes: Uint8Array[] = [];
  for (let index = range.size; index < until; index += 1) {
    const entry = entries[index - range.size];
    if (entry === undefined || entry.index !== index) {
      return { range, nodes: [], faults: [{ code: 'entry_missing', index }] };
    }
    const leafHash = hashLeaf(entry.data);
    if (!sameBytes({ left: leafHash, right: entry.leafHash })) {
      faults.push({ code: 'leaf_hash_differs', index });
    }
    leafHashes.push(leafHash);
  }
  return { ...appendLeaves(range, leafHashes), faults };
}

/** Compares recomputed subtrees with the stored ones. */
export function assessNodes(nodes: readonly TreeNode[], stored: NodeSource): readonly LogFault[] {
  return nodes.flatMap(({ level, index, hash }) =>
    sameBytes({ left: hash, right: stored.hashAt({ level, index }) })
      ? []
      : [{ code: 'node_differs' as const, level, index }],
  );
}

/** Opens a checkpoint that any of the log's keys signed, and none of them wrongly. */
function openByAny(note: string, keys: readonly NoteKey[]): ReturnType<typeof openCheckpoint> {
  const opened = keys.map((key) => openCheckpoint(note, key));
  const wrong = opened.find((one) => !one.ok && one.refusal.code !== 'signature_missing');
  return wrong ?? opened.find(({ ok }) => ok) ?? (opened[0] as ReturnType<typeof openCheckpoint>);
}

/**
 * Checks a stored checkpoint against the recomputed range of its size and the log's keys; what the
 * next one is reckoned from too.
 */
export function assessCheckpoint(
  checkpoint: {
    readonly size: number;
    readonly root: Uint8Array;
    readonly range: CompactRange;
    readonly note: string;
  },
  known: { readonly range: CompactRange; readonly keys: readonly [NoteKey, ...NoteKey[]] },
): readonly LogFault[] {
  const { size } = checkpoint;
  const opened = openByAny(checkpoint.note, known.keys);
  if (!opened.ok) {
    return [{ code: 'checkpoint_signature_wrong', size, reason: opened.refusal.code }];
  }
  const root = rootOf(known.range);
  const isRight =
    opened.value.size === size &&
    sameBytes({ left: opened.value.root, right: root }) &&
    sameBytes({ left: checkpoint.root, right: root }) &&
    sameBytes({
      left: Buffer.concat(checkpoint.range.hashes),
      right: Buffer.concat(known.range.hashes),
    });
  return isRight ? [] : [{ code: 'checkpoint_root_differs', size }];
}
