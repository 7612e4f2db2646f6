import { type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../database.ts';
import type { Seal, SealedEntry } from './seal.ts';

export type StoredSeal = Seal & { readonly signature: Uint8Array };

const sealColumns = sql`number, through, entry_count as "entryCount", digest, signature`;

/** Gives the last seal; undefined before the first. */
export async function loadLastSeal(tx: Tx): Promise<StoredSeal | undefined> {
  const { rows } = await sql<StoredSeal>`select ${sealColumns} from platform.audit_seal
    order by number desc limit 1`.execute(tx);
  return rows[0];
}

/** Gives a seal by its number. */
export async function findSeal(tx: Tx, number: bigint): Promise<StoredSeal | undefined> {
  const { rows } = await sql<StoredSeal>`select ${sealColumns} from platform.audit_seal
    where number = ${number}`.execute(tx);
  return rows[0];
}

/** Lists up to a thousand seals after a number, in order. */
export async function listSealsAfter(tx: Tx, number: bigint): Promise<readonly StoredSeal[]> {
  const { rows } = await sql<StoredSeal>`select ${sealColumns} from platform.audit_seal
    where number > ${number} order by number limit 1000`.execute(tx);
  return rows;
}

/** Lists entries `(after, through]` by id, at most `limit`. */
export async function listSealedEntries(
  tx: Tx,
  range: { readonly after: bigint; readonly through: bigint; readonly limit: number },
): Promise<readonly SealedEntry[]> {
  const { rows } = await sql<SealedEntry>`select id::text,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.USZ') as at,
      actor_kind as "actorKind", actor_id as "actorId", request_id as "requestId",
      action, subject, details::text as details
    from platform.audit where id > ${range.after} and id <= ${range.through}
    order by audit.id limit ${range.limit}`.execute(tx);
  return rows;
}

/** Counts entries after an id. */
export async function countEntriesAfter(tx: Tx, after: bigint): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`select count(*) as count from platform.audit
    where id > ${after}`.execute(tx);
  return rows[0]?.count ?? 0n;
}

/**
 * Gives the id up to which every entry is committed: while writers are kept out for this one
 * question, none is under way. An id is drawn only by who may write.
 *
 * @throws when writers do not let it in within 100 ms
 */
export async function loadSettledId(tx: Tx): Promise<bigint> {
  await sql`set local lock_timeout = '100ms'`.execute(tx);
  await sql`lock table platform.audit in share mode`.execute(tx);
  const { rows } = await sql<{ id: bigint }>`
    select coalesce(max(id), 0) as id from platform.audit`.execute(tx);
  return rows[0]?.id ?? 0n;
}

/** Lets one process seal at a time, until the transaction ends; false when another is at it. */
export async function tryLockSealing(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('amends audit seal', 0)) as locked`.execute(
    tx,
  );
  return rows[0]?.locked === true;
}

/** Adds a seal. */
export async function insertSeal(tx: Tx, seal: StoredSeal & { at: Instant }): Promise<void> {
  const { number, through, entryCount, digest, signature, at } = seal;
  await sql`insert into platform.audit_seal
      (number, through, entry_count, digest, signature, sealed_at)
    values (${number}, ${through}, ${entryCount}, ${Buffer.from(digest)},
      ${Buffer.from(signature)}, ${renderInstant(at)}::timestamptz)`.execute(tx);
}
