import { type Instant, instantFromEpochMs, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';

/** A document on its way; whole once as many bytes came as were announced. */
export interface Upload {
  readonly uploadId: string;
  readonly claimId: string;
  readonly kind: string;
  readonly filename: string;
  readonly byteCount: number;
  readonly receivedCount: number;
  /** set once it was examined and taken */
  readonly mediaType: string | null;
  /** of the bytes that were examined; set with the media type */
  readonly sha256: Uint8Array | null;
  /** its claim was filed with it; it is there a little longer for the same claim sent twice */
  readonly isFiled: boolean;
}

/** A document that waits is forgotten after as long as a draft is. */
const uploadLifeMs = 30 * 24 * 60 * 60_000;

interface UploadRow extends Omit<Upload, 'filename'> {
  readonly filename: Buffer;
  readonly salt: Buffer;
}

const columns = sql`u.id as "uploadId", u.claim_id as "claimId", u.kind, u.filename,
  u.key_salt as salt, u.byte_count as "byteCount", u.media_type as "mediaType", u.sha256,
  u.filed_at is not null as "isFiled",
  coalesce((select max(p.position + p.byte_count) from claims.upload_part p
    where p.upload_id = u.id), 0)::integer as "receivedCount"`;

function toUpload(ctx: Context, row: UploadRow): Upload {
  const { salt, filename, ...rest } = row;
  const name = ctx.vault.decrypt({ salt, ciphertext: filename });
  return { ...rest, filename: Buffer.from(name).toString('utf8') };
}

/** Lists the documents of a claim on their way, in the order they were begun. */
export async function loadUploads(
  tx: Tx,
  { ctx, claimId }: { ctx: Context; claimId: string },
): Promise<readonly Upload[]> {
  const { rows } = await sql<UploadRow>`select ${columns} from claims.upload u
    where u.claim_id = ${claimId} and u.expires_at > ${renderInstant(ctx.now)}::timestamptz
    order by u.begun_at, u.id`.execute(tx);
  return rows.map((row) => toUpload(ctx, row));
}

/** Locks one document on its way, so that its parts follow one another. */
export async function lockUpload(
  tx: Tx,
  { ctx, uploadId }: { ctx: Context; uploadId: string },
): Promise<Upload | undefined> {
  await sql`select 1 from claims.upload where id = ${uploadId} for update`.execute(tx);
  const { rows } = await sql<UploadRow>`select ${columns} from claims.upload u
    where u.id = ${uploadId} and u.expires_at > ${renderInstant(ctx.now)}::timestamptz`.execute(tx);
  return rows[0] === undefined ? undefined : toUpload(ctx, rows[0]);
}

/** Makes the documents of one claim follow one another. */
export async function lockUploadsOf(tx: Tx, claimId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`upload ${claimId}`}, 0))`.execute(tx);
}

/** Records a document that is about to come, and forgets some that waited too long. */
export async function recordUpload(
  tx: Tx,
  {
    ctx,
    upload,
  }: {
    ctx: Context;
    upload: Pick<Upload, 'uploadId' | 'claimId' | 'kind' | 'filename' | 'byteCount'>;
  },
): Promise<void> {
  const salt = Buffer.from(ctx.randomBytes(32));
  const name = Buffer.from(ctx.vault.encrypt({ salt, plaintext: Buffer.from(upload.filename) }));
  const now = renderInstant(ctx.now);
  const until: Instant = instantFromEpochMs(ctx.now + uploadLifeMs);
  await sql`delete from claims.upload where id in (select id from claims.upload
    where expires_at < ${now}::timestamptz limit 20 for update skip locked)`.execute(tx);
  await sql`insert into claims.upload
      (id, claim_id, kind, key_salt, filename, byte_count, begun_at, expires_at)
    values (${upload.uploadId}, ${upload.claimId}, ${upload.kind}, ${salt}, ${name},
      ${upload.byteCount}, ${now}::timestamptz, ${renderInstant(until)}::timestamptz)`.execute(tx);
}

/** Records the next bytes of a document. */
export async function recordPart(
  tx: Tx,
  { ctx, part }: { ctx: Context; part: { uploadId: string; position: number; bytes: Uint8Array } },
): Promise<void> {
  const { uploadId, position, bytes } = part;
  const salt = await loadSalt(tx, uploadId);
  const content = Buffer.from(ctx.vault.encrypt({ salt, plaintext: bytes }));
  await sql`insert into claims.upload_part (upload_id, position, byte_count, content)
    values (${uploadId}, ${position}, ${bytes.length}, ${content})`.execute(tx);
}

async function loadSalt(tx: Tx, uploadId: string): Promise<Buffer> {
  const { rows } = await sql<{ salt: Buffer }>`
    select key_salt as salt from claims.upload where id = ${uploadId}`.execute(tx);
  return rows[0]?.salt ?? Buffer.alloc(0);
}

/** Puts the parts of a document together. */
export async function loadContent(
  tx: Tx,
  { ctx, uploadId }: { ctx: Context; uploadId: string },
): Promise<Uint8Array> {
  const salt = await loadSalt(tx, uploadId);
  const { rows } = await sql<{ content: Buffer }>`select content from claims.upload_part
    where upload_id = ${uploadId} order by position`.execute(tx);
  const parts = rows.map(({ content }) => ctx.vault.decrypt({ salt, ciphertext: content }));
  return new Uint8Array(Buffer.concat(parts));
}

/** Records that a document is whole and was taken. */
export async function recordTaken(
  tx: Tx,
  taken: { uploadId: string; mediaType: string; sha256: Uint8Array },
): Promise<void> {
  await sql`update claims.upload set media_type = ${taken.mediaType},
      sha256 = ${Buffer.from(taken.sha256)}
    where id = ${taken.uploadId}`.execute(tx);
}

/** Forgets one document on its way, or all of a claim. */
export async function deleteUploads(
  tx: Tx,
  asked: { claimId: string; uploadId?: string },
): Promise<number> {
  const { numAffectedRows } = await sql`delete from claims.upload
    where claim_id = ${asked.claimId}
      and id = coalesce(${asked.uploadId ?? null}::uuid, id)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

const repeatMs = 60 * 60_000;

/** Marks the documents of a claim as filed with it; an hour later they are forgotten. */
export async function retireUploads(
  tx: Tx,
  { ctx, claimId }: { ctx: Context; claimId: string },
): Promise<void> {
  const until = renderInstant(instantFromEpochMs(ctx.now + repeatMs));
  await sql`update claims.upload set filed_at = ${renderInstant(ctx.now)}::timestamptz,
      expires_at = greatest(${until}::timestamptz, begun_at + interval '1 second')
    where claim_id = ${claimId} and filed_at is null`.execute(tx);
}
