import { renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import { derivedId } from '../review/many/derived-id.ts';
import { toHex } from '../store.ts';
import type { ClusterReason } from './cluster-keys.ts';

/** What of a stored claim is compared, still sealed. */
export interface SealedClaim {
  readonly id: string;
  readonly personal: Buffer | null;
  readonly keySalt: Buffer | null;
  readonly statedLossMinor: bigint | null;
  readonly documents: readonly { readonly sha256: string; readonly byteCount: number }[];
}

/** Loads what is compared of claims that are not erased. */
export async function loadSealed(
  tx: Tx,
  claimIds: readonly string[],
): Promise<readonly SealedClaim[]> {
  const { rows } = await sql<SealedClaim>`
    select c.id, c.personal, c.key_salt as "keySalt", c.stated_loss_minor as "statedLossMinor",
      coalesce((select jsonb_agg(jsonb_build_object('sha256', encode(e.sha256, 'hex'),
          'byteCount', e.byte_count)) from claims.evidence e where e.claim_id = c.id),
        '[]') as documents
    from claims.claim c
    where c.id = any(${[...claimIds]}::uuid[]) and c.erased_at is null`.execute(tx);
  return rows;
}

/**
 * Keeps claims from being erased until the transaction ends, and gives those that are not: what is
 * written about them from here on is there to be deleted when somebody erases them.
 */
export async function holdUnerased(
  tx: Tx,
  claimIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from claims.claim
    where id = any(${[...claimIds]}::uuid[]) and erased_at is null
    order by id for key share`.execute(tx);
  return rows.map(({ id }) => id);
}

/** A key of a claim as it is stored: a keyed digest, 16 bytes. */
export interface StoredKey {
  readonly claimId: string;
  readonly reason: ClusterReason;
  readonly key: Uint8Array;
}

/** Records the keys of claims; those known already are passed over. */
export async function recordKeys(
  tx: Tx,
  { incidentId, keys }: { incidentId: string; keys: readonly StoredKey[] },
): Promise<void> {
  if (keys.length === 0) return;
  const rows = keys.map(({ claimId, reason, key }) => ({
    claim_id: claimId,
    reason,
    key: toHex(key),
  }));
  await sql`insert into claims.cluster_key (incident_id, reason, key, claim_id)
    select ${incidentId}::uuid, reason, key, claim_id
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(claim_id uuid, reason text, key bytea) on conflict do nothing`.execute(tx);
}

/** Claims found to be alike in one thing. */
export interface FoundGroup {
  readonly reason: ClusterReason;
  /** Names the group: the shared digest, or the first pair of texts. */
  readonly name: string;
  readonly claimIds: readonly string[];
}

/** Finds who shares a key with one of the claims, but for texts and pictures, which are compared exactly. */
export async function findShared(
  tx: Tx,
  { incidentId, claimIds }: { incidentId: string; claimIds: readonly string[] },
): Promise<readonly FoundGroup[]> {
  const { rows } = await sql<FoundGroup>`
    with touched as (select distinct reason, key from claims.cluster_key
      where claim_id = any(${[...claimIds]}::uuid[]) and reason not in ('text', 'picture'))
    select k.reason, encode(k.key, 'hex') as name, array_agg(k.claim_id::text) as "claimIds"
    from touched join claims.cluster_key k
      on k.incident_id = ${incidentId} and k.reason = touched.reason and k.key = touched.key
    group by k.reason, k.key having count(*) > 1`.execute(tx);
  return rows;
}

/** Two claims whose texts or pictures may be near-same. */
export interface ClaimPair {
  readonly one: string;
  readonly other: string;
}

/** The most claims that one is compared with exactly. */
export const pairsPerClaim = 20;

/** Finds, for each of the claims, the others that share most bands of its text, at most twenty. */
export async function findTextPairs(
  tx: Tx,
  { incidentId, claimIds }: { incidentId: string; claimIds: readonly string[] },
): Promise<readonly ClaimPair[]> {
  const { rows } = await sql<ClaimPair>`
    select one::text, other::text from (
      select k.claim_id as one, o.claim_id as other,
        row_number() over (partition by k.claim_id order by count(*) desc, o.claim_id) as place
      from claims.cluster_key k join claims.cluster_key o
        on o.incident_id = ${incidentId} and o.reason = 'text' and o.key = k.key
          and o.claim_id <> k.claim_id
      where k.claim_id = any(${[...claimIds]}::uuid[]) and k.reason = 'text'
      group by k.claim_id, o.claim_id) found
    where place <= ${pairsPerClaim} order by one, place`.execute(tx);
  return rows;
}

/** Finds the group of near-same texts, or pictures, that each of the claims belongs to, if any. */
export async function loadGroupsOf(
  tx: Tx,
  { reason, claimIds }: { reason: ClusterReason; claimIds: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ claimId: string; clusterId: string }>`
    select m.claim_id::text as "claimId", min(m.cluster_id::text) as "clusterId"
    from claims.cluster_member m join claims.cluster k on k.id = m.cluster_id
    where m.claim_id = any(${[...claimIds]}::uuid[]) and k.reason = ${reason}
    group by 1`.execute(tx);
  return new Map(rows.map(({ claimId, clusterId }) => [claimId, clusterId]));
}

/** Gives the id of a group: the same things alike, the same group. */
export const clusterIdOf = (incidentId: string, { reason, name }: FoundGroup): string =>
  derivedId('cluster', incidentId, reason, name);

/** Records groups with their claims; a new claim in a group that was looked at opens it again. */
export async function recordGroups(
  tx: Tx,
  options: {
    ctx: Context;
    incidentId: string;
    groups: readonly { clusterId: string; reason: ClusterReason; claimIds: readonly string[] }[];
  },
): Promise<void> {
  const { ctx, incidentId, groups } = options;
  if (groups.length === 0) return;
  const at = renderInstant(ctx.now);
  const rows = JSON.stringify(
    groups.map(({ clusterId, reason, claimIds }) => ({
      id: clusterId,
      reason,
      claim_ids: claimIds,
    })),
  );
  await sql`insert into claims.cluster (id, incident_id, reason, found_at)
    select id, ${incidentId}::uuid, reason, ${at}::timestamptz
    from json_to_recordset(${rows}::json) as r(id uuid, reason text)
    on conflict do nothing`.execute(tx);
  await sql`with r as (select id, jsonb_array_elements_text(claim_ids)::uuid as claim_id
      from json_to_recordset(${rows}::json) as r(id uuid, claim_ids jsonb)),
    joined as (
      insert into claims.cluster_member (cluster_id, claim_id, joined_at)
      select id, claim_id, ${at}::timestamptz from r on conflict do nothing returning cluster_id)
    update claims.cluster set closed_by = null, closed_at = null
    where id in (select cluster_id from joined) and closed_at is not null`.execute(tx);
}

/** Records that somebody looked at a group, and what they found. */
export async function closeStoredCluster(
  tx: Tx,
  options: { ctx: Context; clusterId: string; note: Uint8Array; noteSalt: Uint8Array },
): Promise<void> {
  const { ctx, clusterId, note, noteSalt } = options;
  await sql`update claims.cluster set note = ${Buffer.from(note)},
      note_salt = ${Buffer.from(noteSalt)}, closed_by = ${ctx.actor.id},
      closed_at = ${renderInstant(ctx.now)}::timestamptz where id = ${clusterId}`.execute(tx);
}
