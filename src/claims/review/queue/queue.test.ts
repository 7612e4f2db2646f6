import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromEpochMs } from '../../../kernel/index.ts';
import { escalate, readClock } from './clock.ts';
import { parseCursor, renderCursor, startOfNumber } from './queue-filter.ts';
import { drawingPlace, findSecondReview, type ReviewRules, usualRules } from './review-rules.ts';

const hour = 3_600_000;
const at = (hours: number) => instantFromEpochMs(hours * hour);

describe('the clock of a claim', () => {
  const target = { targetHours: 10 };

  it.each([
    ['an hour before the target', 9, false, 540],
    ['at the target', 10, true, 600],
    ['after it', 11, true, 660],
  ])('%s', (_name, hours, isOverdue, waitedMinutes) => {
    const reading = readClock({ clockFromMs: 0 }, { ...target, now: at(hours) });
    expect(reading).toEqual({ isRunning: true, waitedMinutes, dueAt: at(10), isOverdue });
  });

  it('stands still while the claimant is asked for more', () => {
    const paused = { clockFromMs: 0, pausedAt: at(4) };
    const shown = { isRunning: false, waitedMinutes: 240, isOverdue: false };
    expect(readClock(paused, { ...target, now: at(5) })).toEqual(shown);
    expect(readClock(paused, { ...target, now: at(500) })).toEqual(shown);
  });

  it('makes a claim urgent from the target on and raised from the warning on', () => {
    const rules = { raiseHours: 7, targetHours: 10 };
    const hours = [0, 7 - 1 / hour, 7, 10 - 1 / hour, 10].map((value) => value * hour);
    expect(hours.map((waited) => escalate(waited, rules))).toEqual([3, 3, 2, 2, 1]);
  });
});

describe('the drawing for a second look', () => {
  const rules: ReviewRules = {
    ...usualRules,
    sample: { perThousand: 50, seed: 'autumn' },
    secondReviewFrom: [{ currency: 'KRW', amountMinor: '1000000' }],
  };
  const award = (amountMinor: string, currency = 'KRW') => ({
    ...{ remedy: 'cash', amountMinor, currency, clause: '1', policyHash: 'x' },
  });
  const decision = (index: number, awards = [award('30000')]) => ({
    ...{ claimId: `claim-${index}`, version: 1, awards, isClustered: false },
  });

  it('takes about as many as it says, the same ones again, and others with another seed', () => {
    const drawn = (seed: string) =>
      Array.from({ length: 20_000 }, (_, index) => index).filter(
        (index) =>
          findSecondReview(decision(index), { ...rules, sample: { perThousand: 50, seed } }) ===
          'sample',
      );
    const first = drawn('autumn');
    expect(first.length).toBeGreaterThan(850);
    expect(first.length).toBeLessThan(1150);
    expect(drawn('autumn')).toEqual(first);
    expect(drawn('winter')).not.toEqual(first);
  });

  it('lies within its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), fc.nat(9), (seed, claimId, version) => {
        const place = drawingPlace(seed, { claimId, version });
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThan(1000);
      }),
    );
  });

  it.each([
    ['one won less than the limit', [award('999999')], undefined],
    ['the limit', [award('1000000')], 'amount'],
    ['the limit in two awards', [award('400000'), award('600000')], 'amount'],
    ['as much of another currency', [award('1000000', 'USD')], undefined],
    ['nothing', [], undefined],
  ])('by amount: %s', (_name, awards, cause) => {
    const none = { ...rules, sample: { perThousand: 0, seed: '' } };
    expect(findSecondReview(decision(1, awards), none)).toBe(cause);
  });

  it('takes what is alike another claim when it grants something, and never for a denial', () => {
    const none = { ...rules, sample: { perThousand: 0, seed: '' } };
    expect(findSecondReview({ ...decision(1), isClustered: true }, none)).toBe('cluster');
    expect(findSecondReview({ ...decision(1, []), isClustered: true }, none)).toBeUndefined();
  });
});

describe('a queue', () => {
  it('reads the cursors it writes, and no others', () => {
    const cursor = {
      priority: 2,
      fromMs: '1666234800000',
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
    };
    expect(parseCursor(renderCursor(cursor))).toEqual(cursor);
    for (const text of ['', '2_1', '4_1_01890a5d-ac96-774b-bcce-b302099a8057', "1_1_' or 1=1"]) {
      expect(parseCursor(text)).toBeUndefined();
    }
  });

  it.each([
    ['7k4m', '7K4M'],
    ['7k4m q2', '7K4M-Q2'],
    ['7K4M-Q2XD-9', '7K4M-Q2XD-9'],
    ['lo1', '101'],
    ['%_', ''],
  ])('finds the beginning of a number typed as %s', (typed, start) => {
    expect(startOfNumber(typed)).toBe(start);
  });
});
