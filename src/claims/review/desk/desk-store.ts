import { type Instant, renderInstant } from '../../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../../platform/index.ts';
import type { MaskedPart, MaskReason } from './mask-text.ts';

/** What one member of staff wrote for the next; encrypted under the claim's key. */
export interface NoteRow {
  readonly noteId: string;
  readonly text: Buffer;
  readonly writtenBy: string;
  readonly writtenAt: Instant;
}

/** Records a note; false when its id is taken. */
export async function recordNote(
  tx: Tx,
  note: { ctx: Context; noteId: string; claimId: string; text: Uint8Array },
): Promise<boolean> {
  const { ctx, noteId, claimId, text } = note;
  const { numAffectedRows } = await sql`insert into claims.note
      (id, claim_id, text, written_by, written_at)
    values (${noteId}, ${claimId}, ${Buffer.from(text)}, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Lists the notes of a claim, the earliest first. */
export async function listNotes(tx: Tx, claimId: string): Promise<readonly NoteRow[]> {
  const { rows } = await sql<NoteRow>`select id as "noteId", text, written_by as "writtenBy",
      written_at as "writtenAt"
    from claims.note where claim_id = ${claimId} order by written_at, id`.execute(tx);
  return rows;
}

/** A part of a claim that staff do not see; without a stretch the whole of it. */
export interface MaskRow {
  readonly maskId: string;
  readonly part: MaskedPart;
  readonly partId: string | null;
  readonly fromCharacter: number | null;
  readonly untilCharacter: number | null;
  readonly reason: MaskReason;
  readonly maskedBy: string;
  readonly maskedAt: Instant;
}

/** Records a mask; false when its id is taken. */
export async function recordMask(
  tx: Tx,
  options: { ctx: Context; claimId: string; mask: Omit<MaskRow, 'maskedBy' | 'maskedAt'> },
): Promise<boolean> {
  const { ctx, claimId, mask } = options;
  const { numAffectedRows } = await sql`insert into claims.mask (id, claim_id, part, part_id,
      from_character, until_character, reason, masked_by, masked_at)
    values (${mask.maskId}, ${claimId}, ${mask.part}, ${mask.partId}::uuid,
      ${mask.fromCharacter}::integer, ${mask.untilCharacter}::integer, ${mask.reason},
      ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Tells whether the mask of that id is this one, of this claim and person, lifted since or not. */
export async function isMaskRecorded(
  tx: Tx,
  options: { ctx: Context; claimId: string; mask: Omit<MaskRow, 'maskedBy' | 'maskedAt'> },
): Promise<boolean> {
  const { ctx, claimId, mask } = options;
  const { rows } = await sql`select 1 from claims.mask
    where id = ${mask.maskId} and claim_id = ${claimId} and part = ${mask.part}
      and part_id is not distinct from ${mask.partId}::uuid
      and from_character is not distinct from ${mask.fromCharacter}::integer
      and until_character is not distinct from ${mask.untilCharacter}::integer
      and reason = ${mask.reason} and masked_by = ${ctx.actor.id}`.execute(tx);
  return rows.length > 0;
}

/** Lifts a mask of a claim; false when there is none to lift. */
export async function liftStoredMask(
  tx: Tx,
  options: { ctx: Context; claimId: string; maskId: string },
): Promise<boolean> {
  const { ctx, claimId, maskId } = options;
  const { numAffectedRows } = await sql`update claims.mask set lifted_by = ${ctx.actor.id},
      lifted_at = ${renderInstant(ctx.now)}::timestamptz
    where id = ${maskId} and claim_id = ${claimId} and lifted_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** Lists the masks of a claim that are not lifted. */
export async function listMasks(tx: Tx, claimId: string): Promise<readonly MaskRow[]> {
  const { rows } = await sql<MaskRow>`select id as "maskId", part, part_id as "partId",
      from_character as "fromCharacter", until_character as "untilCharacter", reason,
      masked_by as "maskedBy", masked_at as "maskedAt"
    from claims.mask where claim_id = ${claimId} and lifted_at is null
    order by masked_at, id`.execute(tx);
  return rows;
}

/** Tells whether a document is masked. */
export async function isDocumentMasked(tx: Tx, evidenceId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from claims.mask where part = 'evidence'
    and part_id = ${evidenceId} and lifted_at is null limit 1`.execute(tx);
  return rows.length > 0;
}
