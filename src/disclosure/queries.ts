import { assert, type Instant } from '../kernel/index.ts';
import { sql, type Tx } from '../platform/index.ts';
import { parseBase64, renderBase64 } from './base64.ts';
import { type LeafKind, renderLeaf } from './leaf.ts';
import type { CompactRange } from './merkle/compact-range.ts';
import { hashBytes, hashLeaf } from './merkle/hash.ts';
import {
  buildProof,
  coverLeaves,
  type NodeRef,
  type NodeSource,
  type ProofPlan,
  planConsistency,
  planInclusion,
} from './merkle/tree.ts';
import type { ReceiptProof } from './receipt.ts';

/** Where the log stands. `frozenCode` says why it is not signed any more. */
export interface LogHead {
  readonly size: number;
  readonly frozenCode?: string;
}

/** An entry of the log. */
export interface LogEntry {
  readonly index: number;
  readonly kind: LeafKind;
  readonly data: Uint8Array;
  readonly leafHash: Uint8Array;
  readonly recordedAt: Instant;
}

/** A checkpoint as it was signed, with the range its root was recomputed from. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  readonly range: CompactRange;
  readonly note: string;
  readonly at: Instant;
}

/** Loads how many entries the log has, signed or not, and whether it is frozen. */
export async function loadHead(tx: Tx): Promise<LogHead> {
  const { rows } = await sql<{ size: bigint; frozen_code: string | null }>`
    select size, frozen_code from disclosure.head where id = 1`.execute(tx);
  const [row] = rows;
  assert(row !== undefined, 'log: the head row exists');
  return {
    size: Number(row.size),
    ...(row.frozen_code === null ? {} : { frozenCode: row.frozen_code }),
  };
}

interface EntryRow {
  index: bigint;
  kind: LeafKind;
  data: Buffer;
  leaf_hash: Buffer;
  recorded_at: Instant;
}

/** Loads the entries `[from, until)` in order; those that do not exist are left out. */
export async function listEntries(
  tx: Tx,
  place: { from: number; until: number },
): Promise<readonly LogEntry[]> {
  const { rows } = await sql<EntryRow>`
    select index, kind, data, leaf_hash, recorded_at from disclosure.entry
    where index >= ${place.from} and index < ${place.until} order by index`.execute(tx);
  return rows.map((row) => ({
    index: Number(row.index),
    kind: row.kind,
    data: new Uint8Array(row.data),
    leafHash: new Uint8Array(row.leaf_hash),
    recordedAt: row.recorded_at,
  }));
}

/** Lists the heads of an incident's ledger that are in the log, in the order they were published. */
export async function listLedgerHeads(
  tx: Tx,
  incidentId: string,
): Promise<readonly { readonly transferCount: bigint; readonly headHash: string }[]> {
  const { rows } = await sql<{ data: Buffer }>`select data from disclosure.entry
    where kind = 'ledger_head_recorded' and subject = ${incidentId} order by index`.execute(tx);
  return rows.map(({ data }) => {
    const leaf = JSON.parse(data.toString()) as { transferCount: string; headHash: string };
    return { transferCount: BigInt(leaf.transferCount), headHash: leaf.headHash };
  });
}

/** Counts entries by kind, for the public page. */
export async function countEntries(
  tx: Tx,
): Promise<readonly { readonly kind: LeafKind; readonly count: number }[]> {
  const { rows } = await sql<{ kind: LeafKind; count: bigint }>`
    select kind, count(*) as count from disclosure.entry group by kind order by kind`.execute(tx);
  return rows.map((row) => ({ kind: row.kind, count: Number(row.count) }));
}

/** Loads stored complete subtrees in one round trip; a missing one is a fault when it is read. */
export async function loadNodes(tx: Tx, refs: readonly NodeRef[]): Promise<NodeSource> {
  const { rows } = await sql<{ level: number; index: bigint; hash: Buffer }>`
    with wanted as (
      select * from unnest(${refs.map(({ level }) => level)}::smallint[],
        ${refs.map(({ index }) => String(index))}::bigint[]) as row(level, index)
    )
    select node.level, node.index, node.hash from wanted join disclosure.node using (level, index)
    union all
    select 0, entry.index, entry.leaf_hash from wanted join disclosure.entry using (index)
    where wanted.level = 0`.execute(tx);
  const hashes = new Map(
    rows.map(({ level, index, hash }) => [`${level}/${index}`, new Uint8Array(hash)]),
  );
  return {
    hashAt(ref) {
      const hash = hashes.get(`${ref.level}/${ref.index}`);
      assert(hash !== undefined, 'log: a complete subtree is stored', ref);
      return hash;
    },
  };
}

/** Loads the range of the tree of a size from the stored subtrees. */
export async function loadRange(tx: Tx, size: number): Promise<CompactRange> {
  const refs = coverLeaves({ from: 0, until: size });
  const source = await loadNodes(tx, refs);
  return { size, hashes: refs.map((ref) => source.hashAt(ref)) };
}

async function loadProof(tx: Tx, plan: ProofPlan): Promise<readonly Uint8Array[]> {
  return buildProof(plan, await loadNodes(tx, plan.flat()));
}

/** Builds the proof that an entry is in the tree of a size; the size must be reached. */
export function loadInclusionProof(
  tx: Tx,
  place: { index: number; size: number },
): Promise<readonly Uint8Array[]> {
  return loadProof(tx, planInclusion(place));
}

/** Builds the proof that one tree is the beginning of another; both sizes must be reached. */
export function loadConsistencyProof(
  tx: Tx,
  sizes: { first: number; second: number },
): Promise<readonly Uint8Array[]> {
  return loadProof(tx, planConsistency(sizes));
}

interface CheckpointRow {
  size: bigint;
  root: Buffer;
  peaks: Buffer;
  note: string;
  at: Instant;
}

function toCheckpoint(row: CheckpointRow): StoredCheckpoint {
  const count = row.peaks.length / hashBytes;
  const hashes = Array.from(
    { length: count },
    (_, at) => new Uint8Array(row.peaks.subarray(at * hashBytes, (at + 1) * hashBytes)),
  );
  const size = Number(row.size);
  return {
    size,
    root: new Uint8Array(row.root),
    range: { size, hashes },
    note: row.note,
    at: row.at,
  };
}

/**
 * Loads the checkpoint of the largest tree, or undefined before the first was signed; its note has
 * the lines of the witnesses that cosigned it so far.
 */
export async function loadLatestCheckpoint(tx: Tx): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql<CheckpointRow>`
    select size, root, peaks, at, note || coalesce((
      select string_agg(line, '' order by witness) from disclosure.cosignature
      where cosignature.size = checkpoint.size), '') as note
    from disclosure.checkpoint order by size desc limit 1`.execute(tx);
  return rows[0] === undefined ? undefined : toCheckpoint(rows[0]);
}

/** Lists the checkpoints of sizes `[from, until)`, the smallest first. */
export async function listCheckpoints(
  tx: Tx,
  sizes: { from: number; until: number },
): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await sql<CheckpointRow>`
    select size, root, peaks, note, at from disclosure.checkpoint
    where size >= ${sizes.from} and size < ${sizes.until} order by size`.execute(tx);
  return rows.map(toCheckpoint);
}

/** Finds where a leaf stands; the earliest place when it was recorded more than once. */
export async function findLeaf(tx: Tx, leafHash: Uint8Array): Promise<number | undefined> {
  const { rows } = await sql<{ index: bigint }>`
    select index from disclosure.entry where leaf_hash = ${Buffer.from(leafHash)}
    order by index limit 1`.execute(tx);
  return rows[0] === undefined ? undefined : Number(rows[0].index);
}

/**
 * Builds the proof for a claim's receipt under the latest checkpoint.
 *
 * @param commitment base64 of 32 bytes, as in the receipt
 * @returns undefined while no checkpoint covers it, and for a commitment that is not in the log
 */
export async function loadReceiptProof(
  tx: Tx,
  commitment: string,
): Promise<ReceiptProof | undefined> {
  if (parseBase64(commitment, hashBytes) === undefined) return undefined;
  const leafIndex = await findLeaf(tx, hashLeaf(renderLeaf('claim_submitted', { commitment })));
  const checkpoint = await loadLatestCheckpoint(tx);
  if (leafIndex === undefined || checkpoint === undefined) return undefined;
  if (leafIndex >= checkpoint.size) return undefined;
  const place = { index: leafIndex, size: checkpoint.size };
  const proof = await loadInclusionProof(tx, place);
  return {
    leafIndex,
    treeSize: checkpoint.size,
    inclusionProof: proof.map(renderBase64),
    checkpoint: checkpoint.note,
  };
}
