import { describe, expect, it } from 'vitest';
import { checkBank } from './bank.ts';
import { checkRegister, type RegisterOperation } from './register.ts';
import { checkSet } from './set.ts';

describe('a set', () => {
  const acknowledged = (...ids: string[]) =>
    ids.map((id) => ({ id, outcome: 'acknowledged' as const }));
  const unknown = (...ids: string[]) => ids.map((id) => ({ id, outcome: 'unknown' as const }));

  it('is right when everything acknowledged is there, whatever became of the rest', () => {
    const additions = [...acknowledged('a', 'b'), ...unknown('c', 'd'), ...unknown('b')];
    expect(checkSet(additions, { before: ['x'], last: ['x', 'a', 'b', 'c'] })).toEqual({
      acknowledged: 2,
      ...{ lost: [], unexpected: [], doubled: [], recovered: 1 },
    });
  });

  it('has lost what was acknowledged and is not there', () => {
    const verdict = checkSet(acknowledged('a', 'b'), { before: [], last: ['b'] });
    expect(verdict.lost).toEqual(['a']);
  });

  it('does not expect what nobody added, nor anything twice', () => {
    const verdict = checkSet(acknowledged('a'), { before: [], last: ['a', 'a', 'ghost'] });
    expect(verdict).toMatchObject({ unexpected: ['ghost'], doubled: ['a'], lost: [] });
  });
});

/** Writes `w1 0-10`, reads `r1 5-12`, and a write that was never answered `w2 5-?`. */
function history(text: string): RegisterOperation[] {
  return text.split(',').map((part) => {
    const [, kind, value = '', from, until] = /^\s*([wr])(\w+) (\d+)-(\d+|\?)\s*$/.exec(part) ?? [];
    return {
      kind: kind === 'w' ? 'write' : 'read',
      value,
      startedAt: Number(from),
      endedAt: until === '?' ? 0 : Number(until),
      isAnswered: until !== '?',
    };
  });
}
const orderOf = (text: string) => checkRegister(history(text), '0').order;

describe('a register', () => {
  it.each([
    ['one after another', 'r0 0-1, w1 2-3, r1 4-5'],
    ['a read during a write gives the old value', 'w1 0-10, r0 2-4, r1 11-12'],
    ['a read during a write gives the new value', 'w1 0-10, r1 2-4, r1 5-6'],
    ['two writes at once, either one last', 'w1 0-10, w2 0-10, r1 11-12'],
    ['a write that was never answered took effect later', 'w1 0-?, r0 5-6, r1 20-21'],
    ['a write that was never answered took no effect', 'w1 0-?, r0 5-6, r0 20-21'],
    ['many that were never answered and never read', `${'w9 0-?, '.repeat(40)}r0 5-6`],
  ])('is right: %s', (_what, text) => {
    expect(orderOf(text)).toBe('found');
  });

  it.each([
    ['an acknowledged write is lost', 'w1 0-1, w2 2-3, r1 4-5'],
    ['a read goes back to an older value', 'w1 0-1, w2 2-10, r2 3-4, r1 5-6'],
    ['a value that was never written', 'w1 0-1, r7 2-3'],
    ['a read before its write', 'r1 0-1, w1 2-3'],
    ['two sites each go on with their own', 'w1 0-1, w2 2-3, r1 4-5, r2 4-5, r1 6-7, r2 8-9'],
    ['a write without an answer is seen, and is gone', 'w1 0-?, r1 2-3, r0 4-5'],
  ])('is wrong: %s', (_what, text) => {
    expect(orderOf(text)).toBe('none');
  });

  it('says where no order goes on', () => {
    const verdict = checkRegister(history('w1 0-1, w2 2-3, r1 4-5'), '0');
    expect(verdict.stuckAt).toBe('read of 1 at 1970-01-01T00:00:00.005Z');
  });
});

describe('a bank', () => {
  it('is right when every read adds up, and wrong when one does not', () => {
    const reads = [
      { at: 0, sums: { KRW: 0n } },
      { at: 1, sums: { KRW: 0n, USD: 0n } },
    ];
    expect(checkBank(reads)).toEqual({ reads: 2, wrong: [] });
    const wrong = checkBank([...reads, { at: 2, sums: { KRW: -30_000n } }]);
    expect(wrong.wrong).toEqual(['1970-01-01T00:00:00.002Z: KRW adds up to -30000, not 0']);
  });
});
