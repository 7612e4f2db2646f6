import { type CurrencyCode, type Instant, renderInstant } from '../../kernel/index.ts';
import { canonicalHash } from './derived-id.ts';

/** What a caller asks to be moved. The id is the caller's and makes a repeat harmless. */
export type TransferRequest = {
  readonly id: string;
  /** Why, in snake_case: `award_approved`, `payout_sent`. */
  readonly code: string;
  /** What it is about: the id of an award, payout or run. */
  readonly reference: string;
} & (
  | {
      readonly kind: 'posted' | 'pending';
      readonly debitAccountId: string;
      readonly creditAccountId: string;
      readonly amountMinor: bigint;
      readonly currency: CurrencyCode;
    }
  | { readonly kind: 'post' | 'void'; readonly pendingId: string }
);

/**
 * A recorded transfer; never changed. `post` and `void` repeat the accounts and the amount of the
 * pending transfer they resolve.
 */
export interface Transfer {
  readonly id: string;
  readonly incidentId: string;
  /** From 1, without gaps, in the ledger's commit order. */
  readonly position: bigint;
  readonly kind: 'posted' | 'pending' | 'post' | 'void';
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly pendingId?: string;
  readonly code: string;
  readonly reference: string;
  readonly at: Instant;
  readonly previousHash: string;
  readonly hash: string;
}

/** The head hash of a ledger without transfers. */
export const emptyLedgerHash = '0'.repeat(64);

/**
 * Gives the hash of a transfer: SHA-256 over the canonical JSON of every field but the hash.
 *
 * The previous transfer's hash is among them, so changing one changes all that follow.
 *
 * @source ARCHITECTURE.md, "Disclosure"; RFC 8785 for the canonical bytes
 */
export function hashTransfer(transfer: Omit<Transfer, 'hash'>): string {
  return canonicalHash({
    id: transfer.id,
    incidentId: transfer.incidentId,
    position: transfer.position.toString(),
    kind: transfer.kind,
    debitAccountId: transfer.debitAccountId,
    creditAccountId: transfer.creditAccountId,
    amountMinor: transfer.amountMinor.toString(),
    currency: transfer.currency,
    ...(transfer.pendingId === undefined ? {} : { pendingId: transfer.pendingId }),
    code: transfer.code,
    reference: transfer.reference,
    at: renderInstant(transfer.at),
    previousHash: transfer.previousHash,
  });
}
