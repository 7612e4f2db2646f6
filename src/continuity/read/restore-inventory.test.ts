import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from '../../kernel/index.ts';
import { assessInventory, hashInventory, siteLosses } from '../assess-inventory.ts';
import { renderInventory } from '../render-inventory.ts';
import { loadInventory } from './load-inventory.ts';
import { restoreInventory } from './restore-inventory.ts';

const folder = fileURLToPath(new URL('../../../cases/pangyo-2022/inventory', import.meta.url));

it('gives back the inventory of the case: same hash, same verdict', async () => {
  const loaded = await loadInventory(folder);
  if (!loaded.ok) throw new Error('the inventory of the case is refused');
  const inventory = loaded.value;
  // As a database keeps it: the order of an object's fields is lost.
  const stored = JSON.parse(canonicalJson(renderInventory(inventory))) as JsonValue;
  const restored = restoreInventory(stored);
  expect(hashInventory(restored)).toBe(hashInventory(inventory));
  const losses = siteLosses(inventory);
  expect(assessInventory(restored, losses)).toEqual(assessInventory(inventory, losses));
});

it('does not take a formula that cannot be read for one that always holds', async () => {
  const node = { id: 'a', at: '-', run: 'b &', boot: '-', observe: '-', options: [], copies: [] };
  const title = { ko: '가', en: 'a' };
  const broken = { name: 'x', title, domains: [], nodes: [node] };
  expect(() => restoreInventory(broken)).toThrow('formula');
});
