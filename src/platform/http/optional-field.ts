import { z } from '@hono/zod-openapi';

/**
 * Makes a field of an object one that may be absent, and never `undefined` in the parsed value.
 *
 * The same as `exactOptional`, which the OpenAPI generator takes for a required field; JSON has no
 * `undefined`, so at run time the two never differ.
 */
export function optionalField<S extends z.ZodType>(schema: S): z.ZodExactOptional<S> {
  return schema.optional() as never;
}

/** Makes a field of a `sentObject` that may be absent or null, and is absent in the parsed value then. */
export function absentField<S extends z.ZodType>(schema: S): z.ZodExactOptional<S> {
  return schema.nullish() as never;
}

/**
 * Makes an object of a body whose fields that are null mean the same as absent ones: answers write
 * out every field, and a program that sends back what it got is understood.
 */
export function sentObject<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape).transform(withoutNulls);
}

function withoutNulls<T extends object>(value: T): T {
  const kept = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(kept) as T;
}
