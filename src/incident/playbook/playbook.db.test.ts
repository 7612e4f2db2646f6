import { beforeAll, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { type Context, createApp, type Platform, sql } from '../../platform/index.ts';
import { openIncident } from '../commands.ts';
import { incidentRoutes } from '../routes.ts';
import type { Playbook } from './playbook.ts';
import { playbookRoutes } from './playbook-routes.ts';

const titles = { ko: '가', en: 'a' };
const critical = { code: 'sev1', titles: { ko: '심각', en: 'Critical' } };
const high = { code: 'sev2', titles: { ko: '높음', en: 'High' } };
const playbook: Playbook = {
  severities: [critical, high],
  phases: [{ code: 'monitoring', titles: { ko: '지켜보는 중', en: 'Monitoring' } }],
  roles: [],
  openings: [{ id: 'power', titles, parties: [], functions: [], sources: [], severity: 'sev1' }],
};
let platform: Platform;
let staff: Context;
let incidentId: string;

async function ask(ctx: Context, path: string, body?: unknown, given = playbook) {
  const routers = [
    { path: '/', router: playbookRoutes(given) },
    { path: '/', router: incidentRoutes() },
  ];
  const app = createApp({ contextOf: async () => ctx, routers });
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answered = await app.request(`/api/v1${path}`, body === undefined ? {} : init);
  return { status: answered.status, body: (await answered.json()) as Record<string, unknown> };
}

const grade = (kind: string, code: string) => ({ id: staff.newId(), kind, grade: code });

beforeAll(async () => {
  platform = await openTestPlatform();
  staff = staffContext(platform, 'investigator');
  incidentId = staff.newId();
  const opened = await openIncident(staff, {
    ...{ id: incidentId, slug: `graded-${incidentId}`, titles, zone: 'Asia/Seoul' },
    ...{ openedAt: staff.now, parties: [{ code: 'us', titles }], sources: [] },
    functions: [{ service: 'talk', function: 'send', titles }],
  });
  expect(opened.ok).toBe(true);
});

it('gives the playbook to those who write about incidents, and to nobody else', async () => {
  expect(await ask(staff, '/playbook')).toMatchObject({
    status: 200,
    body: { severities: [critical, high], openings: [{ id: 'power', zone: null }] },
  });
  expect((await ask(claimantContext(platform), '/playbook')).status).toBe(403);
  const asked = await ask(
    staffContext(platform, 'auditor'),
    `/incidents/${incidentId}/grades`,
    grade('severity', 'sev1'),
  );
  expect(asked.status).toBe(403);
});

it('shows anybody the grade given last, by the name it had then', async () => {
  const path = `/incidents/${incidentId}`;
  const anybody = claimantContext(platform);
  expect((await ask(anybody, path)).body).toMatchObject({ severity: null, phase: null });
  for (const given of [grade('severity', 'sev1'), grade('phase', 'monitoring')]) {
    expect((await ask(staff, `${path}/grades`, given)).status).toBe(201);
  }
  expect((await ask(anybody, path)).body).toMatchObject({
    severity: critical,
    phase: playbook.phases[0],
  });
  const later = { ...staff, now: (staff.now + 1_000) as Context['now'] };
  const last = grade('severity', 'sev2');
  expect((await ask(later, `${path}/grades`, last)).body).toMatchObject({ isNew: true });
  expect((await ask(later, `${path}/grades`, last)).body).toMatchObject({ isNew: false });
  const renamed = { ...playbook, severities: [{ code: 'sev2', titles }] };
  expect((await ask(anybody, path, undefined, renamed)).body).toMatchObject({ severity: high });
  expect((await ask(staff, `${path}/grades`, grade('severity', 'sev3'))).body).toMatchObject({
    code: 'grade_unknown',
    params: { grade: 'sev3', known: 'sev1, sev2' },
  });
  const kept = platform.db.connection();
  await expect(
    kept.execute((connection) => sql`delete from incident.grade`.execute(connection)),
  ).rejects.toThrow();
});
