import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateMinor } from '../../../kernel/index.ts';
import { type AwardGroup, shareBudget } from './budget.ts';

const groups: fc.Arbitrary<AwardGroup[]> = fc
  .array(fc.record({ amount: fc.bigInt(1n, 1_000n), parties: fc.bigInt(1n, 6n) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((list) => {
    const ordered = new Map(list.map((one) => [one.amount, one]));
    return [...ordered.values()]
      .sort((one, other) => Number(one.amount - other.amount))
      .map((one) => ({ ...one, statement: 0 }));
  });

/** What each party of the groups gets, in the order of the groups. */
function sharesOf(list: readonly AwardGroup[], budget: bigint): bigint[] {
  const share = shareBudget(list, budget);
  return list.flatMap(({ amount, parties }) =>
    Array.from({ length: Number(parties) }, (_, at) => {
      if (!share) return amount;
      const { demand, remainder, boundary } = share;
      const rest = (amount * budget) % demand;
      const isTie = rest === remainder && boundary !== undefined;
      const isFirst =
        isTie &&
        (amount < boundary.amount || (amount === boundary.amount && BigInt(at) < boundary.first));
      return (amount * budget) / demand + (rest > remainder || isFirst ? 1n : 0n);
    }),
  );
}

describe('a budget that is not enough', () => {
  it('is shared to the last unit, as the largest remainders of the kernel are', () => {
    fc.assert(
      fc.property(groups, fc.bigInt(0n, 20_000n), (list, budget) => {
        const weights = list.flatMap(({ amount, parties }) =>
          Array.from({ length: Number(parties) }, () => amount),
        );
        const demand = weights.reduce((sum, one) => sum + one, 0n);
        const expected = demand <= budget ? weights : allocateMinor(budget, weights);
        expect(sharesOf(list, budget)).toEqual(expected);
      }),
    );
  });
});
