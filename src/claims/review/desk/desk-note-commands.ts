import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import {
  type Context,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../../platform/index.ts';
import { lockClaims } from '../../store.ts';
import { isMaskRecorded, liftStoredMask, listNotes, recordMask, recordNote } from './desk-store.ts';
import type { MaskedPart, MaskReason } from './mask-text.ts';

type NotFound = { readonly code: 'claim_not_found'; readonly claimId: string };
type Erased = { readonly code: 'claim_erased' };
type IdUsed = { readonly code: 'id_already_used'; readonly id: string };

/**
 * Writes a note for colleagues; the claimant does not see it, and erasing the claim erases it. The
 * same note again changes nothing; another under its id is refused.
 */
export async function writeNote(
  ctx: Context,
  input: { readonly noteId: string; readonly claimId: string; readonly text: string },
): Promise<Outcome<{ readonly noteId: string }, NotFound | Erased | IdUsed>> {
  requirePermission(ctx, 'claim:read_personal');
  const { noteId, claimId, text } = input;
  type Answer = Outcome<{ noteId: string }, NotFound | Erased | IdUsed>;
  return ctx.transact(async (tx): Promise<Answer> => {
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined) return refuse({ code: 'claim_not_found', claimId });
    if (row.key_salt === null) return refuse({ code: 'claim_erased' });
    const sealed = ctx.vault.encrypt({ salt: row.key_salt, plaintext: Buffer.from(text) });
    if (await recordNote(tx, { ctx, noteId, claimId, text: sealed })) {
      await recordAudit(tx, { ctx, action: 'note_written', subject: claimId, details: { noteId } });
      return accept({ noteId });
    }
    const known = (await listNotes(tx, claimId)).find((note) => note.noteId === noteId);
    const isSame =
      known?.writtenBy === ctx.actor.id &&
      Buffer.from(ctx.vault.decrypt({ salt: row.key_salt, ciphertext: known.text })).toString(
        'utf8',
      ) === text;
    if (!isSame) return refuse({ code: 'id_already_used', id: noteId });
    return accept({ noteId });
  });
}

/** What is to be masked; without a stretch the whole part. */
export interface MaskInput {
  readonly maskId: string;
  readonly claimId: string;
  readonly part: MaskedPart;
  readonly partId?: string;
  readonly fromCharacter?: number;
  readonly untilCharacter?: number;
  readonly reason: MaskReason;
}

export type MaskRefusal = NotFound | { readonly code: 'masked_part_not_found' };

async function isPartOf(tx: Tx, { claimId, part, partId }: MaskInput): Promise<boolean> {
  if (part === 'free_text') return partId === undefined;
  if (partId === undefined) return false;
  const table = part === 'evidence' ? sql`claims.evidence` : sql`claims.appeal`;
  const { rows } = await sql`select 1 from ${table}
    where id = ${partId} and claim_id = ${claimId}`.execute(tx);
  return rows.length > 0;
}

/**
 * Masks a part of what a claimant sent: a stretch of text, or a document. Whoever may mask may not
 * for that delete anything: the original stays sealed, and lifting the mask shows it again. The same
 * mask again changes nothing, lifted since or not; another under its id is refused.
 */
export async function maskPart(
  ctx: Context,
  input: MaskInput,
): Promise<Outcome<{ readonly maskId: string }, MaskRefusal | IdUsed>> {
  requirePermission(ctx, 'claim:mask');
  const { maskId, claimId, part, reason } = input;
  type Answer = Outcome<{ maskId: string }, MaskRefusal | IdUsed>;
  return ctx.transact(async (tx): Promise<Answer> => {
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined) return refuse({ code: 'claim_not_found', claimId });
    if (!(await isPartOf(tx, input))) return refuse({ code: 'masked_part_not_found' });
    const { partId = null, fromCharacter = null, untilCharacter = null } = input;
    const mask = { maskId, part, partId, fromCharacter, untilCharacter, reason };
    if (await recordMask(tx, { ctx, claimId, mask })) {
      const details = { maskId, part, reason };
      await recordAudit(tx, { ctx, action: 'part_masked', subject: claimId, details });
      return accept({ maskId });
    }
    const isSame = await isMaskRecorded(tx, { ctx, claimId, mask });
    return isSame ? accept({ maskId }) : refuse({ code: 'id_already_used', id: maskId });
  });
}

/** Lifts a mask, so that the part is shown again. */
export async function liftMask(
  ctx: Context,
  input: { readonly claimId: string; readonly maskId: string },
): Promise<Outcome<{ readonly maskId: string }, MaskRefusal>> {
  requirePermission(ctx, 'claim:mask');
  const { claimId, maskId } = input;
  return ctx.transact(async (tx): Promise<Outcome<{ maskId: string }, MaskRefusal>> => {
    const isLifted = await liftStoredMask(tx, { ctx, claimId, maskId });
    if (!isLifted) return refuse({ code: 'masked_part_not_found' });
    const details = { maskId };
    await recordAudit(tx, { ctx, action: 'mask_lifted', subject: claimId, details });
    return accept({ maskId });
  });
}
