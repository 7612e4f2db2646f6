import { PlatformError } from '../platform-error.ts';
import { openServerPost } from './server-post.ts';

/** What a receiver answered: its status, the beginning of its text, and when to come again. */
export interface GuardedAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterSeconds?: number;
}

/**
 * Sends a body to an address that somebody outside chose, by the same way as to servers that an
 * administrator named.
 *
 * @throws PlatformError `address_refused` when it leads inside; `address_unanswered`, retryable,
 *   when nobody answers in ten seconds
 */
export type GuardedPost = (request: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<GuardedAnswer>;

const answerMax = 4_000;

function explain(url: string, cause: unknown): PlatformError {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof PlatformError && cause.code === 'outside_refused') {
    return new PlatformError('address_refused', {
      message: `${url} is not sent to: ${why} A public https address would be.`,
      cause,
    });
  }
  return new PlatformError('address_unanswered', {
    message: `${url} did not answer: ${why}`,
    retryable: true,
    cause,
  });
}

/**
 * Opens the way to addresses that others chose; see `openServerPost` for where it leads.
 *
 * @param insideHosts `host:port` of receivers of the operator's own that may be inside and plain
 */
export function openGuardedPost(insideHosts: readonly string[] = []): GuardedPost {
  const server = openServerPost(insideHosts);
  return async (request) => {
    try {
      const { status, headers, body } = await server.post(request);
      const after = /^\d{1,6}$/.exec(headers['retry-after'] ?? '')?.[0];
      return {
        status,
        text: body.toString('utf8').slice(0, answerMax),
        ...(after === undefined ? {} : { retryAfterSeconds: Number(after) }),
      };
    } catch (cause) {
      throw explain(request.url, cause);
    }
  };
}
