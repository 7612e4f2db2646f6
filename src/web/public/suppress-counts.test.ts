import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ShownCount, showPart, showSum, suppressCounts } from './suppress-counts.ts';

const exact = (count: number): ShownCount => ({ kind: 'exact', count: BigInt(count) });
const atLeast = (count: number): ShownCount => ({ kind: 'at_least', count: BigInt(count) });
const fewer: ShownCount = { kind: 'fewer' };
const suppress = (...counts: number[]) => suppressCounts(counts.map(BigInt));

describe('the classes of a table', () => {
  test.each([
    { counts: [5, 90], rows: [exact(5), exact(90)], total: exact(95) },
    { counts: [0, 90], rows: [exact(0), exact(90)], total: exact(90) },
    { counts: [4, 9, 90], rows: [fewer, atLeast(5), exact(90)], total: exact(103) },
    { counts: [1, 7, 90], rows: [fewer, atLeast(5), atLeast(5)], total: exact(98) },
    { counts: [1, 8, 90], rows: [fewer, atLeast(5), exact(90)], total: exact(99) },
    { counts: [3], rows: [fewer], total: fewer },
    { counts: [3, 4], rows: [fewer, fewer], total: atLeast(5) },
    { counts: [1, 5], rows: [fewer, atLeast(5)], total: atLeast(5) },
    { counts: [], rows: [], total: exact(0) },
  ])('$counts', ({ counts, rows, total }) => expect(suppress(...counts)).toEqual({ rows, total }));

  test('a small class may be any of one to four, whatever is reckoned from what is shown', () => {
    const counts = fc.array(fc.nat({ max: 14 }), { maxLength: 5 });
    fc.assert(
      fc.property(counts, (people) => {
        const { rows, total } = suppress(...people);
        fc.pre(total.kind === 'exact');
        const smalls = rows.filter(({ kind }) => kind === 'fewer').length;
        fc.pre(smalls > 0);
        const others = rows.filter(({ kind }) => kind === 'at_least').length;
        const shown = rows.reduce((all, row) => all + (row.kind === 'exact' ? row.count : 0n), 0n);
        const hidden = Number((total.kind === 'exact' ? total.count : 0n) - shown);
        let sums = [1, 2, 3, 4].map((first) => ({ first, rest: hidden - first }));
        for (let more = 1; more < smalls; more += 1) {
          sums = sums.flatMap(({ first, rest }) =>
            [1, 2, 3, 4].map((one) => ({ first, rest: rest - one })),
          );
        }
        const fits = (rest: number): boolean => (others === 0 ? rest === 0 : rest >= 5 * others);
        const possible = new Set(sums.filter(({ rest }) => fits(rest)).map(({ first }) => first));
        expect([...possible].sort()).toEqual([1, 2, 3, 4]);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  { part: 3, whole: 90, shown: exact(90), right: fewer },
  { part: 0, whole: 90, shown: exact(90), right: exact(0) },
  { part: 90, whole: 90, shown: exact(90), right: exact(90) },
  { part: 88, whole: 90, shown: exact(90), right: atLeast(86) },
  { part: 86, whole: 90, shown: exact(90), right: atLeast(86) },
  { part: 85, whole: 90, shown: exact(90), right: exact(85) },
  { part: 4, whole: 7, shown: exact(7), right: fewer },
  { part: 2, whole: 3, shown: fewer, right: fewer },
  { part: 7, whole: 9, shown: atLeast(5), right: { kind: 'withheld' } },
] as const)('$part of $whole', ({ part, whole, shown, right }) =>
  expect(showPart(BigInt(part), { whole: BigInt(whole), shown })).toEqual(right));

test('a sum with a hidden part is a bound', () => {
  expect(showSum([exact(7), exact(5)])).toEqual(exact(12));
  expect(showSum([exact(7), fewer, { kind: 'withheld' }, atLeast(86)])).toEqual(atLeast(93));
});
