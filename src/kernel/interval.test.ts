import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clipIntervals,
  compareRational,
  countWholeMinutes,
  differenceIntervals,
  type Interval,
  type IntervalSet,
  InvariantError,
  instantFromEpochMs,
  intersectIntervals,
  intervalSet,
  keepRuns,
  longestRunMs,
  mergeGaps,
  multiplyRational,
  parseInstant,
  rational,
  renderDecimal,
  renderFixed,
  renderRational,
  totalMs,
  unionIntervals,
  uptimeShare,
  wholeMinutes,
} from './index.ts';

function at(text: string) {
  const instant = parseInstant(`2025-${text}Z`);
  if (!instant) throw new Error(`not an instant: ${text}`);
  return instant;
}

const span = (from: string, until: string): Interval => ({ from: at(from), until: at(until) });
const july = span('07-01T00:00:00', '08-01T00:00:00');
const promise = rational(999n, 1000n);

function assessJuly(downs: readonly (readonly [string, string])[]) {
  const clipped = clipIntervals(intervalSet(downs.map((down) => span(...down))), july);
  const share = uptimeShare({ down: wholeMinutes(clipped), window: july });
  const percent = multiplyRational(share, rational(100n));
  return {
    minutes: countWholeMinutes(clipped),
    exact: renderDecimal(percent, { maxDigits: 5 }),
    shown: renderFixed(percent, { digits: 2 }),
    isBreach: compareRational(share, promise) < 0,
  };
}

// The vectors of the SLA Recovery Agent (onehowon/MABC_sla-credit-recovery), a month of July 2025
// with a promise of 99.9 %.
describe('interval vectors', () => {
  test('July has 44,640 minutes', () => {
    expect(countWholeMinutes(intervalSet([july]))).toBe(44_640);
  });

  test('55 minutes in two pieces are 99.8768 %, a breach', () => {
    const result = assessJuly([
      ['07-03T10:00:00', '07-03T10:30:00'],
      ['07-20T22:10:00', '07-20T22:35:00'],
    ]);
    expect(result).toEqual({ minutes: 55, exact: '99.87679…', shown: '99.88', isBreach: true });
  });

  test('44 minutes are 99.9014 %, no breach', () => {
    expect(assessJuly([['07-10T08:00:00', '07-10T08:44:00']])).toEqual({
      minutes: 44,
      exact: '99.90143…',
      shown: '99.90',
      isBreach: false,
    });
  });

  test('45 minutes are 99.8992 %, a breach although 99.90 is shown', () => {
    expect(assessJuly([['07-10T08:00:00', '07-10T08:45:00']])).toEqual({
      minutes: 45,
      exact: '99.89919…',
      shown: '99.90',
      isBreach: true,
    });
  });

  test('an outage over the end of the month counts only the hour inside it', () => {
    expect(assessJuly([['07-31T23:00:00', '08-01T01:00:00']]).minutes).toBe(60);
  });

  test('overlapping hours count once: 90 minutes', () => {
    const result = assessJuly([
      ['07-10T08:00:00', '07-10T09:00:00'],
      ['07-10T08:30:00', '07-10T09:30:00'],
    ]);
    expect(result.minutes).toBe(90);
  });

  test.each([
    ['08:00:00', '08:45:00', 45],
    ['08:00:30', '08:46:00', 45],
    ['08:00:45', '08:45:15', 44],
    ['08:00:10', '08:00:50', 0],
    ['08:00:00', '08:00:59', 0],
    // Ours: a minute long, yet no minute of the clock is whole; and the shortest that counts.
    ['08:00:30', '08:01:30', 0],
    ['08:00:00', '08:01:00', 1],
  ])('%s–%s covers %i whole minutes', (from, until, minutes) => {
    expect(assessJuly([[`07-10T${from}`, `07-10T${until}`]]).minutes).toBe(minutes);
  });

  test('40 s and 59 s in the same month are 0 minutes, not one', () => {
    const result = assessJuly([
      ['07-10T08:00:10', '07-10T08:00:50'],
      ['07-11T08:00:00', '07-11T08:00:59'],
    ]);
    expect(result).toEqual({ minutes: 0, exact: '100', shown: '100.00', isBreach: false });
  });

  test('an outage all outside the month can be told from no outage: check the month', () => {
    const set = intervalSet([span('08-02T10:00:00', '08-02T11:00:00')]);
    expect(totalMs(set)).toBe(3_600_000);
    expect(clipIntervals(set, july)).toEqual([]);
  });
});

const ms = instantFromEpochMs;
const of = (...pairs: readonly (readonly [number, number])[]): IntervalSet =>
  intervalSet(pairs.map(([from, until]) => ({ from: ms(from), until: ms(until) })));

describe('interval sets', () => {
  test('a set is sorted, joined where it touches, and free of empty intervals', () => {
    expect(of([5, 7], [1, 2], [2, 3], [9, 9], [6, 8])).toEqual(of([1, 3], [5, 8]));
    expect(of([1, 10], [2, 3])).toEqual([{ from: 1, until: 10 }]);
  });

  test('an interval that ends before it begins is a fault', () => {
    expect(() => of([2, 1])).toThrow(InvariantError);
  });

  test.each([
    [
      [[0, 10]],
      [[3, 5]],
      [
        [0, 3],
        [5, 10],
      ],
    ],
    [[[0, 10]], [[0, 10]], []],
    [
      [[0, 10]],
      [
        [-5, 3],
        [8, 20],
      ],
      [[3, 8]],
    ],
    [
      [
        [0, 3],
        [5, 8],
      ],
      [[2, 6]],
      [
        [0, 2],
        [6, 8],
      ],
    ],
    [[[0, 3]], [[3, 5]], [[0, 3]]],
    [[], [[3, 5]], []],
    [[[0, 3]], [], [[0, 3]]],
  ] as [number, number][][][])('row %#: difference', (left, right, expected) => {
    expect(differenceIntervals(of(...(left ?? [])), of(...(right ?? [])))).toEqual(
      of(...(expected ?? [])),
    );
  });

  test('total and longest run', () => {
    expect(totalMs(of([0, 3], [5, 9]))).toBe(7);
    expect(longestRunMs(of([0, 3], [5, 9]))).toBe(4);
    expect(totalMs([])).toBe(0);
    expect(longestRunMs([])).toBe(0);
  });

  test('a gap shorter than the length is filled, one of exactly the length stays', () => {
    expect(mergeGaps(of([0, 3], [5, 9]), { shorterThanMs: 2 })).toEqual(of([0, 3], [5, 9]));
    expect(mergeGaps(of([0, 3], [5, 9]), { shorterThanMs: 3 })).toEqual(of([0, 9]));
  });

  test('a run of exactly the length is kept, a shorter one is not', () => {
    expect(keepRuns(of([0, 3], [5, 9]), { atLeastMs: 4 })).toEqual(of([5, 9]));
    expect(keepRuns(of([0, 3], [5, 9]), { atLeastMs: 3 })).toEqual(of([0, 3], [5, 9]));
  });

  test('uptime is an exact share of the window and ignores downtime outside it', () => {
    const window = { from: ms(0), until: ms(7) };
    expect(renderRational(uptimeShare({ down: of([-5, 2], [6, 9]), window }))).toBe('4/7');
    expect(renderRational(uptimeShare({ down: [], window }))).toBe('1');
    expect(renderRational(uptimeShare({ down: of([-1, 99]), window }))).toBe('0');
    const empty = { from: ms(3), until: ms(3) };
    expect(() => uptimeShare({ down: [], window: empty })).toThrow(InvariantError);
  });
});

describe('interval laws', () => {
  // Small numbers make touching, nesting and equal ends frequent; membership is checked moment by
  // moment, which is a second, independent way to say what each operation means.
  const range = 40;
  const sets = fc
    .array(fc.tuple(fc.nat(range), fc.nat(range)), { maxLength: 8 })
    .map((pairs) => of(...pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)));
  const has = (set: IntervalSet, moment: number) =>
    set.some(({ from, until }) => from <= moment && moment < until);
  const moments = Array.from({ length: range }, (_, moment) => moment);

  test('union, intersection and difference mean or, and, and-not at every moment', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const union = unionIntervals(a, b);
        const shared = intersectIntervals(a, b);
        const rest = differenceIntervals(a, b);
        for (const moment of moments) {
          expect(has(union, moment)).toBe(has(a, moment) || has(b, moment));
          expect(has(shared, moment)).toBe(has(a, moment) && has(b, moment));
          expect(has(rest, moment)).toBe(has(a, moment) && !has(b, moment));
        }
      }),
    );
  });

  test('every operation gives a normalised set', () => {
    fc.assert(
      fc.property(sets, sets, fc.nat(10), (a, b, length) => {
        for (const set of [
          unionIntervals(a, b),
          intersectIntervals(a, b),
          differenceIntervals(a, b),
          mergeGaps(a, { shorterThanMs: length }),
          keepRuns(a, { atLeastMs: length }),
        ]) {
          expect(intervalSet(set)).toEqual(set);
        }
      }),
    );
  });

  test('the total of a union is the sum of totals less the shared part', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const both = totalMs(intersectIntervals(a, b));
        expect(totalMs(unionIntervals(a, b))).toBe(totalMs(a) + totalMs(b) - both);
        expect(totalMs(differenceIntervals(a, b))).toBe(totalMs(a) - both);
      }),
    );
  });

  test('difference distributes as De Morgan says', () => {
    fc.assert(
      fc.property(sets, sets, sets, (a, b, c) => {
        expect(differenceIntervals(a, unionIntervals(b, c))).toEqual(
          intersectIntervals(differenceIntervals(a, b), differenceIntervals(a, c)),
        );
        expect(differenceIntervals(a, intersectIntervals(b, c))).toEqual(
          unionIntervals(differenceIntervals(a, b), differenceIntervals(a, c)),
        );
      }),
    );
  });

  test('whole minutes are inside the set, aligned, and a longer outage never has fewer', () => {
    const scaled = sets.map((set) =>
      of(...set.map(({ from, until }) => [from * 17_000, until * 17_000] as const)),
    );
    fc.assert(
      fc.property(scaled, scaled, (a, b) => {
        const minutes = wholeMinutes(a);
        expect(differenceIntervals(minutes, a)).toEqual([]);
        expect(
          minutes.every(({ from, until }) => from % 60_000 === 0 && until % 60_000 === 0),
        ).toBe(true);
        expect(countWholeMinutes(unionIntervals(a, b))).toBeGreaterThanOrEqual(
          countWholeMinutes(a),
        );
      }),
    );
  });
});
