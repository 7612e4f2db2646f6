import { timingSafeEqual } from 'node:crypto';
import { accept, assert, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, requirePermission, sha256 } from '../../platform/index.ts';
import type { EvidenceInput } from '../prepare-submission.ts';
import { type DocumentRefusal, documentBytesMax, examineDocument } from './examine-document.ts';
import {
  deleteUploads,
  loadContent,
  loadUploads,
  lockUpload,
  lockUploadsOf,
  recordPart,
  recordTaken,
  recordUpload,
  retireUploads,
  type Upload,
} from './upload-store.ts';

/** The most documents of one claim, and the most bytes of those on their way. */
export const uploadCountMax = 20;
export const uploadBytesMax = 120 * 1024 * 1024;

export type UploadRefusal =
  | DocumentRefusal
  | { readonly code: 'evidence_too_many'; readonly countMax: number }
  | { readonly code: 'evidence_together_too_large'; readonly bytesMax: number }
  | { readonly code: 'upload_not_found' }
  | { readonly code: 'upload_out_of_step'; readonly receivedCount: number };

interface Announced {
  /** made by the sender's side of the protocol; drawn here when it names none */
  readonly uploadId?: string;
  readonly claimId: string;
  readonly kind: string;
  readonly filename: string;
  readonly byteCount: number;
}

/** A name is for people to read: no folders, no invisible or turning characters, not too long. */
export function plainFilename(sent: string): string {
  const last = sent.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const seen = last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').trim();
  return seen === '' || /^\.+$/.test(seen) ? 'document' : [...seen].slice(-120).join('');
}

function findRoom(uploads: readonly Upload[], announced: Announced): UploadRefusal | undefined {
  const { byteCount, filename } = announced;
  if (byteCount === 0) return { code: 'evidence_empty', filename };
  if (byteCount > documentBytesMax) {
    return { code: 'evidence_too_large', filename, bytesMax: documentBytesMax };
  }
  if (uploads.length >= uploadCountMax) {
    return { code: 'evidence_too_many', countMax: uploadCountMax };
  }
  const together = uploads.reduce((sum, upload) => sum + upload.byteCount, byteCount);
  return together > uploadBytesMax
    ? { code: 'evidence_together_too_large', bytesMax: uploadBytesMax }
    : undefined;
}

/** Begins to take a document of a claim, filed or not; nothing of it has to be there yet. */
export async function beginUpload(
  ctx: Context,
  announced: Announced,
): Promise<Outcome<Upload, UploadRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const filename = plainFilename(announced.filename);
  const upload = { ...announced, filename, uploadId: announced.uploadId ?? ctx.newId() };
  return ctx.transact(async (tx): Promise<Outcome<Upload, UploadRefusal>> => {
    await lockUploadsOf(tx, announced.claimId);
    const uploads = await loadUploads(tx, { ctx, claimId: announced.claimId });
    const refusal = findRoom(uploads, upload);
    if (refusal !== undefined) return refuse(refusal);
    await recordUpload(tx, { ctx, upload });
    return accept({ ...upload, receivedCount: 0, mediaType: null, sha256: null, isFiled: false });
  });
}

/** Takes the next bytes of a document; bytes that came before, or too early, are refused. */
export async function continueUpload(
  ctx: Context,
  part: { claimId: string; uploadId: string; position: number; bytes: Uint8Array },
): Promise<Outcome<{ readonly receivedCount: number }, UploadRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { uploadId, position, bytes } = part;
  return ctx.transact(async (tx): Promise<Outcome<{ receivedCount: number }, UploadRefusal>> => {
    const upload = await lockUpload(tx, { ctx, uploadId });
    if (upload?.claimId !== part.claimId) return refuse({ code: 'upload_not_found' });
    const { receivedCount, byteCount, filename } = upload;
    if (receivedCount !== position) return refuse({ code: 'upload_out_of_step', receivedCount });
    if (position + bytes.length > byteCount) {
      return refuse({ code: 'evidence_too_large', filename, bytesMax: byteCount });
    }
    if (bytes.length > 0) await recordPart(tx, { ctx, part: { uploadId, position, bytes } });
    return accept({ receivedCount: position + bytes.length });
  });
}

const areSame = (left: Uint8Array, right: Uint8Array): boolean =>
  timingSafeEqual(sha256(left), sha256(right));

/**
 * Examines a document that is whole and takes it, or forgets it and says why.
 *
 * What is taken is what was examined: bytes that came to be others meanwhile are forgotten.
 *
 * A scanner that does not answer holds nobody up here: staff cannot open the document until it does.
 */
export async function finishUpload(
  ctx: Context,
  asked: { claimId: string; uploadId: string },
): Promise<Outcome<Upload, UploadRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { claimId, uploadId } = asked;
  const uploads = await ctx.read((tx) => loadUploads(tx, { ctx, claimId }));
  const upload = uploads.find((one) => one.uploadId === uploadId);
  if (upload === undefined) return refuse({ code: 'upload_not_found' });
  if (upload.mediaType !== null) return accept(upload);
  const { filename } = upload;
  if (upload.receivedCount !== upload.byteCount) {
    return refuse({ code: 'upload_out_of_step', receivedCount: upload.receivedCount });
  }
  const bytes = await ctx.read((tx) => loadContent(tx, { ctx, uploadId }));
  const examined = await examineForTaking(ctx, { filename, bytes });
  return ctx.transact(async (tx): Promise<Outcome<Upload, UploadRefusal>> => {
    const held = await lockUpload(tx, { ctx, uploadId });
    if (held === undefined) return refuse({ code: 'upload_not_found' });
    if (held.mediaType !== null) return accept(held);
    const stored = await loadContent(tx, { ctx, uploadId });
    if (!examined.ok || !areSame(stored, bytes)) {
      await deleteUploads(tx, { claimId, uploadId });
      return examined.ok ? refuse({ code: 'upload_not_found' }) : examined;
    }
    const { mediaType } = examined.value;
    await recordTaken(tx, { uploadId, mediaType, sha256: sha256(bytes) });
    return accept({ ...held, mediaType });
  });
}

/** Examines a document by its content and by the scanner, where one is set. */
export async function examineForTaking(
  ctx: Pick<Context, 'outside'>,
  document: { readonly filename: string; readonly bytes: Uint8Array },
): Promise<Outcome<{ readonly mediaType: string }, DocumentRefusal>> {
  const examined = await examineDocument(document);
  if (!examined.ok || ctx.outside.scan === undefined) return examined;
  const verdict = await ctx.outside.scan(document.bytes, { isHurried: true });
  return verdict === 'infected'
    ? refuse({ code: 'evidence_infected', filename: document.filename })
    : examined;
}

/** Takes a document that came in one piece. */
export async function storeUpload(
  ctx: Context,
  document: { claimId: string; kind: string; filename: string; bytes: Uint8Array },
): Promise<Outcome<Upload, UploadRefusal>> {
  const { bytes, ...announced } = document;
  const begun = await beginUpload(ctx, { ...announced, byteCount: bytes.length });
  if (!begun.ok) return begun;
  const { claimId, uploadId } = begun.value;
  const stored = await continueUpload(ctx, { claimId, uploadId, position: 0, bytes });
  return stored.ok ? finishUpload(ctx, { claimId, uploadId }) : stored;
}

/** Lists the documents of a claim that were taken and wait for the claim to be filed. */
export async function listUploads(
  ctx: Context,
  asked: { readonly claimId: string },
): Promise<readonly Upload[]> {
  requirePermission(ctx, 'claim:submit');
  const uploads = await ctx.read((tx) => loadUploads(tx, { ctx, claimId: asked.claimId }));
  return uploads.filter(({ mediaType }) => mediaType !== null);
}

/** Finds one document on its way, taken or not; undefined for another claim's. */
export async function findUpload(
  ctx: Context,
  asked: { readonly claimId: string; readonly uploadId: string },
): Promise<Upload | undefined> {
  requirePermission(ctx, 'claim:submit');
  const uploads = await ctx.read((tx) => loadUploads(tx, { ctx, claimId: asked.claimId }));
  return uploads.find(({ uploadId }) => uploadId === asked.uploadId);
}

/** Gives the documents of a claim that were taken, with their content, in order. */
export async function openUploads(
  ctx: Context,
  asked: { readonly claimId: string; readonly kind?: string },
): Promise<readonly EvidenceInput[]> {
  const uploads = await listUploads(ctx, asked);
  const wanted = uploads.filter(({ kind }) => kind === (asked.kind ?? kind));
  return ctx.read(async (tx) => {
    const opened: EvidenceInput[] = [];
    for (const { uploadId, kind, filename, sha256: examined } of wanted) {
      const bytes = await loadContent(tx, { ctx, uploadId });
      const isExamined = examined !== null && timingSafeEqual(sha256(bytes), examined);
      assert(isExamined, 'claims: a document is filed as it was examined', { uploadId });
      opened.push({ kind, filename, bytes });
    }
    return opened;
  });
}

/** Lets go of the documents a claim was filed with: they are its evidence now. */
export async function releaseUploads(ctx: Context, asked: { claimId: string }): Promise<void> {
  requirePermission(ctx, 'claim:submit');
  await ctx.transact((tx) => retireUploads(tx, { ctx, claimId: asked.claimId }));
}

/** Forgets a document that waits, or all of a claim. */
export async function forgetUploads(
  ctx: Context,
  asked: { readonly claimId: string; readonly uploadId?: string },
): Promise<void> {
  requirePermission(ctx, 'claim:submit');
  await ctx.transact((tx) => deleteUploads(tx, asked));
}
