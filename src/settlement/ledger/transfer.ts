import { hash } from 'node:crypto';
import { type CurrencyCode, type Instant, renderInstant } from '../../kernel/index.ts';

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
      /** Only of a `pending` one: from this instant on, inclusive, it can only expire. */
      readonly expiresAt?: Instant;
    }
  | { readonly kind: 'post' | 'void' | 'expire'; readonly pendingId: string }
);

/**
 * A recorded transfer; never changed. `post`, `void` and `expire` repeat the accounts and the amount of the
 * pending transfer they resolve.
 */
export interface Transfer {
  readonly id: string;
  readonly incidentId: string;
  /** From 1, without gaps, in the ledger's commit order. */
  readonly position: bigint;
  readonly kind: 'posted' | 'pending' | 'post' | 'void' | 'expire';
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly pendingId?: string;
  readonly expiresAt?: Instant;
  readonly code: string;
  readonly reference: string;
  readonly at: Instant;
  readonly previousHash: string;
  readonly hash: string;
}

/** The head hash of a ledger without transfers. */
export const emptyLedgerHash = '0'.repeat(64);

let lastInstant: { readonly at: Instant; readonly text: string } | undefined;

/** Renders an instant; a batch has one for all of its transfers, so the last is kept. */
function renderAt(at: Instant): string {
  if (lastInstant?.at !== at) lastInstant = { at, text: renderInstant(at) };
  return lastInstant.text;
}

/** Writes text as RFC 8785 does; ids, hashes and codes hold nothing that needs an escape. */
function quote(text: string): string {
  return `"${text}"`;
}

/**
 * Gives the canonical JSON (RFC 8785) of every field of a transfer but the hash.
 *
 * Written out, name by name in order, because every transfer of a ledger goes through here when it
 * is verified; a test compares it with the general form.
 */
export function renderHashed(transfer: Omit<Transfer, 'hash'>): string {
  const { pendingId, expiresAt } = transfer;
  return [
    `{"amountMinor":"${transfer.amountMinor}"`,
    `"at":${quote(renderAt(transfer.at))}`,
    `"code":${quote(transfer.code)}`,
    `"creditAccountId":${quote(transfer.creditAccountId)}`,
    `"currency":${quote(transfer.currency)}`,
    `"debitAccountId":${quote(transfer.debitAccountId)}`,
    ...(expiresAt === undefined ? [] : [`"expiresAt":${quote(renderInstant(expiresAt))}`]),
    `"id":${quote(transfer.id)}`,
    `"incidentId":${quote(transfer.incidentId)}`,
    `"kind":${quote(transfer.kind)}`,
    ...(pendingId === undefined ? [] : [`"pendingId":${quote(pendingId)}`]),
    `"position":"${transfer.position}"`,
    `"previousHash":${quote(transfer.previousHash)}`,
    `"reference":${JSON.stringify(transfer.reference)}}`,
  ].join(',');
}

/**
 * Gives the hash of a transfer: SHA-256 over the canonical JSON of every field but the hash.
 *
 * The previous transfer's hash is among them, so changing one changes all that follow.
 *
 * @source ARCHITECTURE.md, "Disclosure"; RFC 8785 for the canonical bytes
 */
export function hashTransfer(transfer: Omit<Transfer, 'hash'>): string {
  return hash('sha256', renderHashed(transfer), 'hex');
}
