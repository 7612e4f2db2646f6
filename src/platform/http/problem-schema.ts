import { z } from '@hono/zod-openapi';

/** A problem document on the wire (RFC 9457), with the code of docs/errors.md. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    params: z.record(z.string(), z.unknown()).optional(),
    faultId: z.string().optional(),
    bytesMax: z.number().int().optional(),
  })
  .openapi('Problem');

function problemOf(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } };
}

/** The error responses every route may give; spread into a route's `responses`. */
export const problemResponses = {
  401: problemOf('Nobody is signed in'),
  403: problemOf('Not permitted'),
  404: problemOf('No such record'),
  409: problemOf('Refused, with a code and its parameters'),
  413: problemOf('The body is larger than the route takes; bytesMax says how much it does'),
  422: problemOf('The input differs from this schema; every place is named'),
  503: problemOf('Not now; send the same again'),
} as const;

/** A JSON response of the schema, for a route's `responses`. */
export function jsonResponse<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A required JSON request body of the schema. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}
