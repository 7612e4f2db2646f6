import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomTree } from '../../../test/support/random-tree.ts';
import { Bdd } from './diagram/bdd.ts';
import { Effort } from './diagram/effort.ts';
import { minimalSolutions } from './diagram/minimal-solutions.ts';
import { SetFamilies } from './diagram/set-families.ts';
import { eventOf, type FaultTree, gateOf, type TreeFormula } from './fault-tree.ts';
import { findCutSets } from './find-cut-sets.ts';
import { listCutSets } from './list-sets.ts';

const operation = (operator: 'and' | 'or' | 'xor', of: readonly TreeFormula[]): TreeFormula => ({
  kind: 'operation',
  operator,
  of,
});
const atLeast = (min: number, of: readonly TreeFormula[]): TreeFormula => ({
  kind: 'operation',
  operator: 'atleast',
  of,
  min,
});
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const eventsOf = (count: number, chance: number) =>
  new Map(upTo(count).map((at) => [`e${at}`, chance] as const));

function treeOf(
  gates: readonly (readonly [string, TreeFormula])[],
  events: FaultTree['events'],
): FaultTree {
  return { name: 'odd', top: gates[0]?.[0] as string, gates: new Map(gates), events };
}

/** n! ÷ (k! (n − k)!), exact. */
function choose(n: number, k: number): bigint {
  let count = 1n;
  for (let at = 1; at <= k; at += 1) count = (count * BigInt(n - k + at)) / BigInt(at);
  return count;
}

describe('a budget of operations', () => {
  it('is spent to the same last operation by every run', () => {
    const names = upTo(40).map((at) => `e${at}`);
    const gates = upTo(24).map((gate): [string, TreeFormula] => {
      const of = upTo(9).map((at) =>
        eventOf(names[(gate * 7 + at * 11 + gate * at) % 40] as string),
      );
      return [`g${gate}`, atLeast(4, of)];
    });
    const top: [string, TreeFormula] = [
      'top',
      atLeast(
        12,
        gates.map(([name]) => gateOf(name)),
      ),
    ];
    const tree = treeOf([top, ...gates], eventsOf(40, 0.1));
    const [first, second] = [1, 2].map(() => findCutSets(tree, { operationsMax: 30_000 }));
    expect(first?.truncatedBy).toBe('operations');
    expect(first?.operations).toBe(second?.operations);
    expect(first?.operations).toBeLessThan(31_000);
    expect(first?.byOrder).toEqual(second?.byOrder);
  });

  it('never changes what is found, only how far', () => {
    fc.assert(
      fc.property(randomTree('any'), fc.integer({ min: 1, max: 400 }), (tree, operationsMax) => {
        const whole = findCutSets(tree);
        const found = findCutSets(tree, { operationsMax });
        const limit = found.truncatedAt ?? Number.POSITIVE_INFINITY;
        expect(found.byOrder).toEqual(
          whole.byOrder.slice(0, limit + 1).slice(0, found.byOrder.length),
        );
        const missing = whole.byOrder.slice(found.byOrder.length, limit + 1);
        expect(missing.every((count) => count === 0n)).toBe(true);
        if (found.truncatedAt === undefined) expect(found.count).toBe(whole.count);
        if (found.topProbability !== undefined) {
          expect(found.topProbability).toBeCloseTo(whole.topProbability as number, 12);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('odd trees', () => {
  it('300 of 600: as many sets as there are ways to choose, and the binomial tail', () => {
    const tree = treeOf(
      [
        [
          'top',
          atLeast(
            300,
            upTo(600).map((at) => eventOf(`e${at}`)),
          ),
        ],
      ],
      eventsOf(600, 0.5),
    );
    const found = findCutSets(tree);
    expect(found.truncatedAt).toBeUndefined();
    expect(found.count).toBe(choose(600, 300));
    // Half of all states, and half of those with exactly 300.
    const exactly = Number((choose(600, 300) * 10n ** 20n) / 2n ** 600n) / 1e20;
    expect(found.topProbability).toBeCloseTo(0.5 + exactly / 2, 10);
    expect(listCutSets(found, { limit: 3 }).map((set) => set.length)).toEqual([300, 300, 300]);
  });

  it('a vote among gates that share events is that of trying every state', () => {
    const bdd = new Bdd(10_000, new Effort(1_000_000));
    const [a, b, c, d] = upTo(4).map((level) => bdd.variable(level)) as [
      number,
      number,
      number,
      number,
    ];
    const parts = [bdd.and(a, b), bdd.or(b, c), bdd.and(c, d), bdd.or(a, d)];
    for (const count of upTo(4).map((at) => at + 1)) {
      const voted = bdd.atLeast(count, parts);
      for (const state of upTo(16)) {
        const holds = (node: number): boolean =>
          node <= 1
            ? node === 1
            : holds(
                ((state >> (bdd.nodes.level[node] as number)) & 1) === 1
                  ? (bdd.nodes.high[node] as number)
                  : (bdd.nodes.low[node] as number),
              );
        expect(holds(voted)).toBe(parts.filter(holds).length >= count);
      }
    }
  });

  it('a chain of 8,000 gates, or an OR of 20,000 events, costs no stack', () => {
    const chain = upTo(8_000).map((at): [string, TreeFormula] => {
      const next = at === 7_999 ? eventOf('last') : gateOf(`g${at + 1}`);
      return [`g${at}`, operation(at % 2 === 0 ? 'or' : 'and', [eventOf(`e${at}`), next])];
    });
    const events = new Map([...eventsOf(8_000, 0.1), ['last', 0.1] as const]);
    const deep = findCutSets(treeOf(chain, events), { nodesMax: 1_000_000 });
    expect(deep.byOrder[1]).toBe(1n);
    expect(deep.topProbability).toBeGreaterThan(0.1);
    const wide = findCutSets(
      treeOf(
        [
          [
            'top',
            operation(
              'or',
              upTo(20_000).map((at) => eventOf(`e${at}`)),
            ),
          ],
        ],
        eventsOf(20_000, 1e-6),
      ),
    );
    expect([wide.count, wide.truncatedAt]).toEqual([20_000n, undefined]);
    expect(listCutSets(wide, { limit: 2 })).toEqual([['e0'], ['e1']]);
  });

  it('XOR within XOR, forty deep in one formula, is read once', () => {
    let formula: TreeFormula = eventOf('e0');
    for (const at of upTo(40)) formula = operation('xor', [formula, eventOf(`e${at + 1}`)]);
    const found = findCutSets(treeOf([['top', formula]], eventsOf(41, 0.5)));
    expect(found.topProbability).toBeCloseTo(0.5, 12);
    expect(found.byOrder[1]).toBe(41n);
  });
});

it('sets that are larger than what they are held against need no look: sizes are kept right', () => {
  const families = new SetFamilies(1_000, new Effort(100_000));
  const bdd = new Bdd(1_000, new Effort(100_000));
  const [a, b, c] = upTo(3).map((level) => bdd.variable(level)) as [number, number, number];
  const top = minimalSolutions(bdd, families, bdd.or(bdd.all([a, b]), bdd.all([b, c, a])));
  expect(families.without(top, families.product(families.single(0), families.single(1), 9))).toBe(
    0,
  );
});
