import type { z } from '@hono/zod-openapi';

/**
 * Marks a member of a request that may be absent.
 *
 * JSON and query strings cannot hold undefined, so a member is there or it is not: typed as exactly
 * optional, while the OpenAPI generator, which asks whether undefined would do, sees it is optional.
 */
export function optional<S extends z.ZodType>(schema: S): z.ZodExactOptional<S> {
  return schema.optional() as unknown as z.ZodExactOptional<S>;
}
