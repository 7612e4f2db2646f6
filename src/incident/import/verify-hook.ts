import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';

export type HookRefusal =
  | { readonly code: 'hook_not_set_up' }
  | { readonly code: 'hook_unsigned' }
  | { readonly code: 'hook_signature_wrong' }
  | { readonly code: 'hook_out_of_time'; readonly toleranceSeconds: number };

/** How far a signed message's time may be from ours, both ways. @source Standard Webhooks 1.0.0 */
export const hookToleranceSeconds = 300;

const prefix = 'whsec_';

function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/**
 * Checks who sent a webhook to us: signed as Standard Webhooks says, or with the secret as a bearer
 * token, which is all that Alertmanager can do.
 *
 * Refusals are checked in this order: hook_not_set_up, hook_unsigned, hook_out_of_time,
 * hook_signature_wrong.
 *
 * @param secret with its prefix; undefined when none is configured, and then nothing is let in
 * @source Standard Webhooks 1.0.0, "Verifying webhook authenticity"
 */
export function verifyHook(
  secret: string | undefined,
  message: {
    readonly header: (name: string) => string | undefined;
    readonly body: string;
    readonly now: Instant;
  },
): Outcome<null, HookRefusal> {
  if (secret === undefined) return refuse({ code: 'hook_not_set_up' });
  const { header, body, now } = message;
  const bearer = /^Bearer (\S+)$/.exec(header('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    return isSame(bearer, secret) ? accept(null) : refuse({ code: 'hook_signature_wrong' });
  }
  const [id, at, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    header(`webhook-${name}`),
  );
  if (id === undefined || at === undefined || signatures === undefined) {
    return refuse({ code: 'hook_unsigned' });
  }
  const seconds = /^\d{1,12}$/.test(at) ? Number(at) : Number.NaN;
  if (!(Math.abs(now / 1000 - seconds) <= hookToleranceSeconds)) {
    return refuse({ code: 'hook_out_of_time', toleranceSeconds: hookToleranceSeconds });
  }
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const right = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  const isRight = signatures.split(' ').some((one) => isSame(one, `v1,${right}`));
  return isRight ? accept(null) : refuse({ code: 'hook_signature_wrong' });
}
