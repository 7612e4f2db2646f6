import type { Instant } from '../../kernel/index.ts';
import { type AccountCode, accountId } from '../ledger/account.ts';
import { derivedId } from '../ledger/derived-id.ts';
import type { TransferRequest } from '../ledger/transfer.ts';

/** When what cannot be paid is reminded of, set apart and given away, in days since it could not. */
export interface UnclaimedTerms {
  /** Each a reminder, rising. */
  readonly reminderDays: readonly number[];
  readonly setApartDays: number;
  /** Given to `place` after so many days; never unless set. */
  readonly giveDays?: number;
  readonly place?: string;
}

/** Reminders after a week, two and four; set apart after sixty days; never given away by itself. */
export const defaultTerms: UnclaimedTerms = { reminderDays: [7, 14, 28], setApartDays: 60 };

/** An award that cannot be paid now, and how far its follow-up is. */
export interface UnclaimedAward {
  readonly awardId: string;
  readonly claimId: string;
  readonly incidentId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly reason: 'payee_missing' | 'returned_payee_unchanged';
  readonly since: Instant;
  readonly reminderCount: number;
  readonly state: 'new' | 'waiting' | 'set_apart' | 'taken_up' | 'given';
  readonly sourceAccount: 'approved_awards' | 'returned';
  readonly round: number;
}

/** What is due for an award that cannot be paid. */
export type UnclaimedStep = 'wait' | 'remind' | 'set_apart' | 'give';

const dayMs = 86_400_000;

/**
 * Decides what is due for an award that cannot be paid: one thing at a time, reminders first.
 *
 * Days are whole and counted from when it could first not be paid; a term is due at its start.
 */
export function decideUnclaimed(
  award: Pick<UnclaimedAward, 'since' | 'reminderCount' | 'state'>,
  terms: UnclaimedTerms,
  now: Instant,
): UnclaimedStep {
  if (award.state === 'given') return 'wait';
  const days = Math.floor((now - award.since) / dayMs);
  if (award.state === 'set_apart') {
    const { giveDays, place } = terms;
    return giveDays !== undefined && place !== undefined && days >= giveDays ? 'give' : 'wait';
  }
  const next = terms.reminderDays[award.reminderCount];
  if (next !== undefined && days >= next) return 'remind';
  return days >= terms.setApartDays ? 'set_apart' : 'wait';
}

type Move = 'set_apart' | 'take_up' | 'give';

const wordOf: Readonly<Record<Move, string>> = {
  set_apart: 'unclaimed_set_apart',
  take_up: 'unclaimed_taken_up',
  give: 'unclaimed_given',
};

/** Gives the transfer of a step that moves money; each round of an award has its own. */
export function transferOfStep(award: UnclaimedAward, move: Move): TransferRequest {
  const { incidentId, currency, amountMinor, sourceAccount, awardId, round } = award;
  const account = (code: AccountCode) => accountId({ incidentId, currency, code });
  const between = {
    set_apart: [account(sourceAccount), account('unclaimed')],
    take_up: [account('unclaimed'), account(sourceAccount)],
    // Given away it left the bank outside of every rail.
    give: [account('unclaimed'), account('given_away')],
  } as const;
  const [debitAccountId, creditAccountId] = between[move];
  return {
    id: derivedId(['unclaimed', awardId, String(round), move]),
    kind: 'posted',
    debitAccountId,
    creditAccountId,
    amountMinor,
    currency,
    code: wordOf[move],
    reference: awardId,
  };
}
