import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomInventory } from '../../../test/support/random-inventory.ts';
import type { Loss, LossAssessment } from '../assess-inventory.ts';
import { assessInventory } from '../assess-inventory.ts';
import { ALWAYS, allOf, atLeast, nameFormula } from '../formula.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';
import { compileGraph } from './graph.ts';
import { findJumpStart } from './jump-start.ts';
import { createLossState, loseDomains } from './loss-state.ts';
import { minimalLosses } from './minimal-losses.ts';
import { oracleMinutes } from './oracle.ts';
import { computeRecovery } from './recovery.ts';

const RUNS = { numRuns: 400 };

function assess(inventory: Inventory, loss: Loss): LossAssessment {
  return assessInventory(inventory, [loss]).losses[0] as LossAssessment;
}

function minutesOf(inventory: Inventory, loss: Loss): Map<string, number> {
  const found = assess(inventory, loss);
  const minutes = new Map([...inventory.nodes.keys()].map((id) => [id, 0]));
  for (const id of found.stuck) minutes.set(id, Number.POSITIVE_INFINITY);
  for (const step of found.recovery) minutes.set(step.node, step.minutes);
  return minutes;
}

function subsets<T>(items: readonly T[]): T[][] {
  return Array.from({ length: 2 ** items.length }, (_, mask) =>
    items.filter((_item, at) => ((mask >> at) & 1) === 1),
  );
}

const lossOf = (inventory: Inventory, mask: number): string[] =>
  [...inventory.domains.keys()].filter((_, at) => ((mask >> at) & 1) === 1);
const masks = fc.nat({ max: 31 });
const returns = fc.option(fc.nat({ max: 20 }), { nil: undefined });

function changeNode(
  inventory: Inventory,
  id: string,
  change: (node: InventoryNode) => InventoryNode,
): Inventory {
  const nodes = new Map(inventory.nodes);
  nodes.set(id, change(nodes.get(id) as InventoryNode));
  return { ...inventory, nodes };
}

it('agrees with the definition iterated naively, for good and with a return', () => {
  fc.assert(
    fc.property(randomInventory(), masks, returns, (inventory, mask, returnsAfterMinutes) => {
      const domains = lossOf(inventory, mask);
      const loss = {
        domains,
        ...(returnsAfterMinutes === undefined ? {} : { returnsAfterMinutes }),
      };
      expect(minutesOf(inventory, loss)).toEqual(oracleMinutes(inventory, loss));
    }),
    { numRuns: 2_000 },
  );
});

it('losing more never helps: down and stuck grow, times grow, stuck lies within down', () => {
  fc.assert(
    fc.property(randomInventory(), masks, masks, (inventory, mask, more) => {
      const less = assess(inventory, { domains: lossOf(inventory, mask) });
      const greater = assess(inventory, { domains: lossOf(inventory, mask | more) });
      expect(greater.down).toEqual(expect.arrayContaining([...less.down]));
      expect(greater.stuck).toEqual(expect.arrayContaining([...less.stuck]));
      expect(less.down).toEqual(expect.arrayContaining([...less.stuck]));
      const before = minutesOf(inventory, { domains: less.domains });
      const after = minutesOf(inventory, { domains: greater.domains });
      for (const [id, minutes] of before) expect(after.get(id)).toBeGreaterThanOrEqual(minutes);
    }),
    { numRuns: 2_000 },
  );
});

it('minimal losses up to pairs are those found by trying every subset', () => {
  fc.assert(
    fc.property(randomInventory(), fc.constantFrom('down', 'stuck'), (inventory, effect) => {
      const word = effect as 'down' | 'stuck';
      const found = minimalLosses(inventory, { effect: word, nodes: ['n0'] })[0]?.sets ?? [];
      const hits = (set: readonly string[]) =>
        assess(inventory, { domains: set })[word].includes('n0');
      for (const set of found) expect(hits(set)).toBe(true);
      const closed = (set: readonly string[]) => assess(inventory, { domains: set }).lostDomains;
      for (const set of subsets([...inventory.domains.keys()])) {
        if (set.length === 0 || set.length > 2 || !hits(set)) continue;
        const reach = closed(set);
        expect(found.some((smaller) => closed(smaller).every((id) => reach.includes(id)))).toBe(
          true,
        );
      }
    }),
    { numRuns: 150 },
  );
});

it('an option more never makes anything worse, a need more never anything better', () => {
  fc.assert(
    fc.property(randomInventory(), masks, fc.nat({ max: 9 }), (inventory, mask, minutes) => {
      const loss = { domains: lossOf(inventory, mask) };
      const plain = minutesOf(inventory, loss);
      const extra = { name: 'extra', mode: 'auto', minutes, needs: {}, assume: {} } as const;
      const eased = changeNode(inventory, 'n0', (node) => ({
        ...node,
        options: [...node.options, extra],
      }));
      const burdened = changeNode(inventory, 'n0', (node) => ({
        ...node,
        run: allOf([node.run, nameFormula([...inventory.nodes.keys()].at(-1) as string)]),
      }));
      for (const [id, value] of minutesOf(eased, loss))
        expect(value).toBeLessThanOrEqual(plain.get(id) ?? 0);
      for (const [id, value] of minutesOf(burdened, loss)) {
        expect(value).toBeGreaterThanOrEqual(plain.get(id) ?? 0);
      }
    }),
    RUNS,
  );
});

it('a copy more, or one domain restored, never makes anything worse', () => {
  fc.assert(
    fc.property(randomInventory(), masks, (inventory, mask) => {
      const domains = lossOf(inventory, mask);
      const plain = minutesOf(inventory, { domains });
      const copied = changeNode(inventory, 'n0', (node) =>
        node.at.kind === 'always'
          ? node
          : { ...node, at: atLeast(1, [node.at, nameFormula('d0')]) },
      );
      for (const [id, value] of minutesOf(copied, { domains })) {
        expect(value).toBeLessThanOrEqual(plain.get(id) ?? 0);
      }
      for (const [id, value] of minutesOf(inventory, { domains: domains.slice(1) })) {
        expect(value).toBeLessThanOrEqual(plain.get(id) ?? 0);
      }
    }),
    RUNS,
  );
});

it('another order of nodes, or a pass-through in between, changes nothing', () => {
  fc.assert(
    fc.property(randomInventory(), masks, (inventory, mask) => {
      const loss = { domains: lossOf(inventory, mask) };
      const plain = minutesOf(inventory, loss);
      const turned = { ...inventory, nodes: new Map([...inventory.nodes].toReversed()) };
      expect([...minutesOf(turned, loss)].sort()).toEqual([...plain].sort());
      const through = changeNode(inventory, 'n0', (node) => ({
        ...node,
        run: nameFormula('through'),
      }));
      const first = inventory.nodes.get('n0') as InventoryNode;
      const part = {
        ...first,
        id: 'through',
        at: ALWAYS,
        boot: ALWAYS,
        bootMinutes: 0,
        options: [],
      };
      const nodes = new Map([...through.nodes, ['through', part] as const]);
      const passed = minutesOf({ ...through, nodes }, loss);
      for (const [id, value] of plain) expect(passed.get(id)).toBe(value);
    }),
    RUNS,
  );
});

it('jump-start sets are exactly the smallest sets that free everything', () => {
  fc.assert(
    fc.property(randomInventory(), masks, (inventory, mask) => {
      const graph = compileGraph(inventory);
      const state = createLossState(graph);
      const all = [...inventory.domains.keys()].map((_, at) => at);
      loseDomains(
        graph,
        state,
        all.filter((at) => ((mask >> at) & 1) === 1),
      );
      const { minutes } = computeRecovery(graph, state);
      const stuck = state.downNodes.filter((node) => minutes[node] === Number.POSITIVE_INFINITY);
      const found = findJumpStart(graph, state);
      const freeing = subsets(stuck.toSorted((left, right) => left - right)).filter((set) =>
        computeRecovery(graph, state, { provided: set }).minutes.every(Number.isFinite),
      );
      const least = Math.min(...freeing.map((set) => set.length));
      const expected = stuck.length === 0 ? [] : freeing.filter((set) => set.length === least);
      expect(found.sets.map(String).toSorted()).toEqual(expected.map(String).toSorted());
    }),
    { numRuns: 600 },
  );
});
