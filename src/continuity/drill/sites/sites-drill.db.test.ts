import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../../test/support/platform.ts';
import { disclosureConsumers } from '../../../disclosure/index.ts';
import { drainOutbox, type Platform, sql, subscribeConsumers } from '../../../platform/index.ts';
import { keepSitesReport } from './sites-commands.ts';
import {
  hashSitesReport,
  isResultKept,
  medianGap,
  type SitesReport,
  sitesReportSchema,
} from './sites-report.ts';
import { listSitesReports } from './sites-store.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openTestPlatform();
  await subscribeConsumers(platform, disclosureConsumers);
});

const counts = { refused: 0, errorPages: 0, lost: 0, doubles: 0, splitBrain: 0, paidTwice: 0 };
const report: SitesReport = sitesReportSchema.parse({
  format: 'amends-sites-drill/1',
  place: 'three sites on one machine',
  startedAt: '2026-11-27T10:00:00.000Z',
  doneAt: '2026-11-27T10:05:00.000Z',
  perSecond: 10,
  startSeconds: 31.2,
  results: [
    {
      ...{ letter: 'a', title: 'power loss', limitSeconds: 8, floorSeconds: 4, floor: 'detection' },
      ...{ gapSeconds: [6.1, 5.2, 7.4], rejoinSeconds: [9, 8.5, 12], receipts: 900 },
      ...{ ticketsGiven: 40, ticketsRedeemed: 40, isRight: true, ...counts },
    },
  ],
});

describe('the report of a drill of whole sites', () => {
  it('is kept once, and the log gets its hash and whether everything held', async () => {
    const ctx = staffContext(platform, 'investigator');
    const kept = await keepSitesReport(ctx, report);
    expect(kept).toMatchObject({ isNew: true, reportHash: hashSitesReport(report) });
    expect(await keepSitesReport(ctx, report)).toEqual({ ...kept, isNew: false });
    await drainOutbox(platform, disclosureConsumers);
    const leaves = await ctx.read((tx) =>
      sql<{ leaf: string }>`select convert_from(data, 'UTF8') as leaf from disclosure.entry
        where kind = 'drill_recorded'`.execute(tx),
    );
    expect(leaves.rows.map(({ leaf }) => JSON.parse(leaf) as unknown)).toEqual([
      { kind: 'drill_recorded', drillId: kept.id, recordHash: kept.reportHash, result: 'passed' },
    ]);
    expect(await ctx.read((tx) => listSitesReports(tx))).toMatchObject([
      { id: kept.id, isKept: true, report },
    ]);
  });

  it('is refused to those without the permission, and never changes', async () => {
    await expect(keepSitesReport(staffContext(platform, 'agent'), report)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const ctx = staffContext(platform, 'investigator');
    await expect(
      ctx.transact((tx) => sql`update continuity.sites_drill set is_kept = true`.execute(tx)),
    ).rejects.toThrow();
  });

  it('tells the middle of its runs, and that nothing may be amiss', () => {
    const [first] = report.results as [SitesReport['results'][number]];
    expect(medianGap(first)).toBe(6.1);
    expect(isResultKept(first)).toBe(true);
    const wrong = [
      { refused: 1 },
      { lost: 1 },
      { paidTwice: 1 },
      { isRight: false },
      { ticketsRedeemed: 39 },
      { rejoinSeconds: [9, null, 12] },
    ];
    for (const change of wrong)
      expect(isResultKept({ ...first, ...change }), JSON.stringify(change)).toBe(false);
  });
});
