import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomTree } from '../../../test/support/random-tree.ts';
import type { FaultTree } from './fault-tree.ts';
import { eventOf } from './fault-tree.ts';
import { findCutSets } from './find-cut-sets.ts';
import { type EventImportance, rankEvents } from './importance.ts';
import { oracleCutSets } from './oracle.ts';

/** The tree with one event's probability set to another: what the measures are defined by. */
function withChance(tree: FaultTree, event: string, chance: number): FaultTree {
  return { ...tree, events: new Map([...tree.events, [event, chance]]) };
}

function withoutChances(tree: FaultTree): FaultTree {
  return { ...tree, events: new Map([...tree.events.keys()].map((name) => [name, undefined])) };
}

const rankOf = (tree: FaultTree) => rankEvents(findCutSets(tree, { hasImportance: true }));

function expectMeasures(ranked: EventImportance, tree: FaultTree): void {
  const { event } = ranked;
  const p = tree.events.get(event) as number;
  const whole = oracleCutSets(tree).probability;
  const happened = oracleCutSets(withChance(tree, event, 1)).probability;
  const not = oracleCutSets(withChance(tree, event, 0)).probability;
  expect(ranked.birnbaum).toBeCloseTo(happened - not, 10);
  expect(ranked.fussellVesely).toBeCloseTo((whole - not) / whole, 8);
  expect(ranked.diagnostic).toBeCloseTo((p * happened) / whole, 8);
  expect(ranked.achievement).toBeCloseTo(happened / whole, 8);
  if (not < 1e-12) expect(ranked.reduction).toBe(Number.POSITIVE_INFINITY);
  else expect(ranked.reduction).toBeCloseTo(whole / not, 6);
}

function expectRanking(tree: FaultTree): void {
  const { sets, probability } = oracleCutSets(tree);
  const ranking = rankOf(tree);
  expect(ranking.basis).toBe('probability');
  for (const ranked of ranking.events) {
    const sizes = sets.filter((set) => set.includes(ranked.event)).map((set) => set.length);
    expect(Number(ranked.setCount)).toBe(sizes.length);
    expect(ranked.smallestOrder ?? Number.POSITIVE_INFINITY).toBe(Math.min(...sizes));
    if (probability > 1e-9) expectMeasures(ranked, tree);
  }
  const named = new Set(ranking.events.map(({ event }) => event));
  expect(sets.flat().filter((event) => !named.has(event))).toEqual([]);
}

describe('the importance of events', () => {
  it('is what trying every state shows, of trees without negations and of any', () => {
    for (const operators of ['coherent', 'any'] as const) {
      fc.assert(
        fc.property(randomTree(operators), (tree) => {
          expectRanking(tree);
        }),
        { numRuns: 200 },
      );
    }
  });

  it('without probabilities is the share of states of the others in which an event decides', () => {
    fc.assert(
      fc.property(randomTree('coherent'), (tree) => {
        const bare = withoutChances(tree);
        const halves = { ...tree, events: new Map([...tree.events.keys()].map((n) => [n, 0.5])) };
        const ranking = rankOf(bare);
        expect(ranking.basis).toBe('structure');
        for (const { event, birnbaum, fussellVesely } of ranking.events) {
          const happened = oracleCutSets(withChance(halves, event, 1)).probability;
          const not = oracleCutSets(withChance(halves, event, 0)).probability;
          expect(birnbaum).toBeCloseTo(happened - not, 12);
          expect(fussellVesely).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('ranks by what would be gained, and by the smallest set where probabilities are not known', () => {
    const events = new Map([
      ['rare', 0.001],
      ['often', 0.5],
      ['beside', 0.5],
    ]);
    const both = {
      kind: 'operation',
      operator: 'and',
      of: [eventOf('often'), eventOf('beside')],
    } as const;
    const top = { kind: 'operation', operator: 'or', of: [eventOf('rare'), both] } as const;
    const tree: FaultTree = { name: 't', top: 'top', gates: new Map([['top', top]]), events };
    expect(rankOf(tree).events.map(({ event }) => event)).toEqual(['often', 'beside', 'rare']);
    const bare = rankOf(withoutChances(tree));
    expect(bare.events.map(({ event }) => event)).toEqual(['rare', 'often', 'beside']);
    expect(bare.events[0]).toMatchObject({ smallestOrder: 1, setCount: 1n, birnbaum: 0.75 });
  });

  it('counts no memberships where sets were cut off, but knows the smallest it found', () => {
    fc.assert(
      fc.property(randomTree('coherent'), (tree) => {
        const found = findCutSets(tree, { hasImportance: true, orderMax: 1 });
        if (found.truncatedAt === undefined) return;
        for (const { setCount, smallestOrder } of rankEvents(found).events) {
          expect([undefined, 0n]).toContain(setCount);
          expect([undefined, 1]).toContain(smallestOrder);
        }
      }),
      { numRuns: 200 },
    );
  });
});
