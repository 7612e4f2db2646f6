import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { parseInstant } from '../../kernel/index.ts';
import { type Context, createApp, type Platform } from '../../platform/index.ts';
import { listImpacts } from '../impact-queries.ts';
import { loadIncidentBySlug } from '../queries.ts';
import { importResultWire, importRoutes } from './import-routes.ts';

const secret = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;
const now = parseInstant('2022-10-21T00:00:00Z');

let platform: Platform;
let staff: Context;

async function post(
  path: string,
  body: string,
  options: { ctx?: Context; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: unknown }> {
  const { ctx = staff, headers = {} } = options;
  const routers = [{ path: '/', router: importRoutes({ secret }) }];
  const app = createApp({ contextOf: async () => ctx, routers });
  const answered = await app.request(path, { method: 'POST', body, headers });
  return { status: answered.status, body: await answered.json() };
}

const visitor = (): Context => claimantContext(platform, now === undefined ? {} : { now });

beforeAll(async () => {
  platform = await openTestPlatform(now === undefined ? {} : { now });
  staff = staffContext(platform, 'investigator', now === undefined ? {} : { now });
});

const statuspage = (resolved_at: string | null, impact = 'major') =>
  JSON.stringify({
    page: { id: 'p', name: 'A page', url: 'https://status.example', time_zone: 'Asia/Seoul' },
    incidents: [
      {
        ...{ id: 'i', name: 'Mail is late', status: 'x', impact, resolved_at },
        ...{ created_at: '2022-10-15T06:00:00Z', components: [{ id: 'c', name: 'Mail' }] },
        incident_updates: [
          { id: 'u', body: 'We look into it', status: 's', created_at: '2022-10-15T06:00:00Z' },
        ],
      },
    ],
  });

describe('importing another status page', () => {
  const path = '/api/v1/incidents/imports/statuspage';

  it('opens an incident with its components, intervals, entries and source', async () => {
    const { status, body } = await post(path, statuspage(null));
    expect(status).toBe(200);
    expect(importResultWire.array().parse(body)).toMatchObject([
      { slug: 'statuspage-p-i', isNew: true, statedCount: 1, entryCount: 1 },
    ]);
  });

  it('changes nothing when it is sent again', async () => {
    expect((await post(path, statuspage(null))).body).toMatchObject([
      { isNew: false, statedCount: 0, correctedCount: 0, unchangedCount: 1, entryCount: 0 },
    ]);
  });

  it('makes a new version of what ended meanwhile, and restores the incident', async () => {
    expect((await post(path, statuspage('2022-10-15T09:00:00Z'))).body).toMatchObject([
      { correctedCount: 1, unchangedCount: 0 },
    ]);
    const read = await staff.read(async (tx) => {
      const incident = await loadIncidentBySlug(tx, 'statuspage-p-i');
      return { incident, impacts: await listImpacts(tx, incident?.id ?? '') };
    });
    expect(read.incident).toMatchObject({ state: 'restored', zone: 'Asia/Seoul' });
    expect(read.impacts.map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  it('is for those who may write, and says what is off', async () => {
    expect((await post(path, statuspage(null), { ctx: visitor() })).status).toBe(403);
    expect(await post(path, 'nonsense')).toMatchObject({
      status: 422,
      body: { code: 'import_unreadable', errors: [{ pointer: '/' }] },
    });
  });
});

describe('a webhook of Alertmanager', () => {
  const path = '/api/v1/hooks/alertmanager';
  const headers = { authorization: `Bearer ${secret}` };
  const group = (ends: readonly (string | null)[]) =>
    JSON.stringify({
      ...{ version: '4', groupKey: 'g', externalURL: 'http://alerts.example' },
      status: ends.every((end) => end !== null) ? 'resolved' : 'firing',
      commonLabels: { alertname: 'SendFails' },
      alerts: ends.map((endsAt, at) => ({
        status: endsAt === null ? 'firing' : 'resolved',
        labels: { alertname: 'SendFails', service: 'mail', severity: 'critical' },
        startsAt: `2022-10-20T0${at}:00:00Z`,
        endsAt: endsAt ?? '0001-01-01T00:00:00Z',
        fingerprint: `aa${at}`,
      })),
    });
  const send = (ends: readonly (string | null)[]) =>
    post(path, group(ends), { ctx: visitor(), headers });

  it('without a right token is refused', async () => {
    expect(await post(path, group([null]), { ctx: visitor() })).toMatchObject({
      status: 401,
      body: { code: 'hook_unsigned' },
    });
  });

  it('opens an incident, and the same alerts again change nothing', async () => {
    expect(await send([null])).toMatchObject({
      status: 200,
      body: { isNew: true, statedCount: 1 },
    });
    expect(await send([null])).toMatchObject({ body: { isNew: false, unchangedCount: 1 } });
  });

  it('closes the interval of what is resolved; one that fires on keeps it open', async () => {
    // The second began before the first ended, so that together they run on as before.
    expect(await send(['2022-10-20T02:00:00Z', null])).toMatchObject({
      body: { isNew: false, unchangedCount: 1 },
    });
    const { body } = await send(['2022-10-20T02:00:00Z', '2022-10-20T03:00:00Z']);
    const { incidentId, slug } = importResultWire.parse(body);
    const read = await staff.read(async (tx) => ({
      incident: await loadIncidentBySlug(tx, slug),
      impacts: await listImpacts(tx, incidentId),
    }));
    expect(read.incident?.state).toBe('restored');
    const latest = read.impacts.reduce((last, one) => (one.version > last.version ? one : last));
    expect(latest.intervals).toEqual([
      {
        ...{ from: parseInstant('2022-10-20T00:00:00Z'), fromPrecision: 'exact' },
        ...{ until: parseInstant('2022-10-20T03:00:00Z'), untilPrecision: 'exact' },
      },
    ]);
  });

  it('after that opens another incident', async () => {
    const again = group([null]).replaceAll('2022-10-20T00', '2022-10-20T05');
    const { body } = await post(path, again, { ctx: visitor(), headers });
    expect(body).toMatchObject({ isNew: true });
  });
});

describe('importing a file of impacts', () => {
  it('states all of it or nothing', async () => {
    const incident = await staff.read((tx) => loadIncidentBySlug(tx, 'statuspage-p-i'));
    const path = `/api/v1/incidents/${incident?.id}/impacts/imports?party=publisher&source=1`;
    const head = 'service,function,severity,from,until\n';
    const good = 'talk,send,down,2022-10-15T06:00:00Z,2022-10-15T07:00:00Z\n';
    const bad = 'talk,read,down,2022-10-15T06:00:00Z,2022-10-15T05:00:00Z\n';
    expect(await post(path, `${head}${good}${bad}`)).toMatchObject({
      status: 422,
      body: { code: 'import_unreadable', errors: [{ pointer: 'line 3, until' }] },
    });
    expect(await post(path, head + good)).toMatchObject({ body: { statedCount: 1 } });
    expect(await post(path, head + good)).toMatchObject({ body: { unchangedCount: 1 } });
    expect(await post(path.replace('publisher', 'nobody'), head + good)).toMatchObject({
      body: { code: 'party_unknown' },
    });
  });
});
