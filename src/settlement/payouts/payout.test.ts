import { describe, expect, it } from 'vitest';
import { type AccountCode, accountId } from '../ledger/account.ts';
import { canonicalHash } from '../ledger/derived-id.ts';
import type { TransferRequest } from '../ledger/transfer.ts';
import type { StatementLine } from '../rails/rail.ts';
import { matchLine } from '../reconcile/match-line.ts';
import {
  decidePayoutEvent,
  isEffective,
  type Payout,
  type PayoutEventType,
  type PayoutState,
  payoutStates,
  railReference,
  transfersFor,
} from './payout.ts';
import { chunkHash, chunkOf, type PayableAward, proposePayouts, runDigest } from './propose-run.ts';

const events: readonly PayoutEventType[] = [
  'payout_approved',
  'payout_withdrawn',
  'payout_sent',
  'payout_accepted',
  'payout_confirmed',
  'payout_failed',
  'payout_answer_lost',
  'payout_returned',
];

// Columns in the order of `events`; a dash is a refusal.
const table = `
  proposed  | approved | withdrawn | -    | -        | -         | -      | -       | -
  approved  | -        | withdrawn | sent | -        | -         | -      | -       | -
  sent      | -        | -         | -    | accepted | confirmed | failed | unknown | returned
  accepted  | -        | -         | -    | -        | confirmed | failed | -       | returned
  confirmed | -        | -         | -    | -        | -         | -      | -       | returned
  failed    | -        | -         | -    | -        | confirmed | -      | -       | -
  unknown   | -        | -         | -    | accepted | confirmed | failed | -       | returned
  returned  | -        | -         | -    | -        | -         | -      | -       | -
  withdrawn | -        | -         | -    | -        | -         | -      | -       | -
`;

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

const cells = rows.flatMap(([state, ...next]) =>
  next.map((to, at) => [state as PayoutState, events[at] as PayoutEventType, to] as const),
);

const payout: Payout = {
  id: '01900000-0000-8000-8000-000000000001',
  runId: '01900000-0000-8000-8000-000000000002',
  incidentId: '01900000-0000-7000-8000-000000000003',
  awardId: '01900000-0000-7000-8000-000000000004',
  claimId: '01900000-0000-7000-8000-000000000005',
  attempt: 1,
  state: 'proposed',
  amountMinor: 30_000n,
  currency: 'KRW',
  remedy: 'cash',
  sourceAccount: 'approved_awards',
  payeeRef: 'payee-1',
  rail: 'simulated',
  railReference: railReference('01900000-0000-8000-8000-000000000001'),
  eventCount: 1,
  sentAt: null,
  railVersion: null,
};

const accounts = ['approved_awards', 'in_flight', 'paid', 'returned'] as const;
type Balances = Readonly<Record<string, bigint>>;

function nameOf(id: string): string {
  const { incidentId } = payout;
  const found = accounts.find((code) => accountId({ incidentId, currency: 'KRW', code }) === id);
  return String(found);
}

/** Gives the balances after a transfer; what is pending counts as `reserved`. */
function balancesAfter(balances: Balances, request: TransferRequest): Balances {
  const add = (changes: Readonly<Record<string, bigint>>): Balances => {
    const sums = Object.entries(changes).map(([code, by]) => [code, (balances[code] ?? 0n) + by]);
    return { ...balances, ...Object.fromEntries(sums) };
  };
  const amount = 30_000n;
  if (request.kind === 'pending') return add({ reserved: amount });
  if (request.kind === 'void') return add({ reserved: -amount });
  if ('pendingId' in request) {
    return add({ reserved: -amount, approved_awards: -amount, in_flight: amount });
  }
  return add({
    [nameOf(request.debitAccountId)]: -amount,
    [nameOf(request.creditAccountId)]: amount,
  });
}

const holderByState: Partial<Record<PayoutState, AccountCode>> = {
  accepted: 'in_flight',
  confirmed: 'paid',
  returned: 'returned',
};

function walk(at: Payout, balances: Balances): void {
  const isReserved = at.state === 'sent' || at.state === 'unknown';
  expect(balances.reserved ?? 0n, at.state).toBe(isReserved ? 30_000n : 0n);
  const holder = holderByState[at.state] ?? 'approved_awards';
  for (const code of accounts) {
    expect(balances[code] ?? 0n, `${at.state} ${code}`).toBe(code === holder ? 30_000n : 0n);
  }
  for (const event of events) {
    const decision = decidePayoutEvent(at, event);
    if (!decision.ok) continue;
    const requests = transfersFor(at, decision.value);
    walk({ ...at, state: decision.value }, requests.reduce(balancesAfter, balances));
  }
}

describe('a payout', () => {
  it('has a row for every state', () => {
    expect(rows.map(([state]) => state)).toEqual(payoutStates);
  });

  it.each(cells)('in %s, on %s, is %s', (state, event, to) => {
    const outcome = decidePayoutEvent({ ...payout, state }, event);
    if (to === '-') {
      const refusal = { code: 'payout_event_refused', payoutId: payout.id, state, event };
      expect(outcome).toEqual({ ok: false, refusal });
    } else expect(outcome).toEqual({ ok: true, value: to });
  });

  it('leaves its account balances right along every path of events', () => {
    walk(payout, { approved_awards: 30_000n });
  });

  it('is known to the rail by at most 35 characters, the same every time', () => {
    expect(payout.railReference).toBe('A01900000000080008000000000000001');
    expect(payout.railReference.length).toBeLessThanOrEqual(35);
  });

  it('counts as effective in every state but failed, returned and withdrawn', () => {
    expect(payoutStates.filter((state) => !isEffective(state))).toEqual([
      'failed',
      'returned',
      'withdrawn',
    ]);
  });
});

const award: PayableAward = {
  awardId: payout.awardId,
  claimId: payout.claimId,
  partyClass: 'small_business',
  amountMinor: 30_000n,
  currency: 'KRW',
  payeeRef: 'payee-1',
  isPayeeCooling: false,
  isLastFailureProved: false,
  lastAttempt: 0,
  lastState: null,
  lastPayeeRef: null,
};
const run = {
  runId: payout.runId,
  incidentId: payout.incidentId,
  currency: 'KRW',
  rail: 'simulated',
};

describe('a payout run', () => {
  const included: [string, Partial<PayableAward>, number][] = [
    ['a first attempt', {}, 1],
    [
      'another attempt after a failure that is proved',
      { lastAttempt: 1, lastState: 'failed', isLastFailureProved: true },
      2,
    ],
    ['another attempt after a withdrawal', { lastAttempt: 2, lastState: 'withdrawn' }, 3],
    [
      'another attempt to another payee after a return',
      { lastAttempt: 1, lastState: 'returned', lastPayeeRef: 'payee-0' },
      2,
    ],
  ];
  it.each(included)('includes %s', (_name, change, attempt) => {
    const { payouts } = proposePayouts([{ ...award, ...change }], run);
    expect(payouts).toMatchObject([{ attempt, amountMinor: 30_000n }]);
  });

  const heldBack: [string, Partial<PayableAward>, string[]][] = [
    ['an award without a payee', { payeeRef: null }, ['payee_missing']],
    ['a payee changed a moment ago', { isPayeeCooling: true }, ['payee_cooling']],
    ['a failure without proof', { lastAttempt: 1, lastState: 'failed' }, ['failure_not_proved']],
    [
      'a returned payment whose payee is the same',
      { lastAttempt: 1, lastState: 'returned', lastPayeeRef: 'payee-1' },
      ['returned_payee_unchanged'],
    ],
    ...payoutStates
      .filter(isEffective)
      .map((lastState): [string, Partial<PayableAward>, string[]] => [
        `an award whose payment is ${lastState}`,
        { lastAttempt: 1, lastState },
        [],
      ]),
  ];
  it.each(heldBack)('holds back %s', (_name, change, reasons) => {
    const proposed = proposePayouts([{ ...award, ...change }], run);
    expect(proposed.payouts).toEqual([]);
    expect(proposed.heldBack.map(({ reason }) => reason)).toEqual(reasons);
  });

  it('pays what came back from where it came back to', () => {
    const returned = { lastAttempt: 1, lastState: 'returned', lastPayeeRef: 'old' } as const;
    const { payouts } = proposePayouts([{ ...award, ...returned }], run);
    expect(payouts).toMatchObject([{ sourceAccount: 'returned' }]);
  });

  it('has another digest when payee, amount or reference differ, and the same in any order', () => {
    const other = { ...payout, awardId: 'ffffffff-0000-7000-8000-000000000004' };
    const digest = (...payouts: Payout[]) => runDigest([chunkHash(payouts)]);
    expect(digest(payout, other)).toBe(digest(other, payout));
    for (const change of [{ payeeRef: 'x' }, { amountMinor: 30_001n }, { railReference: 'x' }]) {
      expect(digest({ ...payout, ...change })).not.toBe(digest(payout));
    }
    const [one, two] = [chunkHash([payout]), chunkHash([other])];
    expect(runDigest([one, two])).not.toBe(runDigest([two, one]));
    expect(chunkOf(1, [other, payout])).toMatchObject({
      firstAwardId: payout.awardId,
      lastAwardId: other.awardId,
      payoutCount: 2,
      hash: chunkHash([payout, other]),
    });
  });

  it('has the hash of its canonical JSON, written out or not', () => {
    const named = { awardId: 'ffffffff-0000-7000-8000-000000000004', payeeRef: 'party:a "b" 이름' };
    const payouts = [{ ...payout, ...named, remedy: 'points' }, payout];
    const general = payouts.map((one) => ({
      ...{ awardId: one.awardId, attempt: one.attempt, amountMinor: String(one.amountMinor) },
      ...(one.remedy === 'cash' ? {} : { remedy: one.remedy }),
      ...{ currency: one.currency, payeeRef: one.payeeRef, reference: one.railReference },
    }));
    expect(chunkHash(payouts)).toBe(canonicalHash(general.reverse()));
  });
});

describe('a statement line', () => {
  const line = {
    lineId: 'line-1',
    reference: payout.railReference,
    direction: 'paid',
    amountMinor: 30_000n,
    currency: 'KRW',
    bookedAt: 0 as StatementLine['bookedAt'],
  } as const satisfies StatementLine;
  const returned = { ...line, direction: 'returned' } as const;
  const at = (state: PayoutState): Payout => ({ ...payout, state });
  type Known = boolean | 'booked before';
  const cases: [string, StatementLine, Payout | undefined, Known, string][] = [
    ['of a reference nobody knows', line, undefined, false, 'reference_unknown'],
    [
      'in another currency',
      { ...line, currency: 'USD' },
      at('accepted'),
      false,
      'currency_differs',
    ],
    ['of one won less', { ...line, amountMinor: 29_999n }, at('accepted'), false, 'amount_differs'],
    ['paid, accepted', line, at('accepted'), false, 'payout_confirmed'],
    ['paid, sent', line, at('sent'), false, 'payout_confirmed'],
    ['paid, unknown', line, at('unknown'), false, 'payout_confirmed'],
    ['paid, failed', line, at('failed'), false, 'payout_confirmed'],
    ['paid, failed, with another attempt', line, at('failed'), true, 'paid_twice'],
    ['paid, confirmed', line, at('confirmed'), false, 'agrees'],
    ['paid, returned', line, at('returned'), false, 'agrees'],
    ['paid, only approved', line, at('approved'), false, 'paid_without_sending'],
    ['paid, withdrawn', line, at('withdrawn'), false, 'paid_without_sending'],
    ['returned, confirmed', returned, at('confirmed'), false, 'payout_returned'],
    ['returned, accepted', returned, at('accepted'), false, 'payout_returned'],
    ['returned, returned', returned, at('returned'), false, 'agrees'],
    ['returned, failed', returned, at('failed'), false, 'returned_without_payment'],
    ['paid, confirmed, a second line', line, at('confirmed'), 'booked before', 'paid_twice'],
    ['returned, a second line', returned, at('returned'), 'booked before', 'returned_twice'],
  ];
  it.each(cases)('%s', (_name, read, of, known, expected) => {
    const isBookedBefore = known === 'booked before';
    const match = matchLine(read, of, { isOtherPaying: known === true, isBookedBefore });
    const { kind } = match;
    const found = kind === 'event' ? match.event : kind === 'exception' ? match.code : kind;
    expect(found).toBe(expected);
  });
});
