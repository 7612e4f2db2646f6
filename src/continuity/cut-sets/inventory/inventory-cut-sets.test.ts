import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomInventory } from '../../../../test/support/random-inventory.ts';
import { minimalLosses } from '../../analyse/minimal-losses.ts';
import { oracleDown, oracleMinutes } from '../../analyse/oracle.ts';
import type { Inventory } from '../../inventory.ts';
import { type CutSets, findCutSets } from '../find-cut-sets.ts';
import { listCutSets } from '../list-sets.ts';
import type { CutEffect } from './failure-needs.ts';
import { findInventoryCutSets } from './inventory-cut-sets.ts';
import { inventoryTree } from './inventory-tree.ts';
import { smallestLosses } from './smallest-losses.ts';

const effects = fc.constantFrom<CutEffect>('down', 'stuck');
const text = (sets: readonly (readonly string[])[]): string[] =>
  sets.map((set) => set.toSorted().join(' ')).sort();
const setsOf = (found: CutSets): string[] => text(listCutSets(found, { limit: 10_000 }));

/** Every minimal set of domains, by trying all of them against the naive definition. */
function trySubsets(inventory: Inventory, effect: CutEffect): string[][] {
  const domains = [...inventory.domains.keys()];
  const found: string[][] = [];
  const masks = Array.from({ length: 2 ** domains.length }, (_, mask) => mask);
  for (const mask of masks) {
    const set = domains.filter((_, at) => ((mask >> at) & 1) === 1);
    if (found.some((smaller) => smaller.every((domain) => set.includes(domain)))) continue;
    const isHit =
      effect === 'down'
        ? oracleDown(inventory, set).has('n0')
        : oracleMinutes(inventory, { domains: set }).get('n0') === Number.POSITIVE_INFINITY;
    if (isHit) found.push(set);
  }
  return found;
}

describe('cut sets of an inventory', () => {
  it('are those of trying every set of domains', () => {
    fc.assert(
      fc.property(randomInventory(), effects, (inventory, effect) => {
        const found = findInventoryCutSets(inventory, { node: 'n0', effect });
        expect(setsOf(found)).toEqual(text(trySubsets(inventory, effect)));
      }),
      { numRuns: 1_500 },
    );
  });

  it('are those of the unrolled fault tree, solved by modules', () => {
    fc.assert(
      fc.property(randomInventory(), effects, (inventory, effect) => {
        const tree = inventoryTree(inventory, { node: 'n0', effect });
        if ('loopSize' in tree) throw new Error('a loop of eight nodes is unrolled');
        const found = findInventoryCutSets(inventory, { node: 'n0', effect });
        expect(setsOf(findCutSets(tree))).toEqual(setsOf(found));
      }),
      { numRuns: 800 },
    );
  });

  it('that name no larger domain than needed are the minimal singles and pairs', () => {
    fc.assert(
      fc.property(randomInventory(), effects, (inventory, effect) => {
        const found = findInventoryCutSets(inventory, { node: 'n0', effect });
        const smallest = smallestLosses(inventory, found, 10_000);
        const upToPairs = smallest.sets.filter((set) => set.length === 1 || set.length === 2);
        const [tried] = minimalLosses(inventory, { effect, nodes: ['n0'] });
        // An effect without any loss is outside what trying losses can show.
        if (found.byOrder[0] === 1n) return;
        expect(text(upToPairs)).toEqual(text(tried?.sets ?? []));
      }),
      { numRuns: 400 },
    );
  });

  it('with fewer nodes than needed are the same up to the order that is printed', () => {
    fc.assert(
      fc.property(
        randomInventory(),
        effects,
        fc.integer({ min: 4, max: 30 }),
        (inventory, effect, nodesMax) => {
          const subject = { node: 'n0', effect };
          const whole = setsOf(findInventoryCutSets(inventory, subject));
          const starved = findInventoryCutSets(inventory, subject, { nodesMax });
          const limit = starved.truncatedAt ?? 99;
          if (starved.truncatedAt === 0) return;
          const size = (set: string) => set.split(' ').filter(Boolean).length;
          expect(setsOf(starved)).toEqual(whole.filter((set) => size(set) <= limit));
        },
      ),
      { numRuns: 400 },
    );
  });
});
