import { assert, type Instant, renderInstant } from '../kernel/index.ts';
import { type OutboxEvent, sql, type Tx } from '../platform/index.ts';
import { type LeafKind, renderLeaf } from './leaf.ts';
import { appendLeaves, type CompactRange, type TreeNode } from './merkle/compact-range.ts';
import { hashLeaf, joinBytes } from './merkle/hash.ts';
import { loadRange } from './queries.ts';

/** An entry before it has a place in the log. */
export interface NewEntry {
  readonly kind: LeafKind;
  readonly data: Uint8Array;
  readonly subject: string;
  readonly sourceEventId: bigint;
}

/** Turns an event into the entry that records it. */
export function toNewEntry(event: OutboxEvent, kind: LeafKind): NewEntry {
  const data = renderLeaf(kind, event.payload);
  return { kind, data, subject: event.subject, sourceEventId: event.id };
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

async function listRecorded(tx: Tx, entries: readonly NewEntry[]): Promise<ReadonlySet<bigint>> {
  const ids = entries.map(({ sourceEventId }) => String(sourceEventId));
  const { rows } = await sql<{ source_event_id: bigint }>`
    select source_event_id from disclosure.entry
    where source_event_id = any(${ids}::bigint[])`.execute(tx);
  return new Set(rows.map((row) => row.source_event_id));
}

async function insertEntries(
  tx: Tx,
  { shard, first }: { readonly shard: number; readonly first: number },
  added: { entries: readonly NewEntry[]; leafHashes: readonly Uint8Array[]; at: Instant },
): Promise<void> {
  const { entries, leafHashes, at } = added;
  await sql`insert into disclosure.entry
      (shard, index, kind, data, leaf_hash, subject, source_event_id, recorded_at)
    select ${shard}::integer, ${first}::bigint + position - 1, kind, decode(data, 'hex'), decode(leaf_hash, 'hex'),
      subject, event_id, ${renderInstant(at)}::timestamptz
    from unnest(${entries.map(({ kind }) => kind)}::text[],
      ${entries.map(({ data }) => toHex(data))}::text[], ${leafHashes.map(toHex)}::text[],
      ${entries.map(({ subject }) => subject)}::text[],
      ${entries.map(({ sourceEventId }) => String(sourceEventId))}::bigint[])
      with ordinality as row(kind, data, leaf_hash, subject, event_id, position)`.execute(tx);
}

async function insertNodes(tx: Tx, shard: number, nodes: readonly TreeNode[]): Promise<void> {
  if (nodes.length === 0) return;
  await sql`insert into disclosure.node (shard, level, index, hash)
    select ${shard}::integer, level, index, decode(hash, 'hex')
    from unnest(${nodes.map(({ level }) => level)}::smallint[],
      ${nodes.map(({ index }) => String(index))}::bigint[],
      ${nodes.map(({ hash }) => toHex(hash))}::text[]) as row(level, index, hash)`.execute(tx);
}

/**
 * Appends entries in the order given, in the caller's transaction; indices have no gap.
 *
 * The head row stays locked until the commit, so appends follow one another. An event that is in
 * the log already is passed over.
 *
 * @returns the size of the log afterwards
 */
export async function appendEntries(
  tx: Tx,
  entries: readonly NewEntry[],
  at: Instant,
): Promise<number> {
  const { rows } = await sql<{ shard: number; size: bigint; isClosed: boolean }>`
    select id as shard, size, closed_at is not null as "isClosed" from disclosure.head
    order by id desc limit 1 for update`.execute(tx);
  const [head] = rows;
  assert(head !== undefined && !head.isClosed, 'log: there is a shard that entries are added to');
  const { shard } = head;
  const size = Number(head.size);
  const recorded = await listRecorded(tx, entries);
  const fresh = entries.filter(({ sourceEventId }) => !recorded.has(sourceEventId));
  if (fresh.length === 0) return size;
  const leafHashes = fresh.map(({ data }) => hashLeaf(data));
  const grown = appendLeaves(await loadRange(tx, size, shard), leafHashes);
  await insertEntries(tx, { shard, first: size }, { entries: fresh, leafHashes, at });
  await insertNodes(tx, shard, grown.nodes);
  await sql`update disclosure.head set size = ${grown.range.size} where id = ${shard}`.execute(tx);
  return grown.range.size;
}

/** Lets one signer at a time go on; false when another holds the place. Ends with the transaction. */
export async function tryLockSigning(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('disclosure sign checkpoint', 0)) as locked
    `.execute(tx);
  return rows[0]?.locked === true;
}

/** Records a signed checkpoint with the range its root was recomputed from. */
export async function recordCheckpoint(
  tx: Tx,
  checkpoint: { range: CompactRange; root: Uint8Array; note: string; at: Instant },
): Promise<void> {
  const { range, root, note, at } = checkpoint;
  await sql`insert into disclosure.checkpoint (shard, size, root, peaks, note, at)
    values ((select max(id) from disclosure.head), ${range.size}, ${Buffer.from(root)}, ${Buffer.from(joinBytes(range.hashes))}, ${note},
      ${renderInstant(at)}::timestamptz)`.execute(tx);
}

/** Freezes the log: it is not signed any more until an operator has found out why. */
export async function freezeLog(tx: Tx, freeze: { code: string; at: Instant }): Promise<void> {
  await sql`update disclosure.head
    set frozen_at = ${renderInstant(freeze.at)}::timestamptz, frozen_code = ${freeze.code}
    where id = (select max(id) from disclosure.head) and frozen_at is null`.execute(tx);
}

/** Closes the shard of a number and begins its successor, empty, under the name given. */
export async function startShard(
  tx: Tx,
  next: { shard: number; origin: string; successor: string; at: Instant },
): Promise<void> {
  const { shard, origin, successor, at } = next;
  await sql`update disclosure.head set origin = ${origin}, successor = ${successor},
    closed_at = ${renderInstant(at)}::timestamptz where id = ${shard}`.execute(tx);
  await sql`insert into disclosure.head (id, size, origin)
    values (${shard + 1}, 0, ${successor})`.execute(tx);
}
