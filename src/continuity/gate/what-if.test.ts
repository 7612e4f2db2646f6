import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SMALL_INVENTORY } from '../../../test/support/small-inventory.ts';
import { readModel } from '../models/read-model.ts';
import { parseInventory } from '../read/parse-inventory.ts';
import { applyFix, rankFixes } from './what-if.ts';

function small() {
  const parsed = parseInventory([{ name: 'a.yaml', text: SMALL_INVENTORY }]);
  if (!parsed.ok) throw new Error('refused');
  return parsed.value;
}

it('finds that a second site for the portal takes its one single loss away', () => {
  const found = rankFixes(small(), { stepsMax: 3 });
  expect(found.today).toEqual({ downOne: 1, downTwo: 0, stuckOne: 0, stuckTwo: 0 });
  expect(found.ranked[0]).toMatchObject({ kind: 'place', nodes: ['portal'], removedOne: 1 });
  expect(found.ranked.map(({ nodes: [node] }) => node)).toEqual(['portal', 'portal']);
});

it('frees what is stuck in the post-mortem of a building, first by its one store without a copy', () => {
  const text = readFileSync(new URL('../models/kakao-2022.model', import.meta.url), 'utf8');
  const { inventory } = readModel(text);
  const nodes = new Map(
    [...inventory.nodes].map(([id, node]) => [id, id === 'login' ? { ...node, tier: 0 } : node]),
  );
  const found = rankFixes({ ...inventory, nodes }, { stepsMax: 5 });
  expect(found.today).toMatchObject({ downOne: 1, stuckOne: 1 });
  expect(found.ranked[0]).toMatchObject({ nodes: ['obj-store'], removedOne: 1 });
  expect(found.sequence[1]).toMatchObject({ nodes: ['cache', 'key-store'], domain: 'other-sites' });
  const [last] = found.sequence.slice(-1);
  expect(last?.left).toMatchObject({ downOne: 0, stuckOne: 0 });
});

it('tells for each fix what counting anew after it gives', () => {
  const inventory = small();
  const [best] = rankFixes(inventory, { stepsMax: 1 }).ranked;
  if (best === undefined) throw new Error('no fix');
  expect(rankFixes(applyFix(inventory, best), { stepsMax: 0 }).today).toEqual(best.left);
});
