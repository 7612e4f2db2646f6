import { accept, type Outcome, type Refusal, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, sha256 } from '../../platform/index.ts';
import { keyed, type Recorded, recordOnce } from '../commands.ts';
import { listTimeline } from '../queries.ts';
import {
  type DocumentExaminer,
  decideAttachment,
  plainName,
  type SentAttachment,
} from './attachment.ts';
import {
  type AttachedDocument,
  countAttached,
  loadAttachment,
  recordAttachment,
} from './attachment-store.ts';

export type ShowAttachmentRefusal =
  | { readonly code: 'attachment_not_found' }
  | { readonly code: 'attachment_unshowable' };

/**
 * Attaches a document to an entry of the timeline, examined as evidence is: by content, size, and
 * the scanner where one is set. To a public entry it is attached without what is beside its content
 * (place, device, author), and refused where that cannot be taken away; to a private one whole, and
 * encrypted.
 */
export async function attachDocument(
  ctx: Context,
  given: SentAttachment,
  examiner: DocumentExaminer,
): Promise<Outcome<Recorded>> {
  requirePermission(ctx, 'incident:write');
  const sent = { ...given, filename: plainName(given.filename) };
  const examined = await examiner.examine(ctx, sent);
  if (!examined.ok) return examined;
  const { mediaType } = examined.value;
  const stripped = await examiner.strip({ mediaType, bytes: sent.bytes });
  const { bytes, ...named } = sent;
  const content = { ...named, sha256: Buffer.from(sha256(bytes)).toString('hex') };
  return recordOnce(ctx, keyed('attachment_added', content), {
    decide: async ({ tx, incident }): Promise<Outcome<Kept, Refusal>> => {
      const filter = { incidentId: incident.id, visibility: 'all' } as const;
      const decided = decideAttachment(sent, {
        ...{ incident, timeline: await listTimeline(tx, filter) },
        attachedCount: await countAttached(tx, sent.entryId),
      });
      if (!decided.ok) return decided;
      const isPublic = decided.value.visibility === 'public';
      const kept = isPublic ? stripped : bytes;
      if (kept === undefined) return refuse({ code: 'attachment_unshowable' } as const);
      return accept({ isPublic, bytes: kept });
    },
    record: (tx, kept) => recordAttachment(tx, ctx, { sent, mediaType, ...kept }),
  });
}

interface Kept {
  readonly isPublic: boolean;
  readonly bytes: Uint8Array;
}

/** Gives a document to a member of staff, without what is beside its content; audited. */
export async function showAttachment(
  ctx: Context,
  asked: { readonly incidentId: string; readonly attachmentId: string },
  examiner: DocumentExaminer,
): Promise<Outcome<AttachedDocument, ShowAttachmentRefusal>> {
  requirePermission(ctx, 'incident:read');
  const document = await ctx.transact(async (tx) => {
    const found = await loadAttachment(tx, { ctx, ...asked });
    if (found === undefined || found.isPublic) return found;
    const { incidentId: subject, attachmentId } = asked;
    const action = 'incident.attachment_read';
    await recordAudit(tx, { ctx, action, subject, details: { attachmentId } });
    return found;
  });
  if (document === undefined) return refuse({ code: 'attachment_not_found' });
  if (document.isPublic) return accept(document);
  const bytes = await examiner.strip(document);
  return bytes === undefined
    ? refuse({ code: 'attachment_unshowable' })
    : accept({ ...document, bytes });
}
