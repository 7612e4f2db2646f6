import { describe, expect, it } from 'vitest';
import type { Operation } from './history.ts';
import { judge } from './judge.ts';
import type { Round } from './watch.ts';

const filed = (claimId: string, endedAt: number, over: Partial<Operation> = {}): Operation => ({
  process: claimId,
  operation: 'file',
  startedAt: endedAt - 10,
  endedAt,
  outcome: 'receipt',
  claimId,
  claimNumber: `number of ${claimId}`,
  ...over,
});
const stored = (...ids: string[]) =>
  ids.map((id) => ({ id, number: `number of ${id}`, submissions: 1 }));
const rounds = (at: number, ...primaries: string[]): Round[] => [
  { at, sites: primaries.map((site) => ({ site, role: 'primary', isStreaming: false })) },
];

const judged = (history: Operation[], over: Partial<Parameters<typeof judge>[1]> = {}) =>
  judge(history, { from: 0, until: 10_000, stored: stored('a', 'b'), rounds: [], ...over });

describe('a history of a drill', () => {
  it('that lost nothing has nothing to tell but its longest gap', () => {
    expect(judged([filed('a', 1000), filed('b', 8000)])).toEqual({
      gapSeconds: 7,
      receipts: 2,
      ...{ ticketsGiven: 0, ticketsRedeemed: 0, refused: 0, errorPages: 0 },
      ...{ lost: 0, doubles: 0, splitBrain: 0, examples: [] },
    });
  });

  it('counts the time after the last receipt, and before the first, as a gap', () => {
    expect(judged([filed('a', 6000)], { stored: stored('a') }).gapSeconds).toBe(6);
    expect(judged([filed('a', 1000)], { stored: stored('a') }).gapSeconds).toBe(9);
  });

  it('counts a receipt as lost whose claim is not there, or has another number', () => {
    expect(judged([filed('a', 1), filed('c', 2)]).lost).toBe(1);
    expect(judged([filed('a', 1, { claimNumber: 'another' })]).lost).toBe(1);
  });

  it('counts a lost receipt as split-brain when two sites were the primary then', () => {
    const history = [filed('c', 5000)];
    expect(judged(history, { rounds: rounds(5100, 'seoul', 'busan') }).splitBrain).toBe(1);
    expect(judged(history, { rounds: rounds(5100, 'seoul') }).splitBrain).toBe(0);
    expect(judged(history, { rounds: rounds(7000, 'seoul', 'busan') }).splitBrain).toBe(0);
  });

  it('counts a claim with two numbers, or submitted twice, as a double', () => {
    const twice = filed('a', 2, { operation: 'file_again', claimNumber: 'another' });
    expect(judged([filed('a', 1), twice]).doubles).toBe(1);
    const submittedTwice = [{ id: 'a', number: 'number of a', submissions: 2 }];
    expect(judged([filed('a', 1)], { stored: submittedTwice }).doubles).toBe(1);
  });

  it('counts tickets once for each claimant, and those that became a receipt', () => {
    const ticket = (claimId: string, at: number) => filed(claimId, at, { outcome: 'ticket' });
    const verdict = judged([ticket('a', 1), ticket('a', 2), filed('a', 3), ticket('b', 4)]);
    expect(verdict).toMatchObject({ ticketsGiven: 2, ticketsRedeemed: 1 });
  });

  it('counts a ticket as redeemed by a receipt from before the blow, when it was filed again', () => {
    const again = filed('a', 2, { operation: 'file_again', outcome: 'ticket' });
    const verdict = judged([filed('a', -5), again]);
    expect(verdict).toMatchObject({ ticketsGiven: 1, ticketsRedeemed: 1, lost: 0 });
  });

  it('counts what no site answered as refused, and answers of another kind as error pages', () => {
    const turn = (status: number, said: string) => ({ site: 'seoul', status, afterMs: 100, said });
    const refused = [turn(0, 'ECONNRESET'), turn(503, 'no server'), turn(0, 'ECONNREFUSED')];
    const verdict = judged([
      filed('a', 1010, { outcome: 'refused', turns: refused }),
      filed('a', 2010, { turns: [turn(500, 'a fault')] }),
      filed('b', 3, { turns: [turn(0, 'ECONNRESET')] }),
    ]);
    expect(verdict).toMatchObject({ refused: 1, errorPages: 2 });
    expect(verdict.examples).toEqual([
      'a, 1.0 s after the blow, refused: seoul after 0.1 s: ECONNRESET; seoul after 0.1 s: 503 no server; seoul after 0.1 s: ECONNREFUSED',
      'a, 2.0 s after the blow, receipt: seoul after 0.1 s: 500 a fault',
    ]);
  });
});
