import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomTree } from '../../../test/support/random-tree.ts';
import { eventOf, type FaultTree, gateOf } from '../cut-sets/fault-tree.ts';
import { findCutSets, findInventoryCutSets, listCutSets } from '../cut-sets/index.ts';
import { parseInventory } from '../read/parse-inventory.ts';
import { treeInventory } from './tree-inventory.ts';

function inventoryOf(tree: FaultTree) {
  const made = treeInventory(tree);
  if ('gate' in made) throw new Error(`inexpressible: ${made.found}`);
  const parsed = parseInventory([{ name: 'open-psa.yaml', text: made.text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return { ...made, inventory: parsed.value };
}

it('keeps the minimal cut sets of any tree without negations', () => {
  let expressed = 0;
  fc.assert(
    fc.property(randomTree('coherent'), (tree) => {
      if ('gate' in treeInventory(tree)) return;
      expressed += 1;
      const { inventory, top } = inventoryOf(tree);
      const found = findInventoryCutSets(inventory, { node: top, effect: 'down' });
      const sets = (cut: typeof found) =>
        listCutSets(cut, { limit: 10_000 })
          .map((set) => set.toSorted().join('+').toLowerCase())
          .toSorted();
      expect(sets(found)).toEqual(sets(findCutSets(tree)));
    }),
    { numRuns: 400 },
  );
  expect(expressed).toBeGreaterThan(0);
});

it('tells names apart, and says what an inventory cannot', () => {
  const gates = new Map([
    ['Pump', { kind: 'operation', operator: 'or', of: [eventOf('pump'), gateOf('B')] } as const],
    ['B', { kind: 'operation', operator: 'and', of: [eventOf('pump'), eventOf('X y')] } as const],
  ]);
  const events = new Map([
    ['pump', 0.01],
    ['X y', undefined],
  ]);
  const made = inventoryOf({ name: 'Plant 1', top: 'Pump', gates, events });
  expect([...made.inventory.domains.keys()]).toEqual(['pump', 'x-y']);
  expect([...made.inventory.nodes.keys()]).toEqual(['pump-2', 'b', 'event.pump']);
  expect(made.notes[0]).toBe('Probabilities of 1 events are left out: an inventory has none.');
});

it('gives the gate with a negation instead', () => {
  const not = { kind: 'operation', operator: 'not', of: [eventOf('a')] } as const;
  const tree = { name: 'n', top: 'T', gates: new Map([['T', not]]), events: new Map([['a', 0.1]]) };
  expect(treeInventory(tree)).toEqual({ gate: 'T', found: 'not' });
});
