/**
 * What became of a notice to one subscriber.
 *
 * `waiting` and `retrying` are due; `claimed` is in the hands of one sender and has not gone out;
 * `sending` may have gone out; `sent` was taken by the other side; `failed` never will be;
 * `skipped` is not sent, with the reason; `unknown` went out and no answer came, because a program
 * or a line died: it is looked up or settled by a person, never sent again on a guess.
 */
export const noticeStates = [
  'waiting',
  'claimed',
  'sending',
  'sent',
  'retrying',
  'failed',
  'skipped',
  'unknown',
] as const;
export type NoticeState = (typeof noticeStates)[number];

/** Why a notice is not sent, or never will be. */
export type NoticeReason =
  | 'not_chosen'
  | 'left'
  | 'disabled'
  | 'no_way'
  | 'refused'
  | 'gave_up'
  | 'settled_by_staff';

/** What came of one attempt. */
export type Attempt =
  | { readonly kind: 'accepted'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'deferred'; readonly detail: string; readonly waitMs?: number }
  | { readonly kind: 'unknown'; readonly detail: string };

/** Where a notice goes after an attempt. */
export interface AfterAttempt {
  readonly state: NoticeState;
  readonly reason?: NoticeReason;
  readonly detail: string;
  readonly waitMs: number;
}

/** After so many attempts a notice fails: the waits between them add up to nearly four days. */
export const attemptsMax = 9;
const firstWaitMs = 30_000;
const waitFactor = 4;
const waitMaxMs = 48 * 3_600_000;

/** How long a notice waits after its n-th attempt, n from one: 30 s, then four times as long each. */
export function retryWaitMs(attemptCount: number): number {
  return Math.min(firstWaitMs * waitFactor ** (attemptCount - 1), waitMaxMs);
}

/**
 * Decides where a notice goes after its n-th attempt.
 *
 * @param attemptCount from one
 * @param askedWaitMs of the attempt: how long the other side asked to be left alone; at most a day
 */
export function settleAttempt(attempt: Attempt, attemptCount: number): AfterAttempt {
  const { kind, detail } = attempt;
  if (kind === 'accepted') return { state: 'sent', detail, waitMs: 0 };
  if (kind === 'refused') return { state: 'failed', reason: 'refused', detail, waitMs: 0 };
  if (kind === 'unknown') return { state: 'unknown', detail, waitMs: 0 };
  if (attemptCount >= attemptsMax) {
    return { state: 'failed', reason: 'gave_up', detail, waitMs: 0 };
  }
  const asked = Math.min(attempt.waitMs ?? 0, 86_400_000);
  return { state: 'retrying', detail, waitMs: Math.max(asked, retryWaitMs(attemptCount)) };
}
