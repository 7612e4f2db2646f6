import { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { parseInstant } from '../kernel/index.ts';
import type { AppEnv, Context, Platform } from '../platform/index.ts';
import { incidentRoutes } from './routes.ts';

let platform: Platform;
let staff: Context;

beforeAll(async () => {
  const now = parseInstant('2022-10-20T23:30:00+09:00');
  platform = await openTestPlatform(now === undefined ? {} : { now });
  staff = staffContext(platform, 'investigator');
});

async function send(ctx: Context, request: { path: string; body?: unknown }): Promise<Response> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('ctx', ctx);
    await next();
  });
  app.route('/', incidentRoutes());
  const { path, body } = request;
  if (body === undefined) return app.request(`/api/v1/incidents${path}`);
  return app.request(`/api/v1/incidents${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const titles = { ko: '가', en: 'a' };

describe('the incident API', () => {
  it('opens an incident, takes impacts and a timeline, and gives the public its part', async () => {
    const id = staff.newId();
    const opened = await send(staff, {
      path: '',
      body: {
        id,
        slug: 'api-outage',
        titles,
        zone: 'Asia/Seoul',
        openedAt: '2022-10-15T15:19:00+09:00',
        parties: [{ code: 'kakao', titles }],
        functions: [{ service: 'melon', function: 'streaming', titles }],
        sources: [{ number: 1, address: 'https://example.org' }],
      },
    });
    expect(opened.status).toBe(201);
    const impactId = staff.newId();
    const impact = {
      id: impactId,
      service: 'melon',
      function: 'streaming',
      scope: {},
      severity: 'down',
      intervals: [
        {
          from: '2022-10-15T15:30:00+09:00',
          fromPrecision: 'approximate',
          until: '2022-10-16T08:00:00+09:00',
          untilPrecision: 'no_later_than',
        },
      ],
      statedBy: 'kakao',
      sources: [1],
      reason: 'notice',
    };
    expect((await send(staff, { path: `/${id}/impacts`, body: impact })).status).toBe(201);
    const adoption = { id: staff.newId(), impactId, reason: 'only one' };
    expect((await send(staff, { path: `/${id}/adoptions`, body: adoption })).status).toBe(201);
    for (const visibility of ['public', 'private']) {
      const entry = {
        id: staff.newId(),
        occurredAt: '2022-10-15T15:37:00+09:00',
        occurredPrecision: 'exact',
        visibility,
        text: titles,
        statedBy: 'kakao',
        sources: [1],
      };
      expect((await send(staff, { path: `/${id}/timeline`, body: entry })).status).toBe(201);
    }
    const impacts = await (await send(staff, { path: `/${id}/impacts` })).json();
    expect(impacts).toMatchObject([
      {
        id: impactId,
        intervals: [{ from: '2022-10-15T06:30:00.000Z', until: '2022-10-15T23:00:00.000Z' }],
        adoption: { reason: 'only one' },
      },
    ]);
    const forStaff = await (await send(staff, { path: `/${id}/timeline` })).json();
    const forPublic = await (
      await send(claimantContext(platform), { path: `/${id}/timeline` })
    ).json();
    expect(forStaff).toHaveLength(2);
    expect(forPublic).toMatchObject([{ visibility: 'public' }]);
  });

  it('names every field that is wrong', async () => {
    const answer = await send(staff, { path: '', body: { id: 'x', openedAt: 'yesterday' } });
    expect(answer.status).toBe(422);
    const { errors } = (await answer.json()) as { errors: { pointer: string }[] };
    const pointers = errors.map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/id', '/slug', '/openedAt', '/parties']));
  });

  it('answers an unknown incident with 404 and a refusal with its code', async () => {
    const missing = await send(staff, { path: `/${staff.newId()}` });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ code: 'incident_not_found' });
  });
});
