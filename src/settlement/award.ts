import type { CurrencyCode } from '../kernel/index.ts';
import { accountId, accountOfRemedy } from './ledger/account.ts';
import { derivedId } from './ledger/derived-id.ts';
import type { TransferRequest } from './ledger/transfer.ts';

/** What the claims room approved for one claim, as its event says it. */
export interface ApprovedAward {
  readonly awardId: string;
  readonly claimId: string;
  readonly incidentId: string;
  readonly decisionId: string | null;
  readonly partyId: string;
  readonly partyClass: string | null;
  readonly remedy: string;
  readonly name: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: CurrencyCode | null;
  /** Exact quantity of a remedy in kind, as a rational in text. */
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly clause: string;
  readonly policyHash: string;
  readonly payeeRef: string | null;
}

/**
 * Gives the transfer that an award posts: from the provision to what is owed under its remedy.
 * A remedy that moves no money (an extension, an item) posts nothing.
 */
export function transferForAward(award: ApprovedAward): TransferRequest | undefined {
  const code = accountOfRemedy(award.remedy);
  const { incidentId, amountMinor, currency, awardId } = award;
  if (code === undefined || amountMinor === null || currency === null) return undefined;
  return {
    id: derivedId(['award', awardId]),
    kind: 'posted',
    debitAccountId: accountId({ incidentId, currency, code: 'provision' }),
    creditAccountId: accountId({ incidentId, currency, code }),
    amountMinor,
    currency,
    code: 'award_approved',
    reference: awardId,
  };
}

/** Gives the id of the issue that records an award in kind; one per award. */
export function issueId(awardId: string): string {
  return derivedId(['issue', awardId]);
}
