import { accept, type CurrencyCode, type Outcome, refuse } from '../../kernel/index.ts';
import { canonicalHash, derivedId } from '../ledger/derived-id.ts';
import { isEffective, type Payout, type PayoutState, railReference } from './payout.ts';

/** An approved cash award that might be paid, with its latest attempt if there was one. */
export interface PayableAward {
  readonly awardId: string;
  readonly claimId: string;
  readonly partyClass: string | null;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly payeeRef: string | null;
  readonly lastAttempt: number;
  readonly lastState: PayoutState | null;
  readonly lastPayeeRef: string | null;
}

/** Why an award stays out of a run. */
export type HoldReason = 'payee_missing' | 'payment_under_way' | 'returned_payee_unchanged';

/** What a run would pay, and what it holds back and why. */
export interface RunProposal {
  readonly payouts: readonly Payout[];
  readonly heldBack: readonly { readonly awardId: string; readonly reason: HoldReason }[];
  readonly totalMinor: bigint;
  readonly digest: string;
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
  // Money that came back is not sent to the same place again by itself (invariant P7).
  const isSamePayee = award.payeeRef === award.lastPayeeRef;
  if (award.lastState === 'returned' && isSamePayee) return 'returned_payee_unchanged';
  return undefined;
}

/**
 * Decides which awards a run pays, by award id ascending.
 *
 * Held back: an award without a payee, one with a payment under way or made, and one whose payment
 * came back and whose payee has not changed since.
 */
export function decideRun(
  awards: readonly PayableAward[],
  run: { runId: string; incidentId: string; currency: CurrencyCode; rail: string },
): Outcome<RunProposal, RunEmptyRefusal> {
  const payouts: Payout[] = [];
  const heldBack: { awardId: string; reason: HoldReason }[] = [];
  for (const award of [...awards].sort((a, b) => (a.awardId < b.awardId ? -1 : 1))) {
    const reason = holdReason(award);
    if (reason === undefined && award.payeeRef !== null) {
      payouts.push(payoutOf({ ...award, payeeRef: award.payeeRef }, run));
    } else if (reason !== undefined && reason !== 'payment_under_way') {
      heldBack.push({ awardId: award.awardId, reason });
    }
  }
  if (payouts.length === 0) {
    return refuse({ code: 'payout_run_empty', heldBackCount: heldBack.length });
  }
  const totalMinor = payouts.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  return accept({ payouts, heldBack, totalMinor, digest: runDigest(payouts) });
}

function payoutOf(
  award: PayableAward & { readonly payeeRef: string },
  run: { runId: string; incidentId: string; rail: string },
): Payout {
  const attempt = award.lastAttempt + 1;
  const id = derivedId(['payout', award.awardId, String(attempt), run.runId]);
  return {
    id,
    runId: run.runId,
    incidentId: run.incidentId,
    awardId: award.awardId,
    claimId: award.claimId,
    attempt,
    state: 'proposed',
    amountMinor: award.amountMinor,
    currency: award.currency,
    sourceAccount: award.lastState === 'returned' ? 'returned' : 'approved_awards',
    payeeRef: award.payeeRef,
    rail: run.rail,
    railReference: railReference(id),
    eventCount: 1,
  };
}

/**
 * Gives the digest of what a run pays: who, how much, from which award, by which reference.
 *
 * The approver approves this digest; the run is sent only while it is still the same, so a change
 * of payee or amount after approval voids the approval.
 *
 * @source invariant S3
 */
export function runDigest(payouts: readonly Payout[]): string {
  const lines = payouts.map((payout) => ({
    awardId: payout.awardId,
    attempt: payout.attempt,
    amountMinor: payout.amountMinor.toString(),
    currency: payout.currency,
    payeeRef: payout.payeeRef,
    reference: payout.railReference,
  }));
  return canonicalHash([...lines].sort((a, b) => (a.awardId < b.awardId ? -1 : 1)));
}
