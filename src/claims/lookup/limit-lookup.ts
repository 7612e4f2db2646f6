import type { Instant } from '../../kernel/index.ts';

/** The look-ups of one address that failed, one after another. */
export interface FailedLookups {
  readonly failureCount: number;
  readonly lastFailedAt: Instant;
}

/** A look-up came too soon after failed ones; `waitSeconds` is how long to wait, rounded up. */
export interface LookupTooOften {
  readonly code: 'lookup_too_often';
  readonly waitSeconds: number;
}

/** Failures that cost no waiting: people mistype a number or forget which contact they gave. */
export const freeFailureCount = 5;
const firstWaitMs = 2_000;
const waitMsMax = 15 * 60_000;

/** After this long without a failed look-up an address begins anew. */
export const forgetAfterMs = 60 * 60_000;

/**
 * Gives how long an address waits after so many failures: none for the first five, then 2 s,
 * doubled by each further one, at most 15 min.
 *
 * An address may thus try about a hundred contacts a day against 10^8 telephone numbers.
 */
export function waitAfterMs(failureCount: number): number {
  if (failureCount < freeFailureCount) return 0;
  return Math.min(waitMsMax, firstWaitMs * 2 ** (failureCount - freeFailureCount));
}

/** Decides whether an address may look a claim up now; the refusal says how long to wait. */
export function decideLookup(
  failed: FailedLookups | undefined,
  now: Instant,
): LookupTooOften | undefined {
  if (failed === undefined) return undefined;
  const leftMs = failed.lastFailedAt + waitAfterMs(failed.failureCount) - now;
  if (leftMs <= 0) return undefined;
  return { code: 'lookup_too_often', waitSeconds: Math.ceil(leftMs / 1000) };
}

/** Gives the count that a further failed look-up leaves behind. */
export function countFailure(failed: FailedLookups | undefined, now: Instant): number {
  if (failed === undefined || now - failed.lastFailedAt >= forgetAfterMs) return 1;
  return failed.failureCount + 1;
}
