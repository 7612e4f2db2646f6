import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';

/** How long a code may be used, and how long an hour of sending is looked back on. */
export const codeLifeMs = 10 * 60_000;
export const sendingWindowMs = 60 * 60_000;

/** How often a code may be missed, and how many codes one contact is sent in an hour. */
export const failureMax = 5;
export const codesPerHourMax = 5;

/** A code as it was sent; nothing of its digits. */
export interface SentCode {
  readonly failureCount: number;
  readonly expiresAt: Instant;
  readonly takenAt: Instant | null;
  readonly isRight: boolean;
}

export type CodeRefusal = { readonly code: 'code_wrong' } | { readonly code: 'code_over' };

/**
 * Decides whether six digits that somebody typed prove the contact.
 *
 * A code is over when it was used, missed five times, or is ten minutes old (the instant itself
 * included); then a right one is refused too. So a guesser has five tries in a million for a code,
 * and five codes an hour.
 */
export function decideCode(sent: SentCode | undefined, now: Instant): Outcome<true, CodeRefusal> {
  const isOver =
    sent === undefined ||
    sent.takenAt !== null ||
    sent.failureCount >= failureMax ||
    now >= sent.expiresAt;
  if (isOver) return refuse({ code: 'code_over' });
  return sent.isRight ? accept(true) : refuse({ code: 'code_wrong' });
}

/**
 * Gives the wait before another code may be sent, in whole seconds, rounded up; nothing while fewer
 * than five were sent within the hour.
 *
 * @param madeAt when the codes of the last hour were made, the newest first
 */
export function waitForCode(madeAt: readonly Instant[], now: Instant): number {
  const oldest = madeAt[codesPerHourMax - 1];
  if (oldest === undefined) return 0;
  return Math.max(0, Math.ceil((oldest + sendingWindowMs - now) / 1000));
}

/** Gives six digits from random bytes; 1,000,000 values, each within 10⁻¹³ of equally likely. */
export function sixDigits(random: Uint8Array): string {
  const value = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return String(value % 1_000_000n).padStart(6, '0');
}
