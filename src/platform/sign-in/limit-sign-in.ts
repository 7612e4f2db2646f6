import type { Instant } from '../../kernel/index.ts';

/** How attempts of one kind are limited. */
export interface AttemptLimit {
  /** Failures that cost no waiting: people mistype. */
  readonly freeCount: number;
  readonly waitMsMax: number;
}

/** Attempts for one e-mail address. */
export const emailLimit: AttemptLimit = { freeCount: 5, waitMsMax: 5 * 60_000 };

/** Attempts from one network, for whatever e-mail address: a whole office may share one. */
export const networkLimit: AttemptLimit = { freeCount: 20, waitMsMax: 15 * 60_000 };

const firstWaitMs = 2_000;

/** After this long without a failure counting begins anew. */
export const forgetAfterMs = 60 * 60_000;

/** Sign-ins that failed one after another. */
export interface FailedSignIns {
  readonly failureCount: number;
  readonly lastFailedAt: Instant;
}

/** An attempt came too soon after failed ones; `waitSeconds` is how long to wait, rounded up. */
export interface SignInDelayed {
  readonly code: 'sign_in_delayed';
  readonly waitSeconds: number;
}

/**
 * Gives how long to wait after so many failures: none for the free ones, then 2 s, doubled by each
 * further one up to the limit's most. It always ends: nobody is locked out for good.
 */
export function waitAfterMs(failureCount: number, limit: AttemptLimit): number {
  if (failureCount < limit.freeCount) return 0;
  return Math.min(limit.waitMsMax, firstWaitMs * 2 ** (failureCount - limit.freeCount));
}

/**
 * Decides whether a sign-in may be tried now; the longest wait of all counts holds.
 *
 * An attempt refused here is not counted, so knocking on does not lengthen the wait.
 */
export function decideAttempt(
  counts: readonly { readonly failed: FailedSignIns | undefined; readonly limit: AttemptLimit }[],
  now: Instant,
): SignInDelayed | undefined {
  const waits = counts.map(({ failed, limit }) =>
    failed === undefined ? 0 : failed.lastFailedAt + waitAfterMs(failed.failureCount, limit) - now,
  );
  const leftMs = Math.max(0, ...waits);
  if (leftMs === 0) return undefined;
  return { code: 'sign_in_delayed', waitSeconds: Math.ceil(leftMs / 1000) };
}

/** Gives the count that a further failure leaves behind. */
export function countFailure(failed: FailedSignIns | undefined, now: Instant): number {
  if (failed === undefined || now - failed.lastFailedAt >= forgetAfterMs) return 1;
  return failed.failureCount + 1;
}
