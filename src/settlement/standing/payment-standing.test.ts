import { describe, expect, it } from 'vitest';
import { payoutStates } from '../payouts/payout.ts';
import { readPaymentStanding } from './payment-standing.ts';

type States = Parameters<typeof readPaymentStanding>[0];

describe('how far a claim is paid', () => {
  it.each<[States, ReturnType<typeof readPaymentStanding>]>([
    [[], undefined],
    [['none'], 'owed'],
    [['withdrawn'], 'owed'],
    [['proposed'], 'under_way'],
    [['unknown'], 'under_way'],
    [['confirmed'], 'paid'],
    [['issued', 'confirmed'], 'paid'],
    [['confirmed', 'none'], 'owed'],
    [['confirmed', 'accepted', 'none'], 'under_way'],
    [['failed', 'confirmed', 'sent'], 'failed'],
    [['confirmed', 'returned', 'failed'], 'returned'],
  ])('%j is %s', (states, standing) => {
    expect(readPaymentStanding(states)).toBe(standing);
    expect(readPaymentStanding(states.toReversed())).toBe(standing);
  });

  it('is known for every state a payment may be in', () => {
    for (const state of payoutStates) expect(readPaymentStanding([state])).toBeDefined();
  });
});
