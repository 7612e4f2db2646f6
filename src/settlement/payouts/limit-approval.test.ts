import { describe, expect, it } from 'vitest';
import { addMs, instantFromEpochMs } from '../../kernel/index.ts';
import { matchAnswer } from './answer-commands.ts';
import { decideAbsence } from './follow-commands.ts';
import { decideWithinLimits } from './limit-approval.ts';
import { type Payout, railReference } from './payout.ts';

const limits = [
  { role: 'approver', paymentMinorMax: 100n, runMinorMax: 1_000n, dayMinorMax: 1_500n },
];
const run = {
  limits,
  hasUnlimitedRole: false,
  largestMinor: 100n,
  totalMinor: 1_000n,
  approvedTodayMinor: 500n,
};

describe('the limits of an approver', () => {
  const cases: [string, object, string][] = [
    ['at every limit', {}, 'accepted'],
    ['one payment over', { largestMinor: 101n }, 'approval_over_payment_limit'],
    ['the run over', { totalMinor: 1_001n }, 'approval_over_run_limit'],
    ['the day over', { approvedTodayMinor: 501n }, 'approval_over_day_limit'],
    ['no limit set for a role', { hasUnlimitedRole: true, totalMinor: 9_999n }, 'accepted'],
    [
      'the wider of two roles',
      { limits: [...limits, { ...limits[0], runMinorMax: null }], totalMinor: 1_000n },
      'accepted',
    ],
  ];
  it.each(cases)('%s', (_name, change, expected) => {
    const outcome = decideWithinLimits({ ...run, ...change });
    expect(outcome.ok ? 'accepted' : outcome.refusal.code).toBe(expected);
  });
});

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const id = '01900000-0000-8000-8000-000000000001';
const payout: Payout = {
  ...{ id, runId: id, incidentId: id, awardId: id, claimId: id, attempt: 1, state: 'sent' },
  ...{
    amountMinor: 30_000n,
    currency: 'KRW',
    remedy: 'cash',
    sourceAccount: 'approved_awards',
    payeeRef: 'p',
  },
  ...{ rail: 'r', railReference: railReference(id), eventCount: 3, sentAt: now, railVersion: 2n },
};

describe('what a rail says of a payment', () => {
  const cases: [string, Parameters<typeof matchAnswer>[1], Payout['state'], string][] = [
    ['behind what it said', { state: 'confirmed', version: 2n }, 'sent', 'stale'],
    ['ahead of it', { state: 'confirmed', version: 3n }, 'sent', 'payout_confirmed'],
    ['another amount', { state: 'confirmed', amountMinor: 1n }, 'sent', 'answer_differs'],
    ['another currency', { state: 'confirmed', currency: 'USD' }, 'sent', 'answer_differs'],
    ['queued, sent', { state: 'queued' }, 'sent', 'agrees'],
    ['queued, confirmed', { state: 'queued' }, 'confirmed', 'not_allowed'],
    ['accepted after confirmed', { state: 'accepted' }, 'confirmed', 'agrees'],
    ['confirmed after returned', { state: 'confirmed' }, 'returned', 'agrees'],
    [
      'rejected after confirmed',
      { state: 'rejected', reasonCode: 'x' },
      'confirmed',
      'not_allowed',
    ],
    ['confirmed after failed', { state: 'confirmed' }, 'failed', 'payout_confirmed'],
    ['returned, unknown', { state: 'returned', reasonCode: 'x' }, 'unknown', 'payout_returned'],
  ];
  it.each(cases)('%s', (_name, answer, state, expected) => {
    const match = matchAnswer({ ...payout, state }, answer);
    expect(match.kind === 'event' ? match.occurrence.event : match.kind).toBe(expected);
  });

  const rail = { promise: { lookUpLagMs: 600_000, keyWindowMs: 90_000_000 } };
  const ages: [number, string][] = [
    [0, 'wait'],
    [599_999, 'wait'],
    [600_000, 'submit_again'],
    [89_999_999, 'submit_again'],
    [90_000_000, 'ask_a_person'],
  ];
  it.each(ages)('nothing, %i ms after it was sent: %s', (ms, step) => {
    expect(decideAbsence(payout, rail, addMs(now, ms))).toBe(step);
  });
});
