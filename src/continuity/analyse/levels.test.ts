import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { assessInventory, siteLosses } from '../assess-inventory.ts';
import { loadInventory } from '../read/load-inventory.ts';
import { scoreLevels } from './levels.ts';

it('our own embedded deployment is at level 0: its one site takes everything with it', async () => {
  const folder = fileURLToPath(new URL('../../../deploy/inventory/embedded', import.meta.url));
  const loaded = await loadInventory(folder);
  if (!loaded.ok) throw new Error('the inventory of the deployment is refused');
  const singles = assessInventory(loaded.value, siteLosses(loaded.value));
  const about = {
    singles,
    exercisedSince: '2026-01-01',
    exercisedUntil: '2026-12-31',
    stuckByPair: new Set<string>(),
  };
  expect(scoreLevels(loaded.value, about)).toEqual([
    { node: 'database', level: 0, heldBackBy: ['site'] },
    { node: 'signing-keys', level: 0, heldBackBy: ['site'] },
    { node: 'platform', level: 0, heldBackBy: ['site'] },
  ]);
});
