import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { knownClocks, recordMilestone } from '../../incident/duties/index.ts';
import {
  openIncident,
  recordClock,
  recordCohort,
  recordFinding,
  setResponsibility,
  stateImpact,
} from '../../incident/index.ts';
import { addMs, type Instant, rational } from '../../kernel/index.ts';
import { type Context, createApp, newUuid, type Platform } from '../../platform/index.ts';
import { openChart } from '../../settlement/index.ts';
import { regulatorForms } from './form.ts';
import { regulatorRoutes } from './regulator-routes.tsx';

const titles = (name: string) => ({ ko: `${name} 한`, en: name });
const hourMs = 3_600_000;

let platform: Platform;
let staff: Context;
let now: Instant;
let incidentId: string;

async function get(path: string, ctx: Context = staff) {
  const routers = [{ path: '/', router: regulatorRoutes() }];
  const app = createApp({ contextOf: async () => ctx, routers });
  const answered = await app.request(path);
  return { status: answered.status, text: await answered.text() };
}

beforeAll(async () => {
  platform = await openTestPlatform();
  staff = staffContext(platform, 'investigator');
  now = staff.now;
  incidentId = newUuid();
  const [from, awareAt] = [addMs(now, -10 * hourMs), addMs(now, -9 * hourMs)];
  const stoppedAt = addMs(now, -8.5 * hourMs);
  const stated = { incidentId, statedBy: 'company', sources: [1] };
  const outcomes = [
    await openIncident(staff, {
      ...{ id: incidentId, slug: 'mail', titles: titles('Mail outage'), zone: 'Asia/Seoul' },
      ...{ openedAt: from, sources: [{ number: 1, address: 'https://example.org' }] },
      parties: ['company', 'landlord'].map((code) => ({ code, titles: titles(code) })),
      functions: [{ service: 'mail', function: 'send', titles: titles('Sending <b>') }],
    }),
    await stateImpact(staff, {
      ...{ ...stated, id: newUuid(), service: 'mail', function: 'send', scope: {}, reason: 'log' },
      ...{ severity: 'down', intervals: [{ from: stoppedAt, fromPrecision: 'exact' }] },
    }),
    await recordCohort(staff, {
      ...{ ...stated, id: newUuid(), partyClass: 'user', service: 'mail', function: 'send' },
      ...{
        scope: {},
        from,
        until: now,
        partyCount: 1_234_567n,
        isAssumed: true,
        reason: 'sign-ins',
      },
    }),
    await recordFinding(staff, {
      ...{
        ...stated,
        id: newUuid(),
        layer: 'facility',
        text: titles('A battery burned'),
        contests: [],
      },
    }),
    await setResponsibility(staff, {
      ...{ ...stated, id: newUuid(), reason: titles('contract'), isAssumed: false, recourse: [] },
      shares: [
        { kind: 'own', share: rational(3n, 10n) },
        { kind: 'supplier', party: 'landlord', share: rational(7n, 10n) },
      ],
    }),
    await recordMilestone(staff, {
      ...{ id: newUuid(), incidentId, kind: 'awareness', reachedAt: awareAt, reason: 'alarm' },
    }),
  ];
  await staff.transact((tx) => openChart(tx, { incidentId, currency: 'KRW' }));
  for (const { rule } of knownClocks) {
    outcomes.push(
      await recordClock(staff, { id: newUuid(), incidentId, rule, charge: 'paid', sources: [] }),
    );
  }
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
});

describe('the forms of authorities', () => {
  it('are filled from the record, in both languages', async () => {
    const { status, text } = await get('/regulator/mail/dora-final?lang=en');
    expect(status).toBe(200);
    expect(text).toContain('A battery burned (stated by company)');
    expect(text).toContain('own 3/10, supplier landlord 7/10');
    expect(text).toContain('Sending &lt;b&gt;: 1,234,567 user (assumed)');
    expect(text).toContain('10 h 0 min (ongoing)');
    expect((await get('/regulator/mail/dora-final?lang=ko')).text).toContain('A battery burned 한');
  });

  it('tell when services stopped, which is not when the incident began, and what redress costs', async () => {
    const { text } = await get('/regulator/mail/kr-notice?lang=en');
    expect(text).toMatch(/Length of the interruption<\/th><td><p>8 h 30 min \(ongoing\)/);
    const final = (await get('/regulator/mail/dora-final?lang=en')).text;
    expect(final).toMatch(/Duration<\/th><td><p>10 h 0 min \(ongoing\)/);
    expect(final).toMatch(/Service downtime<\/th><td><p>8 h 30 min \(ongoing\)/);
    expect(final).toContain('cash awarded KRW 0, of it paid KRW 0, come back KRW 0');
  });

  it('leave what is not on record to be written by hand', async () => {
    const { text } = await get('/regulator/mail/nis2-early-warning?lang=en');
    expect(text).toMatch(/Suspected unlawful or malicious act<\/th><td>_+<\/td>/);
    expect(text).toMatch(/Became known at<\/th><td><p>/);
    const initial = await get('/regulator/mail/dora-initial?lang=en');
    expect(initial.text).toMatch(/Classified as major at<\/th><td>_+<\/td>/);
  });

  it('say which duty they fulfil, by when, and where it stands', async () => {
    const { text } = await get('/regulator/mail?lang=en');
    expect(text).toMatch(/NIS2 early warning: 24 hours after awareness: running \(by /);
    expect(text).toMatch(/DORA intermediate report: 72 hours: has not begun</);
    expect(text).toMatch(/Notice of interruption[^:]*: running \(no figure\)/);
  });

  it('tell paid from free services where a duty is read for both', async () => {
    const rule = knownClocks.find(({ rule: { code } }) =>
      code.startsWith('kr_tba_33_2_notice'),
    )?.rule;
    if (rule === undefined) throw new Error('the duty is known');
    const free = { id: newUuid(), incidentId, rule, charge: 'free' as const, sources: [] };
    expect(await recordClock(staffContext(platform, 'investigator'), free)).toMatchObject({
      ok: true,
    });
    const { text } = await get('/regulator/mail?lang=en');
    expect(text).toMatch(/Notice of interruption[^:]*\(paid services\): running/);
    expect(text).toMatch(/Notice of interruption[^:]*\(free services\): /);
    expect(text).not.toMatch(/NIS2[^:]*: [^:]*\(paid services\)/);
  });

  it('are there for every duty that is known', () => {
    const left = knownClocks.filter(
      ({ rule }) =>
        !regulatorForms.some((form) => form.clocks.some((code) => rule.code.startsWith(code))),
    );
    expect(left).toEqual([]);
  });

  it('are for staff only', async () => {
    expect((await get('/regulator/mail', claimantContext(platform))).status).toBe(403);
    expect((await get('/regulator/other')).status).toBe(404);
    expect((await get('/regulator/mail/other')).status).toBe(404);
  });
});
