import type { z } from '@hono/zod-openapi';

/**
 * Makes a field of an object one that may be absent, and never `undefined` in the parsed value.
 *
 * The same as `exactOptional`, which the OpenAPI generator takes for a required field; JSON has no
 * `undefined`, so at run time the two never differ.
 */
export function optionalField<S extends z.ZodType>(schema: S): z.ZodExactOptional<S> {
  return schema.optional() as never;
}
