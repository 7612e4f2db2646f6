import { z } from '@hono/zod-openapi';
import type { Attachment } from './attachment.ts';

/** A document attached to the timeline; `sha256` is of the bytes that are shown of a public one. */
export const attachmentWire = z
  .strictObject({
    id: z.string(),
    entryId: z.string(),
    filename: z.string(),
    mediaType: z.string(),
    byteCount: z.number(),
    sha256: z.string(),
  })
  .openapi('TimelineAttachment');

/** Renders an attachment for the API. */
export function renderAttachment(attachment: Attachment): z.infer<typeof attachmentWire> {
  const { id, entryId, filename, mediaType, byteCount, sha256 } = attachment;
  return { id, entryId, filename, mediaType, byteCount, sha256 };
}
