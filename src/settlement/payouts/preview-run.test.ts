import { expect, it } from 'vitest';
import { addToPreview, closePreview, startPreview } from './preview-run.ts';
import type { PayableAward } from './propose-run.ts';

function award(change: Partial<PayableAward>): PayableAward {
  return {
    ...{ awardId: 'a', claimId: 'c', partyClass: 'household', amountMinor: 10n, currency: 'KRW' },
    ...{ payeeRef: 'p', lastAttempt: 0, lastState: null, lastPayeeRef: null },
    ...{ isPayeeCooling: false, isLastFailureProved: true },
    ...change,
  };
}

function previewRun(awards: readonly PayableAward[]) {
  const sums = startPreview();
  for (const one of awards) addToPreview(sums, [one]);
  return closePreview(sums);
}

it('gives nothing of nothing', () => {
  expect(previewRun([])).toEqual({
    ...{ payoutCount: 0, totalMinor: 0n, smallestMinor: null, largestMinor: null },
    ...{ classes: [], leftOut: [] },
  });
});

it('gives totals by class, the smallest and the largest, and why the others are left out', () => {
  const tried = { lastAttempt: 1, lastPayeeRef: 'p' };
  const preview = previewRun([
    award({ amountMinor: 30n }),
    award({ amountMinor: 5n, partyClass: null }),
    award({ ...tried, amountMinor: 7n, lastState: 'failed' }),
    award({ amountMinor: 100n, payeeRef: null }),
    award({ ...tried, amountMinor: 200n, lastState: 'returned' }),
    award({ ...tried, amountMinor: 300n, lastState: 'unknown' }),
    award({ ...tried, amountMinor: 400n, lastState: 'confirmed' }),
    award({ ...tried, amountMinor: 500n, lastState: 'confirmed' }),
  ]);
  expect(preview).toEqual({
    ...{ payoutCount: 3, totalMinor: 42n, smallestMinor: 5n, largestMinor: 30n },
    classes: [
      { partyClass: '', awardCount: 1, amountMinor: 5n },
      { partyClass: 'household', awardCount: 2, amountMinor: 37n },
    ],
    leftOut: [
      { reason: 'paid', awardCount: 2, amountMinor: 900n },
      { reason: 'payee_missing', awardCount: 1, amountMinor: 100n },
      { reason: 'payment_under_way', awardCount: 1, amountMinor: 300n },
      { reason: 'returned_payee_unchanged', awardCount: 1, amountMinor: 200n },
    ],
  });
});
