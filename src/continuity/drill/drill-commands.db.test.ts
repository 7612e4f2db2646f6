import { beforeAll, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { disclosureConsumers } from '../../disclosure/index.ts';
import {
  type Context,
  createApp,
  drainOutbox,
  type Platform,
  sql,
  subscribeConsumers,
} from '../../platform/index.ts';
import { continuityRoutes } from '../routes.ts';
import { hashDrill, recordDrill } from './drill-commands.ts';
import type { DrillFile } from './drill-file.ts';
import { drillFileSchema } from './drill-file.ts';
import { drillsWire } from './routes.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openTestPlatform();
  await subscribeConsumers(platform, disclosureConsumers);
});

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
  const first = await recordDrill(ctx, drill);
  expect(first).toMatchObject({ isNew: true, recordHash: hashDrill(drill) });
  expect(await recordDrill(ctx, drill)).toEqual({ ...first, isNew: false });
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
  await expect(recordDrill(staffContext(platform, 'agent'), drill)).rejects.toMatchObject({
    code: 'forbidden',
  });
  const ctx = staffContext(platform, 'investigator');
  await recordDrill(ctx, drill);
  await expect(
    ctx.transact((tx) => sql`update continuity.drill set result = 'passed'`.execute(tx)),
  ).rejects.toThrow();
});

it('lists what drills showed, the last held first, for those who may read', async () => {
  const ctx = staffContext(platform, 'investigator');
  const later: DrillFile = {
    ...drill,
    domain: 'site-a',
    with: undefined,
    startedAt: '2026-11-21T02:00:00Z',
    doneAt: '2026-11-21T02:03:00Z',
    result: 'passed',
    deviations: ['No site took claims for 6.1 s at the longest.'],
  };
  const { recordHash } = await recordDrill(ctx, drillFileSchema.parse(later));
  await recordDrill(ctx, drill);
  const ask = (by: Context): Promise<Response> => {
    const routers = [{ path: '/', router: continuityRoutes() }];
    const app = createApp({ contextOf: async () => by, routers });
    return Promise.resolve(app.request('/api/v1/continuity/drills'));
  };
  const answered = await ask(staffContext(platform, 'auditor'));
  const { drills } = drillsWire.parse(await answered.json());
  expect(drills.slice(0, 2)).toMatchObject([
    { removed: ['site-a'], result: 'passed', recordHash, deviations: later.deviations },
    { removed: ['seoul', 'busan'], result: 'failed', doneAt: null },
  ]);
  expect((await ask(staffContext(platform, 'treasurer'))).status).toBe(403);
});
