import { describe, expect, it } from 'vitest';
import { expectedCostOf } from './expected-cost.ts';

const term = { validDays: null, costMillionths: null, unitCostMinor: null, currency: null };
const terms = [
  { ...term, remedy: 'points' as const, name: '', costMillionths: 333_333, source: 'used before' },
  {
    ...{ ...term, remedy: 'item' as const, name: 'charger', unitCostMinor: '4500' },
    ...{ currency: 'KRW', source: 'the offer' },
  },
  {
    ...{ ...term, remedy: 'extension' as const, name: '', unitCostMinor: '101' },
    ...{ currency: 'KRW', source: 'finance' },
  },
];
const award = { clause: '§2', policyHash: 'a'.repeat(64) };

describe('what an award is expected to cost', () => {
  const rows = [
    ['a share of its worth', { remedy: 'points', amountMinor: '1000', currency: 'KRW' }, '333'],
    ['half a won up', { remedy: 'extension', quantity: '5/2' }, '253'],
    ['so much a piece', { remedy: 'item', name: 'charger', quantity: '2' }, '9000'],
  ] as const;
  it.each(rows)('is %s', (_name, what, cost) => {
    expect(expectedCostOf({ ...award, ...what }, terms)?.amountMinor).toBe(cost);
  });

  it('is not told of cash, nor of what nobody has estimated', () => {
    const cash = { ...award, remedy: 'cash' as const, amountMinor: '1000', currency: 'KRW' };
    expect(expectedCostOf(cash, terms)).toBeUndefined();
    const other = { ...award, remedy: 'item' as const, name: 'cable', quantity: '1' };
    expect(expectedCostOf(other, terms)).toBeUndefined();
  });
});
