import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { claimantContext, openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { parseInstant } from '../kernel/index.ts';
import { type Context, createApp, type Platform } from '../platform/index.ts';
import { incidentRoutes } from './routes.ts';
import {
  clockWire,
  cohortWire,
  findingWire,
  responsibilityWire,
  timelineEntryWire,
} from './wire/account-wire.ts';
import { adoptionPreviewWire, adoptionWire, impactWire } from './wire/impact-wire.ts';
import { incidentShownWire, incidentWire, recordedWire } from './wire/incident-wire.ts';

let platform: Platform;
let staff: Context;
let incidentId: string;

async function send(ctx: Context, request: { path: string; body?: unknown }): Promise<Response> {
  const routers = [{ path: '/', router: incidentRoutes() }];
  const app = createApp({ contextOf: async () => ctx, routers });
  const { path, body } = request;
  if (body === undefined) return app.request(`/api/v1/incidents${path}`);
  return app.request(`/api/v1/incidents${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Reads a list of the incident with the schema it is promised to have. */
async function listed<S extends z.ZodType>(noun: string, item: S): Promise<z.infer<S>[]> {
  const answered = await send(staff, { path: `/${incidentId}/${noun}` });
  expect(answered.status).toBe(200);
  return z.array(item).parse(await answered.json());
}

async function record(noun: string, fields: object): Promise<string> {
  const answered = await send(staff, {
    path: `/${incidentId}/${noun}`,
    body: { id: staff.newId(), ...fields },
  });
  expect(answered.status).toBe(201);
  const recorded = recordedWire.parse(await answered.json());
  expect(recorded.isNew).toBe(true);
  return recorded.id;
}

async function problemOf(noun: string, fields: object): Promise<unknown> {
  const answered = await send(staff, {
    path: `/${incidentId}/${noun}`,
    body: { id: staff.newId(), ...fields },
  });
  expect(answered.headers.get('content-type')).toContain('application/problem+json');
  return { status: answered.status, ...((await answered.json()) as { code: string }) };
}

const titles = { ko: '가', en: 'a' };
const stated = { statedBy: 'kakao', sources: [1] };
const place = { service: 'melon', function: 'streaming', scope: {} };

function impact(until: string): object {
  const interval = { from: '2022-10-15T15:30:00+09:00', fromPrecision: 'approximate' };
  const intervals = [{ ...interval, until, untilPrecision: 'no_later_than' }];
  return { ...place, ...stated, severity: 'down', intervals, reason: 'notice' };
}

beforeAll(async () => {
  const now = parseInstant('2022-12-20T23:30:00+09:00');
  platform = await openTestPlatform(now === undefined ? {} : { now });
  staff = staffContext(platform, 'investigator');
  incidentId = staff.newId();
  const opened = await send(staff, {
    path: '',
    body: {
      id: incidentId,
      slug: 'api-outage',
      titles,
      zone: 'Asia/Seoul',
      openedAt: '2022-10-15T15:19:00+09:00',
      parties: [
        { code: 'kakao', titles },
        { code: 'sk_cc', titles },
      ],
      functions: [{ service: 'melon', function: 'streaming', titles }],
      sources: [{ number: 1, address: 'https://example.org' }],
    },
  });
  expect(opened.status).toBe(201);
  recordedWire.parse(await opened.json());
});

describe('the incident API', () => {
  it('lists and shows incidents', async () => {
    const list = z.array(incidentWire).parse(await (await send(staff, { path: '' })).json());
    expect(list).toMatchObject([{ id: incidentId, state: 'open' }]);
    const shown = await (await send(staff, { path: `/${incidentId}` })).json();
    expect(incidentShownWire.parse(shown)).toMatchObject({ closing: null, restoredAt: null });
  });

  it('says what an adoption would change, adopts, and keeps what it displaces', async () => {
    const first = await record('impacts', impact('2022-10-16T08:00:00+09:00'));
    const adoptionId = await record('adoptions', { impactId: first, reason: 'only one' });
    const shown = await (await send(staff, { path: `/${incidentId}/impacts` })).json();
    const [{ scope }] = shown as [{ scope: object }];
    expect(scope).toEqual({ region: null, platform: null, plan: null });
    const second = await record('impacts', { ...impact('2022-10-16T09:00:00+09:00'), scope });
    const path = `/${incidentId}/impacts/${second}/adoption-preview`;
    const preview = adoptionPreviewWire.parse(await (await send(staff, { path })).json());
    expect(preview).toEqual({
      addedMs: 3_600_000,
      removedMs: 0,
      displacedAdoptionId: adoptionId,
      cost: null,
    });
    await record('adoptions', { impactId: second, reason: 'the later notice is exact' });
    const adoptions = await listed('adoptions', adoptionWire);
    expect(adoptions).toMatchObject([
      { impactId: second, isStanding: true, displacesId: adoptionId, addedMs: 3_600_000 },
      { impactId: first, isStanding: false, displacesId: null },
    ]);
    const correction = { ...impact('2022-10-16T08:30:00+09:00'), corrects: first };
    await record('impacts', correction);
    const impacts = await listed('impacts', impactWire);
    expect(impacts).toHaveLength(3);
    expect(impacts.find(({ id }) => id === first)).toMatchObject({
      isLatest: false,
      adoption: null,
      intervals: [{ from: '2022-10-15T06:30:00.000Z', until: '2022-10-15T23:00:00.000Z' }],
    });
    expect(impacts.find(({ id }) => id === second)?.adoption?.reason).toContain('later notice');
    const old = await send(staff, { path: path.replace(second, first) });
    expect(old.status).toBe(409);
    expect(await old.json()).toMatchObject({ code: 'impact_superseded' });
  });

  it('keeps a timeline, and shows the public its part', async () => {
    const entry = { occurredAt: '2022-10-15T15:37:00+09:00', occurredPrecision: 'exact' };
    for (const visibility of ['public', 'private']) {
      await record('timeline', { ...entry, ...stated, visibility, text: titles });
    }
    expect(await listed('timeline', timelineEntryWire)).toHaveLength(2);
    const path = `/${incidentId}/timeline`;
    const forPublic = await (await send(claimantContext(platform), { path })).json();
    expect(forPublic).toMatchObject([{ visibility: 'public' }]);
  });

  it('records causes and shares, exact and shown, each party’s last statement standing', async () => {
    const finding = await record('findings', {
      ...stated,
      layer: 'facility',
      text: titles,
      contests: [],
    });
    expect(await listed('findings', findingWire)).toMatchObject([{ id: finding }]);
    const statement = { ...stated, reason: titles, isAssumed: true, recourse: [] };
    await record('responsibilities', { ...statement, shares: [{ kind: 'own', share: '1' }] });
    const shares = [
      { kind: 'own', share: '2/3' },
      { kind: 'supplier', party: 'sk_cc', share: '1/3' },
    ];
    await record('responsibilities', { ...statement, shares });
    const all = await listed('responsibilities', responsibilityWire);
    expect(all.map(({ isStanding }) => isStanding)).toEqual([false, true]);
    expect(all[1]?.shares).toMatchObject([
      { share: '2/3', percent: '66.66…' },
      { share: '1/3', percent: '33.33…', party: 'sk_cc' },
    ]);
    const short = { ...statement, shares: [{ kind: 'own', share: '0.9' }] };
    expect(await problemOf('responsibilities', short)).toMatchObject({
      status: 409,
      code: 'shares_do_not_sum_to_one',
      params: { sum: '9/10' },
    });
  });

  it('records cohorts and legal duties, and reads the duties; the public is shown neither', async () => {
    await record('cohorts', {
      ...place,
      ...stated,
      partyClass: 'member',
      from: '2022-10-15T15:30:00+09:00',
      until: '2022-10-16T08:00:00+09:00',
      partyCount: 5_100_000,
      isAssumed: true,
      reason: 'published count',
    });
    expect(await listed('cohorts', cohortWire)).toMatchObject([{ partyCount: 5_100_000 }]);
    const rule = {
      code: 'notice',
      titles,
      effectiveFrom: '2019-06-25',
      charges: ['paid'],
      startsFrom: 'outage',
      period: { kind: 'elapsed', ms: 86_400_000 },
      sources: [],
    };
    await record('clocks', { rule, charge: 'paid', sources: [] });
    const [missed] = await listed('clocks', clockWire);
    expect(missed?.reading).toMatchObject({
      state: 'missed',
      dueAt: '2022-10-16T06:19:00.000Z',
    });
    const metAt = '2022-10-15T16:10:00+09:00';
    await record('clocks', { rule, charge: 'paid', metAt, sources: [1] });
    const after = await listed('clocks', clockWire);
    expect(after).toMatchObject([{ metAt: '2022-10-15T07:10:00.000Z', reading: { state: 'met' } }]);
    for (const noun of ['cohorts', 'clocks', 'adoptions']) {
      const path = `/${incidentId}/${noun}`;
      expect((await send(claimantContext(platform), { path })).status).toBe(403);
    }
  });

  it('names every field that is wrong', async () => {
    const answered = await send(staff, { path: '', body: { id: 'x', openedAt: 'yesterday' } });
    expect(answered.status).toBe(422);
    const { errors } = (await answered.json()) as { errors: { pointer: string }[] };
    const pointers = errors.map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/id', '/slug', '/openedAt', '/parties']));
    const share = { ...stated, reason: titles, isAssumed: true, recourse: [] };
    expect(
      await problemOf('responsibilities', { ...share, shares: [{ kind: 'own', share: '70%' }] }),
    ).toMatchObject({ status: 422, errors: [{ pointer: '/shares/0/share' }] });
  });

  it('answers an unknown incident with 404 and those who may not write with 403', async () => {
    const missing = await send(staff, { path: `/${staff.newId()}/impacts` });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ code: 'incident_not_found' });
    const auditor = staffContext(platform, 'auditor');
    const body = { id: staff.newId(), reason: 'over' };
    expect((await send(auditor, { path: `/${incidentId}/closing`, body })).status).toBe(403);
  });

  it('is closed once restored, with a reason, and takes nothing more', async () => {
    expect(await problemOf('closing', { reason: 'over' })).toMatchObject({
      status: 409,
      code: 'incident_not_restored',
    });
    await record('restoration', { restoredAt: '2022-10-20T23:00:00+09:00' });
    await record('closing', { reason: 'every function is adopted' });
    const shown = await (await send(staff, { path: `/${incidentId}` })).json();
    expect(incidentShownWire.parse(shown)).toMatchObject({
      state: 'closed',
      closing: {
        reason: 'every function is adopted',
        closedBy: { id: staff.actor.id, name: null },
      },
    });
    const forPublic = await send(claimantContext(platform), { path: `/${incidentId}` });
    expect(await forPublic.json()).toMatchObject({ closing: { closedBy: null } });
    expect(await problemOf('impacts', impact('2022-10-16T08:00:00+09:00'))).toMatchObject({
      code: 'incident_closed',
    });
    expect(await problemOf('closing', { reason: 'again' })).toMatchObject({
      code: 'incident_closed',
    });
  });
});
