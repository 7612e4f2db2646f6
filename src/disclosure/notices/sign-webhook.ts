import type { Instant } from '../../kernel/index.ts';
import { signWebhook as signMessage } from '../../platform/index.ts';

/** How a secret is written: 24 bytes in base64 behind this. */
export const secretPrefix = 'whsec_';

/**
 * Gives the headers of a signed webhook.
 *
 * The signature covers the id, the time and the exact body. The id is the same for every attempt, so
 * that a receiver acts once however often it is told.
 *
 * @param message.secret as it was given out, with its prefix
 * @source Standard Webhooks 1.0.0, "Signature scheme": HMAC-SHA-256 over `id.timestamp.body`
 */
export function signWebhook(message: {
  readonly id: string;
  readonly at: Instant;
  readonly body: string;
  readonly secret: string;
}): Readonly<Record<string, string>> {
  const { id, at, body, secret } = message;
  return {
    'content-type': 'application/json',
    'user-agent': 'Amends-Webhooks/1',
    ...signMessage({ id, at, body, keys: [secret] }),
  };
}
