import { describe, expect, it } from 'vitest';
import type { Operation } from '../history.ts';
import type { Books } from '../watch.ts';
import { checkHistory, isRight, renderChecked } from './check-history.ts';

const operation = (over: Partial<Operation>): Operation => ({
  ...{ process: 'somebody', operation: 'file', startedAt: 0, endedAt: 1, outcome: 'done' },
  ...over,
});
const claim = (id: string) => ({ id, number: `number of ${id}`, submissions: 1 });

const days = (value: string, at: number, over: Partial<Operation> = {}): Operation => ({
  ...operation({ operation: 'read_value', key: 'appealDays', value }),
  ...{ startedAt: at, endedAt: at + 1 },
  ...over,
});

const history: readonly Operation[] = [
  days('90', 0),
  days('91', 10, { operation: 'write' }),
  days('92', 20, { operation: 'write', outcome: 'unknown' }),
  days('91', 30),
  operation({ claimId: 'a', outcome: 'receipt' }),
  operation({ claimId: 'b', outcome: 'ticket' }),
  operation({ operation: 'decide', key: 'd1' }),
  operation({ operation: 'decide', key: 'd2', outcome: 'declined' }),
  operation({ operation: 'approve', key: 'd1' }),
  operation({ operation: 'set_aside', key: 's1' }),
  operation({ operation: 'set_aside', key: 's2', outcome: 'unknown' }),
  operation({ operation: 'pay', key: 'r1' }),
  operation({ operation: 'balances', value: { KRW: '0' } }),
  operation({ operation: 'ask', outcome: 'refused' }),
  operation({ operation: 'verify', value: [] }),
];
const books: Books = {
  claims: [claim('before'), claim('a'), claim('b')],
  ...{ decisions: ['d1'], approved: ['d1'], setAside: ['s1', 'of the platform itself'] },
  ...{ paid: 1, paidTwice: 0 },
};
const check = (over: Partial<Books> = {}, more: readonly Operation[] = []) =>
  checkHistory([...history, ...more], {
    before: { claims: [claim('before')] },
    books: { ...books, ...over },
  });

describe('a whole history', () => {
  it('in which nothing is amiss is right, and tells its counts', () => {
    const checked = check();
    expect(isRight(checked)).toBe(true);
    expect(renderChecked(checked)).toEqual([
      'sets acknowledged: claims 1 (lost 0, unexpected 0, doubled 0); decisions 1 (lost 0, unexpected 0, doubled 0); approvals 1 (lost 0, unexpected 0, doubled 0); transfers 1 (lost 0, unexpected 0, doubled 0)',
      'register of 3 operations: order found; bank: 1 reads, 0 wrong; ledger findings 0; 1 runs sent, 1 payments stand, awards paid twice 0; presses of the staff without an answer 1',
    ]);
  });

  it.each<[string, Partial<Books>, readonly Operation[]]>([
    ['a claim with a receipt is not there', { claims: [claim('b')] }, []],
    ['a claim is there that nobody filed', { claims: [claim('a'), claim('ghost')] }, []],
    ['a decision is not there', { decisions: [] }, []],
    ['an approval is not there', { approved: [] }, []],
    ['a transfer is not there', { setAside: [] }, []],
    ['a transfer is there twice', { setAside: ['s1', 's1'] }, []],
    ['an award is paid twice', { paidTwice: 1 }, []],
    ['the register went back', {}, [days('90', 40)]],
    [
      'the accounts do not add up',
      {},
      [operation({ operation: 'balances', value: { KRW: '-1' } })],
    ],
    [
      'the ledger is not what its transfers give',
      {},
      [operation({ operation: 'verify', value: ['x'] })],
    ],
    ['the ledger could not be asked', {}, [operation({ operation: 'verify', value: null })]],
  ])('is wrong when %s', (_what, over, more) => {
    expect(isRight(check(over, more))).toBe(false);
  });
});
