import type { Instant } from '../../kernel/index.ts';

/** The look-ups of one address, or with one number, that failed, one after another. */
export interface FailedLookups {
  readonly failureCount: number;
  readonly lastFailedAt: Instant;
}

/** A look-up came too soon after failed ones; `waitSeconds` is how long to wait, rounded up. */
export interface LookupTooOften {
  readonly code: 'lookup_too_often';
  readonly waitSeconds: number;
}

/** How failures turn into waiting. */
export interface WaitRule {
  /** Failures that cost no waiting. */
  readonly freeFailureCount: number;
  readonly waitMsMax: number;
}

/** Of an address: people mistype a number or forget which contact they gave. */
export const addressRule: WaitRule = { freeFailureCount: 5, waitMsMax: 15 * 60_000 };

/**
 * Of a number, whoever asks and whether a claim has it: guesses from many addresses count together.
 * The wait is short, because whoever makes it wait may not be the one who waits.
 */
export const numberRule: WaitRule = { freeFailureCount: 10, waitMsMax: 5 * 60_000 };

const firstWaitMs = 2_000;

/** After this long without a failed look-up an address or a number begins anew. */
export const forgetAfterMs = 60 * 60_000;

/**
 * The failures a minute that are let through, of all addresses and numbers together: many times what
 * the people of a rush mistype, and with a hundred million telephone numbers too few to find one.
 */
export const failuresPerMinuteMax = 600;
const minuteMs = 60_000;

/**
 * Gives how long to wait after so many failures: none for the free ones, then 2 s, doubled by each
 * further one, up to the most of the rule.
 *
 * An address may thus try about a hundred contacts a day, and a number be tried with about three
 * hundred from anywhere, against 10^8 telephone numbers.
 */
export function waitAfterMs(failureCount: number, rule: WaitRule): number {
  if (failureCount < rule.freeFailureCount) return 0;
  return Math.min(rule.waitMsMax, firstWaitMs * 2 ** (failureCount - rule.freeFailureCount));
}

/** Decides whether a claim may be looked up now; the refusal says how long to wait. */
export function decideLookup(
  failed: FailedLookups | undefined,
  { now, rule }: { readonly now: Instant; readonly rule: WaitRule },
): LookupTooOften | undefined {
  if (failed === undefined) return undefined;
  const leftMs = failed.lastFailedAt + waitAfterMs(failed.failureCount, rule) - now;
  if (leftMs <= 0) return undefined;
  return { code: 'lookup_too_often', waitSeconds: Math.ceil(leftMs / 1000) };
}

/** Gives the minute, counted from 1970, whose failures count together. */
export const minuteOf = (now: Instant): number => Math.floor(now / minuteMs);

/** Decides whether anybody may look a claim up in this minute, after so many failures in it. */
export function decideMinute(failureCount: number, now: Instant): LookupTooOften | undefined {
  if (failureCount < failuresPerMinuteMax) return undefined;
  const leftMs = (minuteOf(now) + 1) * minuteMs - now;
  return { code: 'lookup_too_often', waitSeconds: Math.ceil(leftMs / 1000) };
}

/** Gives the count that a further failed look-up leaves behind. */
export function countFailure(failed: FailedLookups | undefined, now: Instant): number {
  if (failed === undefined || now - failed.lastFailedAt >= forgetAfterMs) return 1;
  return failed.failureCount + 1;
}
