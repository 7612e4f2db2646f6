import { z } from '@hono/zod-openapi';
import { renderInstant } from '../kernel/index.ts';
import { renderBase64 } from './base64.ts';
import type { LogEntry, PublishedReport, StoredCheckpoint } from './queries.ts';
import { type NoteKey, renderNoteKey } from './signed-note.ts';

const treeNumber = z.coerce
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .openapi({ type: 'integer', example: 12 });

/** Which entries to list: at most a thousand from an index on. */
export const entriesQuerySchema = z.object({
  from: treeNumber.default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** Which entry, in the tree of which size; the latest checkpoint's when absent. */
export const inclusionQuerySchema = z.object({ index: treeNumber, size: treeNumber.optional() });

/** Between which two sizes. */
export const consistencyQuerySchema = z.object({ first: treeNumber, second: treeNumber });

/** The commitment of a receipt: base64 of 32 bytes. */
export const commitmentQuerySchema = z.object({
  commitment: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'base64 of 32 bytes'),
});

const jsonOf = new TextDecoder('utf-8', { fatal: true });

/** Gives an entry with its leaf as JSON; `data` is the exact bytes that were hashed. */
export function renderEntry(entry: LogEntry) {
  return {
    index: entry.index,
    kind: entry.kind,
    leaf: JSON.parse(jsonOf.decode(entry.data)) as unknown,
    data: renderBase64(entry.data),
    leafHash: renderBase64(entry.leafHash),
    recordedAt: renderInstant(entry.recordedAt),
  };
}

/** Gives a checkpoint with its parts spelled out beside the signed note. */
export function renderCheckpoint(checkpoint: StoredCheckpoint, key: NoteKey) {
  return {
    origin: key.name,
    size: checkpoint.size,
    root: renderBase64(checkpoint.root),
    note: checkpoint.note,
    signedAt: renderInstant(checkpoint.at),
    key: renderNoteKey(key),
    publicKey: renderBase64(key.publicKey),
  };
}

/** Gives a published version without its document. */
export function renderReportVersion(report: PublishedReport) {
  const { version, hash, publishedAt } = report;
  return { version, hash, publishedAt: renderInstant(publishedAt) };
}
