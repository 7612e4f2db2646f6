import {
  accept,
  assert,
  type CurrencyCode,
  type Instant,
  type Outcome,
  refuse,
} from '../../kernel/index.ts';
import { type AccountCode, accountId, heldAccountOf, isUnitRemedy } from '../ledger/account.ts';
import { derivedIdBeside } from '../ledger/derived-id.ts';
import type { TransferRequest } from '../ledger/transfer.ts';

/** All payout states, in the order a payout goes through them. */
export const payoutStates = [
  'proposed',
  'approved',
  'sent',
  'accepted',
  'confirmed',
  'failed',
  'unknown',
  'returned',
  'withdrawn',
] as const;

/**
 * Where a payout stands. `sent` is recorded before the rail is called, so a payout in it may or may
 * not have reached the rail; `accepted` is in flight; `unknown` is an answer that was lost.
 */
export type PayoutState = (typeof payoutStates)[number];

/** Everything that may happen to a payout. */
export const payoutEventTypes = [
  'payout_proposed',
  'payout_approved',
  'payout_withdrawn',
  'payout_sent',
  'payout_accepted',
  'payout_confirmed',
  'payout_failed',
  'payout_answer_lost',
  'payout_returned',
] as const;

/** What happens to a payout, past tense. */
export type PayoutEventType = (typeof payoutEventTypes)[number];

/** One attempt to pay one award. */
export interface Payout {
  readonly id: string;
  readonly runId: string;
  readonly incidentId: string;
  readonly awardId: string;
  readonly claimId: string;
  /** From 1; a second attempt needs proof that the first did not pay. */
  readonly attempt: number;
  readonly state: PayoutState;
  /** What is given; of a remedy other than cash the amount is its nominal worth. */
  readonly remedy: string;
  /** Zero for a remedy that is worth no money by itself: an extension, an item. */
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  /** The account it is paid from: what is owed, what came back; `none` when no money moves. */
  readonly sourceAccount:
    | Extract<AccountCode, 'approved_awards' | 'returned' | 'points' | 'credit' | 'voucher'>
    | 'none';
  readonly payeeRef: string;
  readonly rail: string;
  /** What the rail knows it by: at most 35 characters, the limit of ISO 20022 EndToEndId. */
  readonly railReference: string;
  readonly eventCount: number;
  readonly reasonCode?: string;
  /** When it was recorded as sent, before the rail was first called; null before. */
  readonly sentAt: Instant | null;
  /** The rail's own number of the last thing it said; null when it gives none. */
  readonly railVersion: bigint | null;
}

/**
 * Where each event leads from each state; what is not listed is refused.
 *
 * The provider's truth can change late: a failed payout may turn out confirmed, a confirmed one
 * returned. Nothing leads back to `approved`: another try is another attempt.
 *
 * @source ARCHITECTURE.md, "Settlement": payout
 */
export const transitions: Readonly<
  Record<PayoutState, Partial<Record<PayoutEventType, PayoutState>>>
> = {
  proposed: { payout_approved: 'approved', payout_withdrawn: 'withdrawn' },
  approved: { payout_sent: 'sent', payout_withdrawn: 'withdrawn' },
  sent: {
    payout_accepted: 'accepted',
    payout_confirmed: 'confirmed',
    payout_failed: 'failed',
    payout_answer_lost: 'unknown',
    payout_returned: 'returned',
  },
  accepted: {
    payout_confirmed: 'confirmed',
    payout_failed: 'failed',
    payout_returned: 'returned',
  },
  unknown: {
    payout_accepted: 'accepted',
    payout_confirmed: 'confirmed',
    payout_failed: 'failed',
    payout_returned: 'returned',
  },
  failed: { payout_confirmed: 'confirmed' },
  confirmed: { payout_returned: 'returned' },
  returned: {},
  withdrawn: {},
};

/** The states in which an award counts as being paid or paid: no other attempt may exist. */
export function isEffective(state: PayoutState): boolean {
  return state !== 'failed' && state !== 'returned' && state !== 'withdrawn';
}

/** The refusal of an event that a payout's state does not allow. */
export interface PayoutEventRefusal {
  readonly code: 'payout_event_refused';
  readonly payoutId: string;
  readonly state: PayoutState;
  readonly event: PayoutEventType;
}

/** Gives the state an event leads to, or the refusal. */
export function decidePayoutEvent(
  payout: Pick<Payout, 'id' | 'state'>,
  event: PayoutEventType,
): Outcome<PayoutState, PayoutEventRefusal> {
  const { id: payoutId, state } = payout;
  const next = transitions[state][event];
  return next === undefined
    ? refuse({ code: 'payout_event_refused', payoutId, state, event })
    : accept(next);
}

type Leg =
  | 'reserve'
  | 'take'
  | 'release'
  | 'settle'
  | 'give_back'
  | 'settle_late'
  | 'bounce'
  | 'return';

/** The ledger legs of each change of state that moves money; every other change moves none. */
const legs: Readonly<Record<string, readonly Leg[]>> = {
  'approved>sent': ['reserve'],
  'sent>accepted': ['take'],
  'unknown>accepted': ['take'],
  'sent>confirmed': ['take', 'settle'],
  'unknown>confirmed': ['take', 'settle'],
  'accepted>confirmed': ['settle'],
  'sent>failed': ['release'],
  'unknown>failed': ['release'],
  'accepted>failed': ['give_back'],
  'failed>confirmed': ['settle_late'],
  'sent>returned': ['take', 'bounce'],
  'unknown>returned': ['take', 'bounce'],
  'accepted>returned': ['bounce'],
  'confirmed>returned': ['return'],
};

/**
 * The legs of what is not cash: reserved until it is given, then held by the claimant. That the rail
 * accepted it changes nothing yet.
 */
const grantLegs: Readonly<Record<string, readonly Leg[]>> = {
  'approved>sent': ['reserve'],
  'sent>confirmed': ['take'],
  'unknown>confirmed': ['take'],
  'accepted>confirmed': ['take'],
  'sent>failed': ['release'],
  'unknown>failed': ['release'],
  'accepted>failed': ['release'],
  'failed>confirmed': ['settle_late'],
  'sent>returned': ['release'],
  'unknown>returned': ['release'],
  'accepted>returned': ['release'],
  'confirmed>returned': ['return'],
};

/**
 * Gives the transfers that a payout's change of state posts.
 *
 * Sending reserves what is owed (a pending transfer); the rail's acceptance posts it as in flight;
 * confirmation moves it out of the bank; failure voids the reservation, or gives back what was in
 * flight; a return books the money as come back. Ids derive from the payout and the leg, so a
 * change recorded twice posts once. A remedy that is worth no money posts nothing.
 */
export function transfersFor(payout: Payout, next: PayoutState): TransferRequest[] {
  const change = `${payout.state}>${next}`;
  if (payout.remedy === 'cash') {
    return (legs[change] ?? []).map((leg) => transferOfLeg(payout, leg, cashAccounts(payout)));
  }
  if (!isUnitRemedy(payout.remedy)) return [];
  const [owed, held] = [payout.remedy, heldAccountOf(payout.remedy)] as const;
  const between = {
    reserve: [owed, held],
    settle_late: [owed, held],
    return: [held, owed],
  } as const;
  return (grantLegs[change] ?? []).map((leg) => transferOfLeg(payout, leg, between));
}

const allLegs: readonly Leg[] = [...new Set(Object.values(legs).flat())];

/** Lists the ids of every transfer that a payout may post in its life. */
export function listTransferIds(payoutId: string): string[] {
  return allLegs.map((leg) => transferId(payoutId, leg));
}

function transferId(payoutId: string, leg: Leg): string {
  return derivedIdBeside(payoutId, ['payout', payoutId, leg]);
}

type Between = Partial<Record<Leg, readonly [AccountCode, AccountCode]>>;

function cashAccounts({ sourceAccount }: Payout): Between {
  assert(sourceAccount !== 'none', 'payout: cash is paid from an account');
  return {
    reserve: [sourceAccount, 'in_flight'],
    settle: ['in_flight', 'paid'],
    give_back: ['in_flight', sourceAccount],
    settle_late: [sourceAccount, 'paid'],
    bounce: ['in_flight', 'returned'],
    return: ['paid', 'returned'],
  };
}

function transferOfLeg(payout: Payout, leg: Leg, between: Between): TransferRequest {
  const id = transferId(payout.id, leg);
  const code = `payout_${leg}`;
  const reference = payout.id;
  if (leg === 'take' || leg === 'release') {
    const pendingId = transferId(payout.id, 'reserve');
    return { id, code, reference, kind: leg === 'take' ? 'post' : 'void', pendingId };
  }
  const accounts = between[leg];
  assert(accounts !== undefined, 'payout: a leg has its accounts', { leg });
  const [debit, credit] = accounts;
  const { incidentId, currency, amountMinor } = payout;
  return {
    id,
    code,
    reference,
    kind: leg === 'reserve' ? 'pending' : 'posted',
    debitAccountId: accountId({ incidentId, currency, code: debit }),
    creditAccountId: accountId({ incidentId, currency, code: credit }),
    amountMinor,
    currency,
  };
}

/**
 * Gives the reference a rail knows an attempt by: `A` and 32 hex digits, the attempt's own id.
 * The same attempt always has the same reference, which is what a rail deduplicates by.
 *
 * @source ISO 20022 pain.001.001.09, EndToEndIdentification: Max35Text
 */
export function railReference(payoutId: string): string {
  return `A${payoutId.replaceAll('-', '')}`;
}

/** Gives the id of the attempt that a reference stands for; undefined when it is none of ours. */
export function payoutIdOf(reference: string): string | undefined {
  const parts = /^A([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(
    reference,
  );
  return parts === null ? undefined : parts.slice(1).join('-');
}
