import type { TypedResponse } from 'hono';
import type { JsonValue } from '../../kernel/index.ts';

/** One part of a problem that concerns one place of the input. */
export interface ProblemPart {
  readonly pointer: string;
  readonly detail: string;
}

/** An answer that fits any route's declared responses; its body is made from an outcome at run time. */
export type Answer = Response & TypedResponse<never, never, never>;

/**
 * Answers with a problem document (RFC 9457).
 *
 * @param options.code stable snake_case code, documented in docs/errors.md
 */
export function problem(options: {
  status: number;
  code: string;
  detail?: string;
  errors?: readonly ProblemPart[];
  extra?: Readonly<Record<string, JsonValue>>;
}): Answer {
  const { status, code, detail, errors, extra } = options;
  const body = {
    type: `urn:amends:error:${code}`,
    title: code.replaceAll('_', ' '),
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...extra,
  };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (status === 503) headers['retry-after'] = '1';
  return new Response(JSON.stringify(body), { status, headers }) as Answer;
}
