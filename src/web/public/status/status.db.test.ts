import { beforeAll, describe, expect, it } from 'vitest';
import {
  claimantContext,
  openTestPlatform,
  staffContext,
} from '../../../../test/support/platform.ts';
import { approveReport, prepareReport } from '../../../disclosure/index.ts';
import { openIncident, stateImpact } from '../../../incident/index.ts';
import { gradeIncident } from '../../../incident/playbook/index.ts';
import { addMs, type Instant } from '../../../kernel/index.ts';
import {
  type Context,
  clockNow,
  createApp,
  newUuid,
  type Platform,
} from '../../../platform/index.ts';
import { publicRoutes } from '../routes.tsx';
import { parseBrands } from './brand.ts';

const titles = (name: string) => ({ ko: `${name} 한`, en: name });
const parsed = parseBrands({
  brands: ['open', 'inner'].map((id) => ({
    ...{
      id,
      titles: titles(`Page ${id}`),
      hosts: [`${id}.example.org`],
      isPrivate: id === 'inner',
    },
    groups: [{ titles: titles('Mail'), components: [{ id: 'mail', titles: titles('Mail') }] }],
  })),
});

let platform: Platform;
let now: Instant;
let incidentId: string;

async function get(
  path: string,
  options: { host?: string; ctx?: Context } = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const { host = 'other.example.org', ctx = claimantContext(platform) } = options;
  const brands = parsed.ok ? parsed.value : [];
  const routers = [
    { path: '/', router: publicRoutes({ publicUrl: 'https://status.example.org', brands }) },
  ];
  const app = createApp({ contextOf: async () => ctx, routers });
  const answered = await app.request(path, { headers: { host } });
  return { status: answered.status, text: await answered.text(), headers: answered.headers };
}

beforeAll(async () => {
  platform = await openTestPlatform();
  now = clockNow();
  const ctx = staffContext(platform, 'investigator');
  incidentId = newUuid();
  const opened = await openIncident(ctx, {
    ...{ id: incidentId, slug: 'mail-outage', titles: titles('Mail outage'), zone: 'Asia/Seoul' },
    ...{ openedAt: addMs(now, -3_600_000), parties: [{ code: 'company', titles: titles('C') }] },
    functions: [{ service: 'mail', function: 'send', titles: titles('Sending') }],
    sources: [],
  });
  expect(opened).toMatchObject({ ok: true });
  const stated = await stateImpact(ctx, {
    ...{ id: newUuid(), incidentId, service: 'mail', function: 'send', scope: {}, reason: 'seen' },
    ...{ severity: 'down', statedBy: 'company', sources: [] },
    intervals: [{ from: addMs(now, -3_600_000), fromPrecision: 'exact' }],
  });
  expect(stated).toMatchObject({ ok: true });
  const severities = [{ code: 'sev1', titles: titles('Utterly critical') }];
  const request = { id: newUuid(), incidentId, kind: 'severity', grade: 'sev1' } as const;
  const graded = await gradeIncident(ctx, request, {
    severities,
    phases: [],
    roles: [],
    openings: [],
  });
  expect(graded).toMatchObject({ ok: true });
});

describe('the status page', () => {
  it('shows an outage that runs, before anything of it can be adopted', async () => {
    const { status, text, headers } = await get('/status?lang=en');
    expect(status).toBe(200);
    expect(text).toContain('Some services are down');
    expect(text).toContain('<span class="state">Utterly critical</span> ');
    expect(text).not.toContain('<script');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('public, max-age=15');
  });

  it('stands at the root of its own name, and leaves the root of others alone', async () => {
    const own = await get('/?lang=ko', { host: 'OPEN.example.org:8443' });
    expect(own.text).toContain('Page open 한');
    expect((await get('/')).status).toBe(404);
  });

  it('links to the address of the site, whatever name a request asks for', async () => {
    for (const path of ['/api/v2/summary.json', '/public/feed.rss', '/public/feed.atom']) {
      const { text } = await get(path, { host: 'evil.example.net' });
      expect([path, text]).toEqual([path, expect.stringContaining('https://status.example.org')]);
      expect([path, text]).toEqual([path, expect.not.stringContaining('evil.example.net')]);
      const own = await get(path, { host: 'open.example.org' });
      expect([path, own.text]).toEqual([path, expect.stringContaining('https://open.example.org')]);
    }
  });

  it('tells programs and feeds the same', async () => {
    const host = 'open.example.org';
    const summary = JSON.parse((await get('/api/v2/summary.json', { host })).text);
    expect(summary).toMatchObject({
      page: { name: 'Page open' },
      status: { indicator: 'critical' },
    });
    const badge = await get('/status/badge.svg?lang=en', { host });
    expect(badge.headers.get('content-type')).toContain('image/svg+xml');
    expect(badge.text).toContain('status: Down');
  });

  it('gives feeds and lists of planned work at the addresses that readers of Statuspage know', async () => {
    for (const name of ['rss', 'atom']) {
      const told = await get(`/history.${name}`);
      expect(told.headers.get('content-type')).toContain(`application/${name}+xml`);
      expect(told.text).toContain('Mail outage');
    }
    for (const name of ['scheduled-maintenances', 'scheduled-maintenances/upcoming']) {
      const answered = await get(`/api/v2/${name}.json`);
      expect(JSON.parse(answered.text).scheduled_maintenances).toEqual([]);
    }
  });

  it('narrows a feed to one kind of news, of everything and under a name of its own', async () => {
    const draft = await prepareReport(staffContext(platform, 'investigator'), { incidentId });
    const draftId = draft.ok ? draft.value.id : '';
    const approved = await approveReport(staffContext(platform, 'approver'), draftId);
    expect(approved).toMatchObject({ value: { version: 1 } });
    for (const host of ['other.example.org', 'open.example.org']) {
      const of = async (topic: string) =>
        (await get(`/public/feed.atom?lang=en&topic=${topic}`, { host })).text;
      const report = await of('report_published');
      expect(report).toContain('Version 1 of the public report has been published.');
      expect(report).toContain('/public/mail-outage/report/1?lang=en');
      expect(report).not.toContain('An outage has begun.');
      expect(await of('incident_opened')).toContain('An outage has begun.');
      expect(await of('incident_opened')).not.toContain('public report');
      expect(await of('weather')).not.toContain('<entry>');
    }
  });

  it('that is private is for staff only: page, badge, documents and feeds', async () => {
    const host = 'inner.example.org';
    for (const path of [
      '/',
      '/status',
      '/status/badge.svg',
      '/api/v2/summary.json',
      '/public/feed.atom',
    ]) {
      const refused = await get(path, { host });
      expect({ path, status: refused.status }).toEqual({ path, status: 403 });
      expect(refused.text).not.toContain('Page inner');
    }
    expect((await get('/status/inner')).status).toBe(403);
    const staff = await get('/?lang=en', { host, ctx: staffContext(platform, 'auditor') });
    expect(staff.status).toBe(200);
    expect(staff.text).toContain('Page inner');
    expect(staff.headers.get('cache-control')).toBe('private, no-store');
  });
});
