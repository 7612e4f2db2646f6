import type { Payout, PayoutEventType } from '../payouts/payout.ts';
import type { StatementLine } from '../rails/rail.ts';

/** Every reason for which a statement line is put before a person. */
export const exceptionCodes = [
  'reference_unknown',
  'amount_differs',
  'currency_differs',
  'paid_without_sending',
  'paid_twice',
  'returned_without_payment',
  'returned_twice',
] as const;

/** Why a statement line is put before a person. */
export type ExceptionCode = (typeof exceptionCodes)[number];

/** Everything a person may be advised to do about an exception. */
export const suggestions = [
  'ask_the_rail',
  'recover_the_second_payment',
  'correct_the_ledger',
] as const;

/** What a person is advised to do about an exception. */
export type Suggestion = (typeof suggestions)[number];

/** What a statement line means for the payout it names. */
export type LineMatch =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'event'; readonly event: PayoutEventType }
  | { readonly kind: 'exception'; readonly code: ExceptionCode; readonly suggestion: Suggestion };

function exception(code: ExceptionCode, suggestion: Suggestion): LineMatch {
  return { kind: 'exception', code, suggestion };
}

/** What is known besides the payout a line names. */
export interface LineContext {
  /** Another attempt for the same award was sent and may pay, or paid. */
  readonly isOtherPaying: boolean;
  /** A line of the same direction was booked for the same payout before. */
  readonly isBookedBefore: boolean;
}

/**
 * Matches a statement line with the payout of its reference.
 *
 * The statement is the rail's word on what was booked: it confirms what was accepted, unknown or
 * even failed, and returns what was confirmed. Checked in this order: reference unknown, currency,
 * amount, booked before, then what the line says against the payout's state.
 *
 * @source ARCHITECTURE.md, "Settlement": reconciliation; invariants P1, P5, P7
 */
export function matchLine(
  line: StatementLine,
  payout: Payout | undefined,
  known: LineContext,
): LineMatch {
  if (payout === undefined) return exception('reference_unknown', 'ask_the_rail');
  if (payout.currency !== line.currency) return exception('currency_differs', 'ask_the_rail');
  if (payout.amountMinor !== line.amountMinor) return exception('amount_differs', 'ask_the_rail');
  if (line.direction === 'paid') return matchPaid(payout, known);
  if (known.isBookedBefore) return exception('returned_twice', 'correct_the_ledger');
  return matchReturned(payout);
}

function matchPaid(payout: Payout, known: LineContext): LineMatch {
  if (known.isBookedBefore) return exception('paid_twice', 'recover_the_second_payment');
  switch (payout.state) {
    case 'sent':
    case 'accepted':
    case 'unknown':
      return { kind: 'event', event: 'payout_confirmed' };
    case 'failed':
      return known.isOtherPaying
        ? exception('paid_twice', 'recover_the_second_payment')
        : { kind: 'event', event: 'payout_confirmed' };
    case 'confirmed':
    case 'returned':
      return { kind: 'agrees' };
    default:
      return exception('paid_without_sending', 'ask_the_rail');
  }
}

function matchReturned(payout: Payout): LineMatch {
  switch (payout.state) {
    case 'sent':
    case 'accepted':
    case 'unknown':
    case 'confirmed':
      return { kind: 'event', event: 'payout_returned' };
    case 'returned':
      return { kind: 'agrees' };
    default:
      return exception('returned_without_payment', 'correct_the_ledger');
  }
}
