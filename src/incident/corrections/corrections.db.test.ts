import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { assert, parseInstant } from '../../kernel/index.ts';
import { type Context, createApp, type Platform, sql } from '../../platform/index.ts';
import { parsePolicy } from '../../policy/index.ts';
import { loadCorrectionCost } from '../../settlement/corrections/index.ts';
import { approveDeterminationRun, proposeDeterminationRun } from '../../settlement/index.ts';
import { incidentRoutes } from '../routes.ts';

const text = `---
policy: hourly
version: "1"
title: { ko: "시간", en: "Hours" }
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1 Hours

\`\`\`amends
fact outage : duration from incident
let hours = completed 1 hour in outage
award cash 1_000 KRW × hours then rounded half up to 1 KRW
\`\`\`
`;

let platform: Platform;
let staff: Context;
let incidentId: string;
let first: string;

async function send(path: string, body?: object, ctx = staff): Promise<Response> {
  const routers = [{ path: '/', router: incidentRoutes({ reckonCost: loadCorrectionCost }) }];
  const app = createApp({ contextOf: async () => ctx, routers });
  const url = `/api/v1/incidents${path}`;
  if (body === undefined) return app.request(url);
  const headers = { 'content-type': 'application/json' };
  return app.request(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function read<T>(answered: Response): Promise<T> {
  expect(answered.status).toBeLessThan(300);
  return (await answered.json()) as T;
}

const titles = { ko: '가', en: 'a' };

function statement(until: string, more: object = {}) {
  const interval = { from: '2022-10-15T15:00:00+09:00', fromPrecision: 'exact' };
  return {
    ...{ id: staff.newId(), service: 'melon', function: 'streaming', scope: {}, severity: 'down' },
    ...{ statedBy: 'company', sources: [1], reason: 'measured' },
    intervals: [{ ...interval, until, untilPrecision: 'exact' }],
    ...more,
  };
}

async function determine(): Promise<void> {
  const parsed = parsePolicy(text, { file: 'policy' });
  assert(parsed.ok, 'the policy is read', parsed);
  const { hash } = parsed.value;
  await sql`insert into claims.policy_version
      (id, incident_id, policy_id, version, hash, title_ko, title_en, text, applies, author_id,
      drafted_at)
    values (${staff.newId()}, ${incidentId}, 'hourly', '1', ${hash}, '시간', 'Hours', ${text},
      'automatic', 'author', now())`.execute(platform.db);
  const runId = staff.newId();
  const proposed = await proposeDeterminationRun(staffContext(platform, 'treasurer'), {
    ...{ runId, incidentId },
    determined: {
      ...{ policyHash: hash, populationHash: 'b'.repeat(64), awardsHash: 'c'.repeat(64) },
      ...{ partyCount: 17, awardCount: 17, distinctCount: 2, totals: [], statuses: [] },
      ...{ unknownFacts: [], elapsedMs: 1, accountsPerSecond: 1, peakMemoryBytes: 1 },
      inputs: {
        ...{ format: 'amends-population/1', policyHash: hash },
        groups: [
          { partyClass: 'user', facts: { outage: '3 h' }, parties: 10 },
          { partyClass: 'driver', facts: { outage: '30 min' }, parties: 5 },
        ],
        remainder: { parties: 2, totals: [] },
      },
    },
  });
  expect(proposed).toMatchObject({ ok: true });
  const approved = await approveDeterminationRun(staffContext(platform, 'approver'), runId);
  expect(approved).toMatchObject({ ok: true });
}

beforeAll(async () => {
  const now = parseInstant('2022-12-20T23:30:00+09:00');
  platform = await openTestPlatform(now === undefined ? {} : { now });
  staff = staffContext(platform, 'investigator');
  incidentId = staff.newId();
  const opened = await send('', {
    ...{ id: incidentId, slug: 'costly', titles, zone: 'Asia/Seoul' },
    openedAt: '2022-10-15T15:00:00+09:00',
    parties: [{ code: 'company', titles }],
    functions: [{ service: 'melon', function: 'streaming', titles }],
    sources: [{ number: 1, address: 'https://example.org' }],
  });
  expect(opened.status).toBe(201);
  const stated = statement('2022-10-15T18:00:00+09:00');
  first = stated.id;
  expect((await send(`/${incidentId}/impacts`, stated)).status).toBe(201);
  const adoption = { id: staff.newId(), impactId: first, reason: 'the only one' };
  expect((await send(`/${incidentId}/adoptions`, adoption)).status).toBe(201);
  await determine();
});

describe('a correction of the times on record', () => {
  const expected = {
    lines: [
      {
        ...{ policyId: 'hourly', version: '1', partyClass: 'user', remedy: 'cash', name: null },
        ...{ currency: 'KRW', unit: null, parties: 10 },
        ...{ beforeMinor: '30000', afterMinor: '50000', differenceMinor: '20000' },
      },
    ],
    facts: [
      {
        ...{ policyId: 'hourly', fact: 'outage', subject: 'statement', measure: 'length' },
        parties: 10,
      },
    ],
    policies: [
      {
        ...{ policyId: 'hourly', version: '1', parties: 15 },
        ...{ unchangedParties: 5, unknownParties: 2 },
      },
    ],
  };

  it('is told in time and money before it is recorded, and kept with it as it was told', async () => {
    const correction = statement('2022-10-15T20:00:00+09:00', { corrects: first });
    const path = `/${incidentId}/impacts/correction-preview`;
    expect(await read(await send(path, correction))).toEqual({
      ...{ addedMs: 7_200_000, removedMs: 0, isAdopted: true, cost: expected },
    });
    const costs = `/${incidentId}/correction-costs`;
    expect(await read(await send(costs))).toEqual([]);
    expect((await send(`/${incidentId}/impacts`, correction)).status).toBe(201);
    const kept = { recordId: correction.id, impactId: correction.id, cost: expected };
    expect(await read(await send(costs))).toMatchObject([kept]);

    const preview = `/${incidentId}/impacts/${correction.id}/adoption-preview`;
    expect(await read(await send(preview))).toMatchObject({ addedMs: 7_200_000, cost: expected });
    const adoption = { id: staff.newId(), impactId: correction.id, reason: 'measured anew' };
    expect((await send(`/${incidentId}/adoptions`, adoption)).status).toBe(201);
    expect(await read(await send(costs))).toMatchObject([
      { recordId: adoption.id, impactId: correction.id, cost: expected },
      kept,
    ]);
    await expect(
      sql`update incident.correction_cost set document = '{}'`.execute(platform.db),
    ).rejects.toThrow();
  });

  it('that may not be recorded says why instead', async () => {
    const wrong = statement('2022-10-15T14:00:00+09:00', { corrects: first });
    const answered = await send(`/${incidentId}/impacts/correction-preview`, wrong);
    expect([answered.status, await answered.json()]).toMatchObject([
      409,
      { code: 'interval_ends_before_start' },
    ]);
  });

  it('is told to members of staff only', async () => {
    const visitor = claimantContext(platform);
    const answered = await send(`/${incidentId}/correction-costs`, undefined, visitor);
    expect(answered.status).toBe(403);
    const shown = await send(
      `/${incidentId}/impacts/${first}/adoption-preview`,
      undefined,
      visitor,
    );
    expect(JSON.stringify(await shown.json())).not.toContain('differenceMinor');
  });
});
