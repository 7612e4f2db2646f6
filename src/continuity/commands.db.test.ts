import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { type Platform, sql } from '../platform/index.ts';
import { siteLosses } from './assess-inventory.ts';
import { recordAssessment } from './commands.ts';
import type { Inventory } from './inventory.ts';
import { listAssessments, loadAssessment } from './queries.ts';
import { loadInventory } from './read/load-inventory.ts';

let platform: Platform;
let inventory: Inventory;

beforeAll(async () => {
  platform = await openTestPlatform();
  const folder = fileURLToPath(new URL('../../cases/pangyo-2022/inventory', import.meta.url));
  const loaded = await loadInventory(folder);
  if (!loaded.ok) throw new Error('the inventory of the case is refused');
  inventory = loaded.value;
});

it('records an assessment once, publishes it once, and reads it back whole', async () => {
  const ctx = staffContext(platform, 'investigator');
  const losses = siteLosses(inventory);
  const first = await recordAssessment(ctx, { inventory, losses });
  const again = await recordAssessment(ctx, { inventory, losses });
  expect(first.ok && first.value.isNew).toBe(true);
  expect(again).toEqual({ ok: true, value: { id: first.ok && first.value.id, isNew: false } });
  const { rows } = await ctx.read((tx) =>
    sql<{ subject: string; hash: string }>`select subject, payload ->> 'inventoryHash' as hash
      from platform.event where type = 'continuity_assessed'`.execute(tx),
  );
  expect(rows).toHaveLength(1);
  const id = first.ok ? first.value.id : '';
  const found = await ctx.read((tx) => loadAssessment(tx, id));
  expect(found?.verdict.inventoryHash).toBe(rows[0]?.hash);
  expect(found?.verdict.losses[0]?.stuck).toContain('login');
  const [summary] = await ctx.read((tx) => listAssessments(tx));
  expect(summary?.losses[0]).toMatchObject({ domains: ['pangyo'], stuckCount: 12 });
});

it('keeps another assessment for other losses, and refuses a domain nobody defined', async () => {
  const ctx = staffContext(platform, 'investigator');
  const losses = [{ domains: ['pangyo'], returnsAfterMinutes: 611 }];
  const recorded = await recordAssessment(ctx, { inventory, losses });
  expect(recorded.ok && recorded.value.isNew).toBe(true);
  expect(await recordAssessment(ctx, { inventory, losses: [{ domains: ['pangio'] }] })).toEqual({
    ok: false,
    refusal: { code: 'domain_not_found', domain: 'pangio' },
  });
});

it('is refused to those without the permission, and never changes', async () => {
  const agent = staffContext(platform, 'agent');
  const losses = siteLosses(inventory);
  await expect(recordAssessment(agent, { inventory, losses })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const ctx = staffContext(platform, 'investigator');
  await recordAssessment(ctx, { inventory, losses });
  await expect(
    ctx.transact((tx) => sql`update continuity.assessment set assessed_by = 'x'`.execute(tx)),
  ).rejects.toThrow();
});
