import { sql, type Tx } from '../../platform/index.ts';
import { toHex } from '../store.ts';
import { type ClaimPair, pairsPerClaim } from './cluster-store.ts';

/** Lists the pictures of claims that were not looked at yet, in the order they came. */
export async function listUnmarked(
  tx: Tx,
  claimIds: readonly string[],
): Promise<readonly { readonly evidenceId: string; readonly claimId: string }[]> {
  const { rows } = await sql<{ evidenceId: string; claimId: string }>`
    select e.id as "evidenceId", e.claim_id as "claimId" from claims.evidence e
    where e.claim_id = any(${[...claimIds]}::uuid[]) and e.media_type like 'image/%'
      and e.content is not null
      and not exists (select 1 from claims.evidence_picture p where p.evidence_id = e.id)
    order by e.added_at, e.id`.execute(tx);
  return rows;
}

/** Loads one picture, sealed, with the salt of its claim's key; undefined once it is erased. */
export async function loadPicture(
  tx: Tx,
  evidenceId: string,
): Promise<{ readonly content: Buffer; readonly salt: Buffer } | undefined> {
  const { rows } = await sql<{ content: Buffer; salt: Buffer }>`
    select e.content, c.key_salt as salt from claims.evidence e
      join claims.claim c on c.id = e.claim_id and c.key_salt is not null
    where e.id = ${evidenceId} and e.content is not null`.execute(tx);
  return rows[0];
}

/** Records that a picture was looked at, with its small grey copy, sealed; null when it shows nothing. */
export async function recordMarked(
  tx: Tx,
  marked: { evidenceId: string; claimId: string; thumbnail: Uint8Array | null },
): Promise<void> {
  const thumbnail = marked.thumbnail === null ? null : Buffer.from(marked.thumbnail);
  await sql`insert into claims.evidence_picture (evidence_id, claim_id, thumbnail)
    values (${marked.evidenceId}, ${marked.claimId}, ${thumbnail}) on conflict do nothing`.execute(
    tx,
  );
}

/** Finds, for each claim, the others that have most of the keys it looks for, at most twenty. */
export async function findPicturePairs(
  tx: Tx,
  options: {
    incidentId: string;
    probes: readonly { readonly claimId: string; readonly key: Uint8Array }[];
  },
): Promise<readonly ClaimPair[]> {
  const { incidentId, probes } = options;
  const rows = JSON.stringify(
    probes.map(({ claimId, key }) => ({ claim_id: claimId, key: toHex(key) })),
  );
  const found = await sql<ClaimPair>`
    select one::text, other::text from (
      select p.claim_id as one, o.claim_id as other,
        row_number() over (partition by p.claim_id order by count(*) desc, o.claim_id) as place
      from json_to_recordset(${rows}::json) as p(claim_id uuid, key bytea)
        join claims.cluster_key o on o.incident_id = ${incidentId} and o.reason = 'picture'
          and o.key = p.key and o.claim_id <> p.claim_id
      group by p.claim_id, o.claim_id) found
    where place <= ${pairsPerClaim} order by one, place`.execute(tx);
  return found.rows;
}

/** A small grey copy of a picture, sealed with the key of its claim. */
export interface SealedThumbnail {
  readonly claimId: string;
  readonly salt: Buffer;
  readonly thumbnail: Buffer;
}

/** Loads the small grey copies of claims' pictures. */
export async function loadThumbnails(
  tx: Tx,
  claimIds: readonly string[],
): Promise<readonly SealedThumbnail[]> {
  const { rows } = await sql<SealedThumbnail>`
    select p.claim_id::text as "claimId", c.key_salt as salt, p.thumbnail
    from claims.evidence_picture p join claims.claim c on c.id = p.claim_id
    where p.claim_id = any(${[...claimIds]}::uuid[]) and p.thumbnail is not null
      and c.key_salt is not null order by p.evidence_id`.execute(tx);
  return rows;
}
