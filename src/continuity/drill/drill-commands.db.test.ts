import { beforeAll, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { disclosureConsumers } from '../../disclosure/index.ts';
import { drainOutbox, type Platform, sql, subscribeConsumers } from '../../platform/index.ts';
import { hashDrill, recordDrill } from './drill-commands.ts';
import type { DrillFile } from './drill-file.ts';
import { drillFileSchema } from './drill-file.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openTestPlatform();
  await subscribeConsumers(platform, disclosureConsumers);
});

const inventoryName = 'small';
const drill: DrillFile = drillFileSchema.parse({
  format: 'amends-drill/1',
  node: 'portal',
  domain: 'seoul',
  with: 'busan',
  scope: 'full',
  kind: 'whole-domain',
  inventoryHash: 'ab'.repeat(32),
  reliesOnHash: 'cd'.repeat(32),
  startedAt: '2026-11-20T02:00:00Z',
  result: 'failed',
});

it('keeps a drill once, and the log gets its hash and its end, not what was removed', async () => {
  const ctx = staffContext(platform, 'investigator');
  const first = await recordDrill(ctx, { drill, inventoryName });
  expect(first).toMatchObject({ isNew: true, recordHash: hashDrill(drill) });
  expect(await recordDrill(ctx, { drill, inventoryName })).toEqual({ ...first, isNew: false });
  const events = await ctx.read((tx) =>
    sql<{
      payload: unknown;
    }>`select payload from platform.event where type = 'drill_recorded'`.execute(tx),
  );
  expect(events.rows).toEqual([
    {
      payload: {
        drillId: first.id,
        inventoryHash: drill.inventoryHash,
        recordHash: first.recordHash,
        result: 'failed',
      },
    },
  ]);
  await drainOutbox(platform, disclosureConsumers);
  const leaves = await ctx.read((tx) =>
    sql<{
      leaf: string;
    }>`select convert_from(data, 'UTF8') as leaf from disclosure.entry where kind = 'drill_recorded'`.execute(
      tx,
    ),
  );
  expect(leaves.rows).toHaveLength(1);
  expect(leaves.rows[0]?.leaf).toContain(first.recordHash);
  expect(leaves.rows[0]?.leaf).not.toContain('seoul');
  const kept = await ctx.read((tx) =>
    sql<{ removed: string }>`select removed from continuity.drill`.execute(tx),
  );
  expect(kept.rows).toEqual([{ removed: 'busan+seoul' }]);
});

it('is refused to those without the permission, and never changes', async () => {
  await expect(
    recordDrill(staffContext(platform, 'agent'), { drill, inventoryName }),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
  const ctx = staffContext(platform, 'investigator');
  await recordDrill(ctx, { drill, inventoryName });
  await expect(
    ctx.transact((tx) => sql`update continuity.drill set result = 'passed'`.execute(tx)),
  ).rejects.toThrow();
});
