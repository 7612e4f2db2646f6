import type { JsonValue } from '../kernel/index.ts';
import type { NoteKey } from './signed-note.ts';

/** What is checked, in this order. */
export type ReceiptCheckCode =
  | 'receipt_readable'
  | 'claim_number_right'
  | 'content_matches'
  | 'commitment_matches'
  | 'key_expected'
  | 'promise_signed'
  | 'promise_dated'
  | 'checkpoint_signed'
  | 'checkpoint_covers'
  | 'included_in_log'
  | 'ticket_readable'
  | 'ticket_signed'
  | 'ticket_dated';

/**
 * How one check ended. `not_made` says that something needed was not there: no key to compare
 * with, no claim text to compare with, or no proof yet.
 */
export interface ReceiptCheck {
  readonly code: ReceiptCheckCode;
  readonly status: 'passed' | 'failed' | 'not_made';
  /** The refusal behind a failure, or the JSON Pointer of an unreadable field. */
  readonly detail?: string;
}

/**
 * All checks, and what they come to.
 *
 * `proved`: the claim is in the signed log. `promised`: the operator signed that it will be, and
 * the proof is not in the receipt yet. `ticketed`: it is a ticket, the operator's word that somebody
 * tried to file the claim then. `refused`: at least one check failed.
 */
export interface ReceiptVerdict {
  readonly verdict: 'proved' | 'promised' | 'ticketed' | 'refused';
  readonly checks: readonly ReceiptCheck[];
}

/** What the verifier knows from elsewhere; without a key the receipt vouches for itself only. */
export interface VerifierKnowledge {
  /** The log's name and public key, from a place that does not depend on the receipt. */
  readonly key?: NoteKey;
  /** Keys of the log from before it was changed, and of its closed shards; a receipt may be of one. */
  readonly earlierKeys?: readonly NoteKey[];
  /** What was claimed, to compare with the content hash. */
  readonly content?: JsonValue;
}
