import { timingSafeEqual } from 'node:crypto';
import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';
import { sha256, type Vault } from '../crypto.ts';
import { type Challenge, drawChallenge } from './issuer.ts';

/** What somebody wants to get into. */
export type Purpose = 'console' | 'page';

/** One attempt to sign in; it travels in a sealed cookie, so that nobody fills the database. */
export interface Attempt extends Challenge {
  readonly purpose: Purpose;
  readonly returnPath: string;
  readonly isFresh: boolean;
  readonly locale?: 'ko' | 'en';
  /** where the browser comes back, as the issuer was told */
  readonly redirectUri: string;
  readonly beganAt: number;
}

export type AttemptRefusal = { readonly code: 'sign_on_expired' | 'sign_on_state_differs' };

/** How long somebody may take at the issuer. */
export const attemptMs = 10 * 60 * 1000;

const salt = sha256('amends sign-on attempt 1');

/** Begins an attempt: draws what is sent along, and seals it for the browser's cookie. */
export function beginAttempt(
  { vault, now }: { readonly vault: Vault; readonly now: Instant },
  asked: Omit<Attempt, keyof Challenge | 'beganAt'>,
): { readonly attempt: Attempt; readonly sealed: string } {
  const attempt: Attempt = { ...asked, ...drawChallenge(), beganAt: now };
  const plaintext = new TextEncoder().encode(JSON.stringify(attempt));
  const sealed = Buffer.from(vault.encrypt({ salt, plaintext })).toString('base64url');
  return { attempt, sealed };
}

function unseal(vault: Vault, sealed: string): Attempt | undefined {
  try {
    const ciphertext = Buffer.from(sealed, 'base64url');
    return JSON.parse(new TextDecoder().decode(vault.decrypt({ salt, ciphertext }))) as Attempt;
  } catch {
    return undefined;
  }
}

/**
 * Finds the attempt that a browser comes back from.
 *
 * Only the browser that began it has the cookie, so that nobody can be signed in as somebody else
 * by following a link.
 */
export function resumeAttempt(
  { vault, now }: { readonly vault: Vault; readonly now: Instant },
  back: { readonly sealed: string | undefined; readonly state: string | undefined },
): Outcome<Attempt, AttemptRefusal> {
  const attempt = back.sealed === undefined ? undefined : unseal(vault, back.sealed);
  if (attempt === undefined) return refuse({ code: 'sign_on_expired' });
  if (now - attempt.beganAt > attemptMs) return refuse({ code: 'sign_on_expired' });
  if (!timingSafeEqual(sha256(back.state ?? ''), sha256(attempt.state))) {
    return refuse({ code: 'sign_on_state_differs' });
  }
  return accept(attempt);
}
