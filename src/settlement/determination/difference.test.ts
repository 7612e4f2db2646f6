import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addRational,
  compareRational,
  type Rational,
  rational,
  renderRational,
} from '../../kernel/index.ts';
import { countOf, kindOf } from './difference.ts';
import { totalsBeyond } from './due-rows.ts';
import type { Totalled } from './party-due.ts';
import type { AwardTotal } from './population.ts';

const zero = rational(0n);

function sumsOf(totals: readonly AwardTotal[]): Map<string, Rational> {
  const sums = new Map<string, Rational>();
  for (const total of totals) {
    const { remedy, name, measure } = kindOf(total);
    const key = JSON.stringify([total.partyClass, remedy, name, measure]);
    sums.set(key, addRational(sums.get(key) ?? zero, countOf(total)));
  }
  return sums;
}

const parts = {
  clause: fc.constantFrom('§1', '§2', '§3', '§4'),
  partyCount: fc.integer({ min: 1, max: 40 }),
};
const money = fc
  .record({
    ...parts,
    amount: fc.integer({ min: 0, max: 500 }),
    remedy: fc.constantFrom('cash', 'points'),
  })
  .map(({ amount, ...rest }) => ({
    ...{ name: null, quantity: null, unit: null, ...rest },
    ...{ currency: 'KRW', amountMinor: BigInt(amount) },
  }));
const time = fc
  .record({
    ...parts,
    quantity: fc.constantFrom('1', '2', '3', '5', '1/2', '7/3'),
    unit: fc.constantFrom('hour', 'day', 'week'),
    name: fc.constantFrom(null, 'the pass'),
  })
  .map((rest) => ({ ...rest, remedy: 'extension', currency: null, amountMinor: null }));

const ofClass = (partyClass: string) =>
  fc
    .array(fc.oneof(money, time), { maxLength: 5 })
    .map((rows) => rows.map((row): AwardTotal => ({ partyClass, ...row })));
const statuses = ['user', 'driver'].map((partyClass) => ({ partyClass }));
const run = fc
  .tuple(ofClass('user'), ofClass('driver'))
  .map((totals): Totalled => ({ totals: totals.flat(), statuses }));

const grantedIn = (runs: readonly Totalled[]): Map<string, Rational> =>
  sumsOf(runs.flatMap((one, index) => totalsBeyond(one, runs.slice(0, index))));

const written = (sums: ReadonlyMap<string, Rational>): Record<string, string> =>
  Object.fromEntries(
    [...sums]
      .filter(([, value]) => compareRational(value, zero) !== 0)
      .map(([key, value]): [string, string] => [key, renderRational(value)])
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );

describe('any sequence of determinations of the same parties', () => {
  it('grants each class of each remedy the most that one of them gives it', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 5 }), (runs) => {
        const most = new Map<string, Rational>();
        for (const [key, value] of runs.flatMap(({ totals }) => [...sumsOf(totals)])) {
          const before = most.get(key) ?? zero;
          most.set(key, compareRational(value, before) > 0 ? value : before);
        }
        expect(written(grantedIn(runs))).toEqual(written(most));
      }),
    );
  });

  it('grants as much whatever its clauses and its only class are called in each', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 5, maxLength: 5 });
    const runs = fc.array(ofClass('user'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(runs, names, (turns, called) => {
        const asOf = (nameOf: (index: number) => string): Totalled[] =>
          turns.map((totals, index) => ({
            totals: totals.map((total) => ({
              ...total,
              partyClass: nameOf(index),
              clause: `${total.clause} ${nameOf(index)}`,
            })),
            statuses: [{ partyClass: nameOf(index) }],
          }));
        const plain = (all: readonly Totalled[]) =>
          written(
            sumsOf(
              all.flatMap((one, index) =>
                totalsBeyond(one, all.slice(0, index)).map((due) => ({ ...due, partyClass: '' })),
              ),
            ),
          );
        expect(plain(asOf((index) => called[index] ?? ''))).toEqual(plain(asOf(() => 'one')));
      }),
    );
  });

  it('has rows of at least one party each, and of something', () => {
    fc.assert(
      fc.property(run, run, (first, second) => {
        for (const row of totalsBeyond(second, [first])) {
          expect(row.partyCount).toBeGreaterThan(0);
          expect(compareRational(countOf(row), zero)).toBe(1);
        }
      }),
    );
  });
});
