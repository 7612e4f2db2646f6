import { hash } from 'node:crypto';
import type { CurrencyCode } from '../../kernel/index.ts';
import { isUnitRemedy } from '../ledger/account.ts';
import { canonicalHash, derivedIdBeside } from '../ledger/derived-id.ts';
import { isEffective, type Payout, type PayoutState, railReference } from './payout.ts';

/** An approved cash award that might be paid, with its latest attempt if there was one. */
export interface PayableAward {
  readonly awardId: string;
  readonly claimId: string;
  readonly partyClass: string | null;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly payeeRef: string | null;
  /** A changed payee that may not be paid yet: its cool-down runs. */
  readonly isPayeeCooling: boolean;
  readonly lastAttempt: number;
  readonly lastState: PayoutState | null;
  readonly lastPayeeRef: string | null;
  /**
   * The last attempt failed for good: by the rail's guarantee, or because a statement read since
   * does not have it.
   */
  readonly isLastFailureProved: boolean;
}

/** Why an award stays out of a run. */
export type HoldReason =
  | 'payee_missing'
  | 'payee_cooling'
  | 'payment_under_way'
  | 'failure_not_proved'
  | 'returned_payee_unchanged';

/** An award that stays out of a run, and why. */
export interface HeldBack {
  readonly awardId: string;
  readonly reason: HoldReason;
}

/** The refusal of a run that would pay nothing. */
export interface RunEmptyRefusal {
  readonly code: 'payout_run_empty';
  readonly heldBackCount: number;
}

/** Gives why an award stays out of a run; undefined when the run pays it. */
export function holdReason(award: PayableAward): HoldReason | undefined {
  if (award.payeeRef === null) return 'payee_missing';
  if (award.lastState !== null && isEffective(award.lastState)) return 'payment_under_way';
  // Another attempt needs proof that the one before did not pay (invariant P3).
  if (award.lastState === 'failed' && !award.isLastFailureProved) return 'failure_not_proved';
  // Money that came back is not sent to the same place again by itself (invariant P7).
  const isSamePayee = award.payeeRef === award.lastPayeeRef;
  if (award.lastState === 'returned' && isSamePayee) return 'returned_payee_unchanged';
  if (award.isPayeeCooling) return 'payee_cooling';
  return undefined;
}

/** The payments a run makes for some awards, and what it holds back. */
export interface ProposedPage {
  readonly payouts: readonly Payout[];
  readonly heldBack: readonly HeldBack[];
}

/** A run as its payouts are proposed for it. */
export interface ProposedRun {
  readonly runId: string;
  readonly incidentId: string;
  readonly currency: CurrencyCode;
  readonly rail: string;
  /** What the run gives; cash unless given. */
  readonly remedy?: string;
}

/**
 * Decides which of some awards a run pays, by award id ascending.
 *
 * Held back: an award without a payee or with one that changed a moment ago, one whose payment
 * failed without proof, and one whose payment came back and whose payee has not changed since. One
 * with a payment under way or made is left out without a word.
 */
export function proposePayouts(awards: readonly PayableAward[], run: ProposedRun): ProposedPage {
  const payouts: Payout[] = [];
  const heldBack: HeldBack[] = [];
  for (const award of [...awards].sort((a, b) => (a.awardId < b.awardId ? -1 : 1))) {
    const reason = holdReason(award);
    if (reason === undefined && award.payeeRef !== null) {
      payouts.push(payoutOf({ ...award, payeeRef: award.payeeRef }, run));
    } else if (reason !== undefined && reason !== 'payment_under_way') {
      heldBack.push({ awardId: award.awardId, reason });
    }
  }
  return { payouts, heldBack };
}

function payoutOf(award: PayableAward & { readonly payeeRef: string }, run: ProposedRun): Payout {
  const attempt = award.lastAttempt + 1;
  const parts = ['payout', award.awardId, String(attempt), run.runId];
  const id = derivedIdBeside(award.awardId, parts);
  const { remedy = 'cash' } = run;
  const ownAccount = isUnitRemedy(remedy) ? remedy : 'none';
  const cashAccount = award.lastState === 'returned' ? 'returned' : 'approved_awards';
  return {
    id,
    runId: run.runId,
    incidentId: run.incidentId,
    awardId: award.awardId,
    claimId: award.claimId,
    attempt,
    state: 'proposed',
    remedy,
    amountMinor: award.amountMinor,
    currency: award.currency,
    sourceAccount: remedy === 'cash' ? cashAccount : ownAccount,
    payeeRef: award.payeeRef,
    rail: run.rail,
    railReference: railReference(id),
    eventCount: 1,
    sentAt: null,
    railVersion: null,
  };
}

/** How many payouts a chunk of a run has at most. */
export const chunkSize = 2_000;

/** Payouts of a run that stand together, by award id: what is checked as one before it is sent. */
export interface Chunk {
  readonly number: number;
  readonly firstAwardId: string;
  readonly lastAwardId: string;
  readonly payoutCount: number;
  readonly hash: string;
}

/** Gives the chunk that some payouts of a run make; there is at least one. */
export function chunkOf(number: number, payouts: readonly Payout[]): Chunk {
  const ids = payouts.map(({ awardId }) => awardId).sort();
  return {
    number,
    firstAwardId: ids[0] ?? '',
    lastAwardId: ids.at(-1) ?? '',
    payoutCount: payouts.length,
    hash: chunkHash(payouts),
  };
}

/**
 * Gives the hash of what a chunk pays: who, how much, from which award, by which reference.
 *
 * SHA-256 over the canonical JSON (RFC 8785) of a list of objects, by award id; written out name by
 * name in order, because every payment goes through here. `hashOfPaid` of the store gives the same of
 * stored rows; a test compares this with the general form, and each approval compares both.
 */
export function chunkHash(payouts: readonly Payout[]): string {
  const lines = [...payouts].sort((a, b) => (a.awardId < b.awardId ? -1 : 1)).map(renderPaid);
  return hash('sha256', `[${lines.join(',')}]`, 'hex');
}

function renderPaid(payout: Payout): string {
  const { amountMinor, attempt, awardId, currency, payeeRef, railReference, remedy } = payout;
  const given = remedy === 'cash' ? '' : `,"remedy":${JSON.stringify(remedy)}`;
  return `{"amountMinor":"${amountMinor}","attempt":${attempt},"awardId":"${awardId}","currency":"${currency}","payeeRef":${JSON.stringify(payeeRef)},"reference":"${railReference}"${given}}`;
}

/**
 * Gives the digest of a run from the hashes of its chunks, in order: that of the only chunk, or the
 * hash of all of them.
 *
 * The approver approves this digest, and a payment is sent only while its chunk still has its hash
 * and the chunks still have the digest, so a change of payee or amount after approval voids it.
 *
 * @source invariant S3
 */
export function runDigest(hashes: readonly string[]): string {
  const [only] = hashes;
  return hashes.length === 1 && only !== undefined ? only : canonicalHash([...hashes]);
}
