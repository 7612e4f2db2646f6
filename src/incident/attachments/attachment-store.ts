import { type Context, sha256, sql, type Tx } from '../../platform/index.ts';
import type { Attachment, SentAttachment } from './attachment.ts';

interface Row {
  id: string;
  entry_id: string;
  is_public: boolean;
  filename: Buffer;
  media_type: string;
  byte_count: number;
  sha256: Buffer;
  key_salt: Buffer | null;
}

/** A document with what is kept of it. */
export interface AttachedDocument extends Attachment {
  readonly isPublic: boolean;
  readonly bytes: Uint8Array;
}

/** Records a document: in clear for everybody, or encrypted under a salt of its own. */
export async function recordAttachment(
  tx: Tx,
  ctx: Context,
  taken: {
    readonly sent: SentAttachment;
    readonly mediaType: string;
    readonly isPublic: boolean;
    readonly bytes: Uint8Array;
  },
): Promise<void> {
  const { sent, mediaType, isPublic, bytes } = taken;
  const salt = isPublic ? undefined : ctx.randomBytes(32);
  const keep = (plaintext: Uint8Array): Buffer =>
    Buffer.from(salt === undefined ? plaintext : ctx.vault.encrypt({ salt, plaintext }));
  await sql`insert into incident.attachment (id, incident_id, entry_id, is_public, filename,
      media_type, byte_count, sha256, key_salt, content)
    values (${sent.id}, ${sent.incidentId}, ${sent.entryId}, ${isPublic},
      ${keep(Buffer.from(sent.filename))}, ${mediaType}, ${bytes.length},
      ${Buffer.from(sha256(bytes))}, ${salt === undefined ? null : Buffer.from(salt)},
      ${keep(bytes)})
    on conflict (entry_id, sha256) do nothing`.execute(tx);
}

function toAttachment(row: Row, open: (sealed: Buffer) => Uint8Array): Attachment {
  return {
    id: row.id,
    entryId: row.entry_id,
    filename: Buffer.from(open(row.filename)).toString('utf8'),
    mediaType: row.media_type,
    byteCount: row.byte_count,
    sha256: row.sha256.toString('hex'),
  };
}

const listed = sql`id, entry_id, is_public, filename, media_type, byte_count, sha256, key_salt`;

/** Lists what is attached to the public entries of an incident, in the order of the names. */
export async function listPublicAttachments(
  tx: Tx,
  incidentId: string,
): Promise<readonly Attachment[]> {
  const { rows } = await sql<Row>`select ${listed} from incident.attachment
    where incident_id = ${incidentId} and is_public order by filename, id`.execute(tx);
  return rows.map((row) => toAttachment(row, (sealed) => sealed));
}

/** Lists what is attached to the entries of an incident for staff only. */
export async function listPrivateAttachments(
  tx: Tx,
  of: { readonly ctx: Context; readonly incidentId: string },
): Promise<readonly Attachment[]> {
  const { rows } = await sql<Row>`select ${listed} from incident.attachment
    where incident_id = ${of.incidentId} and not is_public order by id`.execute(tx);
  return rows.map((row) => toAttachment(row, (sealed) => openKept(of.ctx, row, sealed)));
}

function openKept(ctx: Context, { key_salt: salt }: Row, ciphertext: Buffer): Uint8Array {
  return salt === null ? ciphertext : ctx.vault.decrypt({ salt, ciphertext });
}

/** Counts what is attached to one entry. */
export async function countAttached(tx: Tx, entryId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count
    from incident.attachment where entry_id = ${entryId}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Loads a document by its id, with its content. */
export async function loadAttachment(
  tx: Tx,
  of: { readonly ctx: Context; readonly incidentId: string; readonly attachmentId: string },
): Promise<AttachedDocument | undefined> {
  const { rows } = await sql<Row & { content: Buffer }>`select ${listed}, content
    from incident.attachment
    where id = ${of.attachmentId} and incident_id = ${of.incidentId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const open = (sealed: Buffer): Uint8Array => openKept(of.ctx, row, sealed);
  const isPublic = row.is_public;
  return { ...toAttachment(row, open), isPublic, bytes: new Uint8Array(open(row.content)) };
}

/** Loads what everybody may read of an incident under a hash. */
export async function loadPublicAttachment(
  tx: Tx,
  of: { readonly incidentId: string; readonly sha256: string },
): Promise<AttachedDocument | undefined> {
  if (!/^[0-9a-f]{64}$/.test(of.sha256)) return undefined;
  const { rows } = await sql<Row & { content: Buffer }>`select ${listed}, content
    from incident.attachment
    where incident_id = ${of.incidentId} and sha256 = decode(${of.sha256}, 'hex') and is_public
    order by id limit 1`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const attachment = toAttachment(row, (sealed) => sealed);
  return { ...attachment, isPublic: true, bytes: new Uint8Array(row.content) };
}
