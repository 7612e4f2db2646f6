import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { instantFromEpochMs } from '../../kernel/index.ts';
import { createApp, type Platform, type Role, sql } from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { approvePayoutRun, preparePayoutRun } from '../payouts/commands.ts';
import { sendPayoutRun } from '../payouts/send-commands.ts';
import { createSimulatedRail } from '../rails/simulated.ts';
import { standingRoutes } from './standing-routes.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const incidentId = derivedId(['standing']);
const claim = (name: string) => derivedId(['standing', 'claim', name]);
const runId = derivedId(['standing', 'run']);
let platform: Platform;

function awardOf(name: string, payeeRef: string | null, remedy = 'cash') {
  const isCash = remedy === 'cash';
  return {
    ...{ awardId: derivedId(['standing', 'award', name, remedy]), incidentId, decisionId: null },
    ...{ claimId: claim(name), partyId: name, partyClass: 'user', remedy, name: null, payeeRef },
    ...{ amountMinor: isCash ? 30_000n : null, currency: isCash ? 'KRW' : null },
    ...{ quantity: isCash ? null : '1', unit: isCash ? null : 'count' },
    ...{ clause: '§2', policyHash: 'a'.repeat(64) },
  };
}

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'standing', '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')
    `.execute(platform.db);
  const awards = [
    awardOf('paid', 'payee-paid'),
    awardOf('paid', null, 'item'),
    awardOf('part', 'payee-part'),
    awardOf('waits', null),
  ];
  const ctx = systemContext(platform);
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards as never));
});

async function ask(role: Role, claimIds: string): Promise<Response> {
  const app = createApp({
    log: platform.log,
    contextOf: async () => staffContext(platform, role),
    routers: [{ path: '/', router: standingRoutes() }],
  });
  return app.request(`/api/v1/settlement/claim-payments?claimIds=${claimIds}`);
}

async function standings(): Promise<Record<string, string>> {
  const names = ['paid', 'part', 'waits', 'unknown'];
  const response = await ask('agent', names.map(claim).join());
  expect(response.status).toBe(200);
  const rows = (await response.json()) as { claimId: string; standing: string }[];
  return Object.fromEntries(
    rows.map(({ claimId, standing }) => [names.find((name) => claim(name) === claimId), standing]),
  );
}

describe('how far claims are paid', () => {
  it('follows their payments from award to paid and back, and says nothing of amounts', async () => {
    expect(await standings()).toEqual({ paid: 'owed', part: 'owed', waits: 'owed' });
    const treasurer = staffContext(platform, 'treasurer');
    await preparePayoutRun(treasurer, { runId, incidentId, currency: 'KRW', rail: 'simulated' });
    expect(await standings()).toEqual({ paid: 'under_way', part: 'under_way', waits: 'owed' });
    await approvePayoutRun(staffContext(platform, 'approver'), runId);
    await sendPayoutRun(treasurer, { runId, rail: createSimulatedRail({ ctx: treasurer }) });
    expect(await standings()).toEqual({ paid: 'paid', part: 'paid', waits: 'owed' });
    await sql`update settlement.payout set state = 'returned', effective_award_id = null
      where claim_id = ${claim('part')}`.execute(platform.db);
    expect(await standings()).toEqual({ paid: 'paid', part: 'returned', waits: 'owed' });
  });

  it('is told of at most a hundred claims, named by their ids, to those who read claims', async () => {
    expect((await ask('administrator', claim('paid'))).status).toBe(403);
    expect((await ask('agent', 'C-1')).status).toBe(422);
    const many = (count: number) => Array.from({ length: count }, (_no, at) => claim(String(at)));
    expect((await ask('agent', many(100).join())).status).toBe(200);
    expect((await ask('agent', many(101).join())).status).toBe(422);
  });
});
