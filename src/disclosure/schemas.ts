import { z } from '@hono/zod-openapi';

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
