import type { PayoutState } from '../payouts/payout.ts';

/** How far what a claim was awarded is paid, from the worst news to the best. */
export const paymentStandings = ['returned', 'failed', 'under_way', 'owed', 'paid'] as const;

/** How far what a claim was awarded is paid. */
export type PaymentStanding = (typeof paymentStandings)[number];

const standingOf: Readonly<Record<PayoutState | 'none' | 'issued', PaymentStanding>> = {
  none: 'owed',
  withdrawn: 'owed',
  proposed: 'under_way',
  approved: 'under_way',
  sent: 'under_way',
  accepted: 'under_way',
  unknown: 'under_way',
  failed: 'failed',
  returned: 'returned',
  confirmed: 'paid',
  issued: 'paid',
};

/**
 * Gives how far a claim's awards are paid, from the state of the latest payment of each: the worst of
 * them. So a claim is `paid` only when all of it is, and what came back or failed is never hidden by
 * what arrived.
 *
 * @returns undefined when the claim was awarded nothing
 */
export function readPaymentStanding(
  states: readonly (PayoutState | 'none' | 'issued')[],
): PaymentStanding | undefined {
  const standings = new Set(states.map((state) => standingOf[state]));
  return paymentStandings.find((standing) => standings.has(standing));
}
