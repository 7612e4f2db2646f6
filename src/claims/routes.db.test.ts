import { beforeAll, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { type Context, createApp, type Platform, sql } from '../platform/index.ts';
import { claimRoutes, openClaimGate } from './index.ts';

let platform: Platform;
let actAs: () => Context;
let app: ReturnType<typeof createApp>;
const incidentId = '0192f000-0000-7000-8000-000000000001';

beforeAll(async () => {
  platform = await openTestPlatform();
  actAs = () => claimantContext(platform);
  const router = claimRoutes(openClaimGate());
  app = createApp({
    log: platform.log,
    contextOf: async () => actAs(),
    routers: [{ path: '/', router }],
  });
});

const post = (path: string, body: unknown) =>
  app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(body),
  });

const claim = {
  claimId: '0192f000-0000-7000-8000-00000000000a',
  incidentId,
  questionnaireVersion: 1,
  partyClass: 'small_business',
  category: 'kakao',
  kind: 'loss',
  service: 'talk_channel',
  functionName: 'main',
  currency: 'KRW',
};

it('names every wrong field of a filing at once', async () => {
  const answered = await post('/api/v1/claims', {
    ...claim,
    claimId: 'x',
    statedLossMinor: '1.5',
    currency: 'WON',
  });
  expect(answered.status).toBe(422);
  const body = (await answered.json()) as { errors: { pointer: string }[] };
  expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
    '/claimId',
    '/currency',
    '/statedLossMinor',
  ]);
});

it('answers a refusal as a problem with its code, and stores nothing', async () => {
  const answered = await post('/api/v1/claims', claim);
  expect(answered.status).toBe(409);
  expect(await answered.json()).toMatchObject({
    code: 'questionnaire_unknown',
    params: { version: 1 },
  });
  const { rows } = await sql`select 1 from claims.claim`.execute(platform.db);
  expect(rows).toEqual([]);
});

it('shows lists and claims to permitted staff only', async () => {
  const list = `/api/v1/claims?incidentId=${incidentId}`;
  expect((await app.request(list)).status).toBe(403);
  actAs = () => staffContext(platform, 'reviewer');
  const page = await app.request(list);
  expect([page.status, await page.json()]).toEqual([200, { claims: [] }]);
  expect((await app.request(`/api/v1/claims/${claim.claimId}`)).status).toBe(404);
  expect((await app.request('/api/v1/claims/0000-0000-00/receipt')).status).toBe(404);
  const approval = await post(`/api/v1/decisions/${claim.claimId}/approval`, {});
  expect(approval.status).toBe(403);
});
