import { describe, expect, it } from 'vitest';
import { readRules, toRulesDraft } from './rules-draft.ts';

const published = {
  targetHours: 240,
  raiseHours: 168,
  sample: { perThousand: 20, seed: '2022' },
  secondReviewFrom: [
    { currency: 'USD', amountMinor: '100' },
    { currency: 'KRW', amountMinor: '5000000' },
  ],
  appealDays: 90,
};
const given = { currency: 'KRW', published };
const draft = toRulesDraft(published, 'KRW');
const faultsOf = (over: object) => readRules({ ...draft, ...over }, given).faults;

describe('review rules as they are typed', () => {
  it('are the published ones when nothing is changed', () =>
    expect(readRules(draft, given)).toEqual({ rules: published, faults: {} }));

  it('keep what other currencies have, and lose an amount that is left out', () => {
    expect(readRules({ ...draft, amount: '' }, given).rules?.secondReviewFrom).toEqual([
      { currency: 'USD', amountMinor: '100' },
    ]);
    expect(
      readRules({ ...draft, amount: '1,000,000' }, given).rules?.secondReviewFrom,
    ).toContainEqual({ currency: 'KRW', amountMinor: '1000000' });
  });

  it.each([
    [{ targetHours: '0' }, { targetHours: 'whole' }],
    [{ raiseHours: '240' }, { raiseHours: 'shorter' }],
    [{ raiseHours: '239' }, {}],
    [{ perThousand: '1001' }, { perThousand: 'whole' }],
    [{ perThousand: '1000' }, {}],
    [{ amount: '0' }, { amount: 'whole' }],
    [{ amount: '1.5' }, { amount: 'whole' }],
    [{ appealDays: '3651' }, { appealDays: 'whole' }],
    [
      { appealDays: 'x', targetHours: '' },
      { appealDays: 'whole', targetHours: 'whole' },
    ],
  ])('%j has the faults %j', (over, faults) => expect(faultsOf(over)).toEqual(faults));
});
