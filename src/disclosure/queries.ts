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

/** Where a log stands. `frozenCode` says why it is not signed any more. */
export interface LogHead {
  readonly shard: number;
  readonly size: number;
  readonly frozenCode?: string;
  /** the name in its checkpoints; absent in a log that was never sharded */
  readonly origin?: string;
  /** a shard that was closed for its period, and the name under which the log goes on */
  readonly closed?: { readonly at: Instant; readonly successor: string };
}

/** Which shard of the log is meant, from 1; without one, that to which entries are added. */
export type Shard = number | undefined;

/** Gives the number of a shard in a statement. */
export function shardOf(shard: Shard) {
  return shard === undefined ? sql`(select max(id) from disclosure.head)` : sql`${shard}::integer`;
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

interface HeadRow {
  id: number;
  size: bigint;
  frozen_code: string | null;
  origin: string | null;
  closed_at: Instant | null;
  successor: string | null;
}

const headColumns = sql`id, size, frozen_code, origin, closed_at, successor`;

function toHead(row: HeadRow): LogHead {
  const { closed_at: at, successor } = row;
  return {
    shard: row.id,
    size: Number(row.size),
    ...(row.frozen_code === null ? {} : { frozenCode: row.frozen_code }),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(at === null || successor === null ? {} : { closed: { at, successor } }),
  };
}

/** Loads how many entries the log has, signed or not, and whether it is frozen. */
export async function loadHead(tx: Tx, shard?: Shard): Promise<LogHead> {
  const { rows } = await sql<HeadRow>`
    select ${headColumns} from disclosure.head where id = ${shardOf(shard)}`.execute(tx);
  const [row] = rows;
  assert(row !== undefined, 'log: the head row exists');
  return toHead(row);
}

/** Lists the shards of the log, the first first; the last is that to which entries are added. */
export async function listHeads(tx: Tx): Promise<readonly LogHead[]> {
  const { rows } = await sql<HeadRow>`
    select ${headColumns} from disclosure.head order by id`.execute(tx);
  return rows.map(toHead);
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
  place: { from: number; until: number; shard?: Shard },
): Promise<readonly LogEntry[]> {
  const { rows } = await sql<EntryRow>`
    select index, kind, data, leaf_hash, recorded_at from disclosure.entry
    where shard = ${shardOf(place.shard)} and index >= ${place.from} and index < ${place.until}
    order by index`.execute(tx);
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
    where kind = 'ledger_head_recorded' and subject = ${incidentId} order by shard, index`.execute(
    tx,
  );
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
export async function loadNodes(
  tx: Tx,
  refs: readonly NodeRef[],
  shard?: Shard,
): Promise<NodeSource> {
  const { rows } = await sql<{ level: number; index: bigint; hash: Buffer }>`
    with wanted as (
      select ${shardOf(shard)} as shard, row.* from unnest(${refs.map(({ level }) => level)}::smallint[],
        ${refs.map(({ index }) => String(index))}::bigint[]) as row(level, index)
    )
    select node.level, node.index, node.hash from wanted
    join disclosure.node using (shard, level, index)
    union all
    select 0, entry.index, entry.leaf_hash from wanted join disclosure.entry using (shard, index)
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
export async function loadRange(tx: Tx, size: number, shard?: Shard): Promise<CompactRange> {
  const refs = coverLeaves({ from: 0, until: size });
  const source = await loadNodes(tx, refs, shard);
  return { size, hashes: refs.map((ref) => source.hashAt(ref)) };
}

async function loadProof(tx: Tx, plan: ProofPlan, shard: Shard): Promise<readonly Uint8Array[]> {
  return buildProof(plan, await loadNodes(tx, plan.flat(), shard));
}

/** Builds the proof that an entry is in the tree of a size; the size must be reached. */
export function loadInclusionProof(
  tx: Tx,
  place: { index: number; size: number; shard?: Shard },
): Promise<readonly Uint8Array[]> {
  return loadProof(tx, planInclusion(place), place.shard);
}

/** Builds the proof that one tree is the beginning of another; both sizes must be reached. */
export function loadConsistencyProof(
  tx: Tx,
  sizes: { first: number; second: number; shard?: Shard },
): Promise<readonly Uint8Array[]> {
  return loadProof(tx, planConsistency(sizes), sizes.shard);
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
export async function loadLatestCheckpoint(
  tx: Tx,
  shard?: Shard,
): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql<CheckpointRow>`
    select size, root, peaks, at, note || coalesce((
      select string_agg(line, '' order by witness) from disclosure.cosignature
      where (cosignature.shard, cosignature.size) = (checkpoint.shard, checkpoint.size)), '') as note
    from disclosure.checkpoint where shard = ${shardOf(shard)} order by size desc limit 1`.execute(
    tx,
  );
  return rows[0] === undefined ? undefined : toCheckpoint(rows[0]);
}

/** Lists the checkpoints of sizes `[from, until)`, the smallest first. */
export async function listCheckpoints(
  tx: Tx,
  sizes: { from: number; until: number; shard?: Shard },
): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await sql<CheckpointRow>`
    select size, root, peaks, note, at from disclosure.checkpoint
    where shard = ${shardOf(sizes.shard)} and size >= ${sizes.from} and size < ${sizes.until}
    order by size`.execute(tx);
  return rows.map(toCheckpoint);
}

/**
 * Finds where a leaf stands; the earliest place when it was recorded more than once.
 *
 * Each stretch of 65,536 entries is asked by itself: an index over all hashes would be written to
 * all over with every leaf, and the more so the larger the log.
 */
export async function findLeaf(
  tx: Tx,
  leafHash: Uint8Array,
): Promise<{ readonly shard: number; readonly index: number } | undefined> {
  const { rows } = await sql<{ shard: number; index: bigint }>`
    select found.shard, found.index
    from generate_series(0, (select max(size) >> 16 from disclosure.head)) as stretch,
      lateral (select shard, index from disclosure.entry
        where index >> 16 = stretch and leaf_hash = ${Buffer.from(leafHash)} offset 0) as found
    order by shard, index limit 1`.execute(tx);
  const [row] = rows;
  return row === undefined ? undefined : { shard: row.shard, index: Number(row.index) };
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
  const found = await findLeaf(tx, hashLeaf(renderLeaf('claim_submitted', { commitment })));
  if (found === undefined) return undefined;
  const { shard, index: leafIndex } = found;
  const checkpoint = await loadLatestCheckpoint(tx, shard);
  if (checkpoint === undefined || leafIndex >= checkpoint.size) return undefined;
  const place = { shard, index: leafIndex, size: checkpoint.size };
  const proof = await loadInclusionProof(tx, place);
  return {
    leafIndex,
    treeSize: checkpoint.size,
    inclusionProof: proof.map(renderBase64),
    checkpoint: checkpoint.note,
  };
}
