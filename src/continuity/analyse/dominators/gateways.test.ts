import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomInventory } from '../../../../test/support/random-inventory.ts';
import { assessInventory } from '../../assess-inventory.ts';
import { ALWAYS, allOf, holds, nameFormula } from '../../formula.ts';
import type { Inventory } from '../../inventory.ts';
import { type FlowGraph, immediateDominators } from './dominators.ts';
import { findGateways, findReasons } from './gateways.ts';

function reachedWithout(graph: FlowGraph, closed: number): Set<number> {
  const reached = new Set(graph.entrances.filter((point) => point !== closed));
  for (const point of reached) {
    for (const step of graph.next[point] ?? []) if (step !== closed) reached.add(step);
  }
  return reached;
}

it('a point dominates another exactly when closing it cuts the other off', () => {
  const graphs = fc.integer({ min: 1, max: 9 }).chain((count) => {
    const point = fc.nat({ max: count - 1 });
    const steps = fc.array(fc.uniqueArray(point, { maxLength: 3 }), {
      minLength: count,
      maxLength: count,
    });
    return fc.record({
      count: fc.constant(count),
      entrances: fc.uniqueArray(point, { maxLength: 2 }),
      next: steps,
    });
  });
  fc.assert(
    fc.property(graphs, (graph) => {
      const above = immediateDominators(graph);
      const all = reachedWithout(graph, -1);
      for (let point = 0; point < graph.count; point += 1) {
        const found: number[] = [];
        for (let at = above[point] as number; at !== -1; at = above[at] as number) found.push(at);
        const cutting = [...all].filter(
          (other) => other !== point && !reachedWithout(graph, other).has(point),
        );
        expect(found.toSorted()).toEqual(all.has(point) ? cutting.toSorted() : []);
      }
    }),
    { numRuns: 2_000 },
  );
});

/** What falls when one node is kept running whatever happens: the definition, iterated. */
function downWhen(inventory: Inventory, lost: readonly string[], kept: string): Set<string> {
  const down = new Set<string>();
  for (let before = -1; before !== down.size; ) {
    before = down.size;
    for (const node of inventory.nodes.values()) {
      const isUp =
        holds(node.at, (domain) => !lost.includes(domain)) &&
        holds(node.run, (name) => !down.has(name));
      if (!isUp && node.id !== kept) down.add(node.id);
    }
  }
  return down;
}

function loseOne(inventory: Inventory) {
  const [loss] = assessInventory(inventory, [{ domains: ['d0'] }]).losses;
  if (loss === undefined) throw new Error('no loss');
  return loss;
}

it('a node falls for one reason only where keeping the reason keeps the node', () => {
  fc.assert(
    fc.property(randomInventory(), (inventory) => {
      const loss = loseOne(inventory);
      for (const [node, reason] of findReasons(inventory, loss)) {
        expect(downWhen(inventory, loss.lostDomains, reason).has(node)).toBe(false);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('where every need is certain, no such reason is missed', () => {
  fc.assert(
    fc.property(randomInventory(), (drawn) => {
      const nodes = new Map(drawn.nodes);
      for (const node of drawn.nodes.values()) {
        const names = JSON.stringify(node.run).match(/n\d/g) ?? [];
        nodes.set(node.id, { ...node, run: allOf(names.map(nameFormula)) });
      }
      const inventory = { ...drawn, nodes };
      const loss = loseOne(inventory);
      const found = findReasons(inventory, loss);
      for (const node of loss.down) {
        const rescuers = loss.down.filter(
          (other) => other !== node && !downWhen(inventory, loss.lostDomains, other).has(node),
        );
        expect(found.has(node)).toBe(rescuers.length > 0);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('names the gateway everything goes through, and none where there are two ways', () => {
  const plain = { kind: 'service', targets: {}, at: ALWAYS, boot: ALWAYS, bootMinutes: 0 } as const;
  const rest = { observe: ALWAYS, options: [], copies: [], evidence: [] };
  const runs: Record<string, string[]> = {
    shop: ['gate'],
    mail: ['gate'],
    gate: ['left', 'right'],
    left: ['disk'],
    right: ['disk', 'clock'],
    watch: ['clock'],
  };
  const ids = [...Object.keys(runs), 'disk', 'clock', 'ring-a', 'ring-b'];
  const needs = { ...runs, 'ring-a': ['ring-b'], 'ring-b': ['ring-a'] } as typeof runs;
  const nodes = new Map(
    ids.map((id) => {
      const run = allOf((needs[id] ?? []).map(nameFormula));
      return [id, { id, title: { ko: id, en: id }, ...plain, ...rest, run }] as const;
    }),
  );
  const inventory = { name: 'x', title: { ko: 'x', en: 'x' }, domains: new Map(), nodes };
  expect([...findGateways(inventory)]).toEqual([
    ['left', 'gate'],
    ['right', 'gate'],
    ['disk', 'gate'],
  ]);
});
