import { beforeAll, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../test/support/platform.ts';
import { instantFromEpochMs } from '../kernel/index.ts';
import { type Context, createApp, type Platform, sql } from '../platform/index.ts';
import { recordApprovedAwards } from './consumers.ts';
import { settlementRoutes } from './routes.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const incidentId = '01900000-0000-7000-8000-00000000000a';
const awardId = '01900000-0000-7000-8000-00000000000b';
const claimId = '01900000-0000-7000-8000-00000000000c';
const runId = '01900000-0000-7000-8000-00000000000d';
let platform: Platform;
let treasurer: Context;
let approver: Context;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  treasurer = staffContext(platform, 'treasurer');
  approver = staffContext(platform, 'approver');
  const ctx = systemContext(platform);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'case', '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')`.execute(
    platform.db,
  );
  const award = {
    ...{ awardId, claimId, incidentId, decisionId: null, partyId: 'p', partyClass: null },
    ...{ remedy: 'cash', name: null, amountMinor: 50_000n, currency: 'KRW', quantity: null },
    ...{ unit: null, clause: '§2', policyHash: 'a'.repeat(64), payeeRef: 'payee' },
  };
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, [award]));
});

async function call(ctx: Context, request: { method?: string; path: string; body?: unknown }) {
  const app = createApp({
    log: platform.log,
    contextOf: async () => ctx,
    routers: [{ path: '/', router: settlementRoutes() }],
  });
  const { method = 'GET', path, body } = request;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const response = await app.request(path, { method, headers, ...sent });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

it('takes a run from preparation to payment, by two people', async () => {
  const body = { runId, incidentId, currency: 'KRW', rail: 'simulated' };
  const prepare = { method: 'POST', path: '/api/v1/payout-runs', body };
  expect(await call(treasurer, prepare)).toMatchObject({
    status: 201,
    json: { runId, payoutCount: 1, totalMinor: '50000', isNew: true },
  });
  const approval = { method: 'POST', path: `/api/v1/payout-runs/${runId}/approval` };
  expect((await call(treasurer, approval)).status).toBe(403);
  expect(await call(approver, approval)).toMatchObject({ json: { state: 'approved' } });
  const sending = { method: 'POST', path: `/api/v1/payout-runs/${runId}/sending` };
  expect(await call(treasurer, sending)).toMatchObject({ status: 200, json: { state: 'sent' } });
  expect(await call(treasurer, { path: `/api/v1/payout-runs/${runId}` })).toMatchObject({
    json: {
      total: { amountMinor: '50000', currency: 'KRW' },
      payouts: [{ state: 'confirmed', payoutCount: 1 }],
    },
  });
  const balances = `/api/v1/ledger/balances?incidentId=${incidentId}`;
  expect(await call(treasurer, { path: balances })).toMatchObject({
    status: 200,
    json: { trialBalance: [{ currency: 'KRW', sum: { amountMinor: '0' } }] },
  });
  const list = `/api/v1/payout-runs?incidentId=${incidentId}`;
  expect((await call(treasurer, { path: list })).json).toMatchObject([{ id: runId }]);
});

it('names every wrong field, and answers 404 for a run that does not exist', async () => {
  const body = { runId: 'one', incidentId, currency: 'WON', rail: '' };
  const wrong = await call(treasurer, { method: 'POST', path: '/api/v1/payout-runs', body });
  expect(wrong.status).toBe(422);
  const errors = wrong.json.errors as { pointer: string }[];
  expect(errors.map(({ pointer }) => pointer)).toEqual(['/runId', '/currency', '/rail']);
  const absent = await call(treasurer, { path: `/api/v1/payout-runs/${claimId}` });
  expect(absent).toMatchObject({ status: 404, json: { code: 'payout_run_not_found' } });
});
