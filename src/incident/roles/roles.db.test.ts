import { beforeAll, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { addMs, type Instant, renderInstant } from '../../kernel/index.ts';
import { addStaff, type Context, createApp, type Platform, sql } from '../../platform/index.ts';
import { openIncident } from '../commands.ts';
import { emptyPlaybook, type Playbook } from '../playbook/index.ts';
import { roleRoutes } from './index.ts';

const titles = { ko: '가', en: 'a' };
const playbook: Playbook = {
  ...emptyPlaybook,
  roles: [{ code: 'database', titles: { ko: '데이터베이스 담당', en: 'Database lead' } }],
};
let platform: Platform;
let staff: Context;
let incidentId: string;
let kim: string;
let lee: string;

async function ask(ctx: Context, body?: unknown, given = playbook) {
  const app = createApp({
    contextOf: async () => ctx,
    routers: [{ path: '/', router: roleRoutes(given) }],
  });
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const path = `/api/v1/incidents/${incidentId}/roles`;
  const answered = await app.request(path, body === undefined ? {} : init);
  return { status: answered.status, body: (await answered.json()) as Record<string, unknown> };
}

const at = (minutes: number): string => renderInstant(addMs(staff.now, minutes * 60_000));
const change = (role: string, given: { to: string | null; minutes?: number; reason?: string }) => ({
  ...{ id: staff.newId(), role, heldBy: given.to, since: at(given.minutes ?? 0) },
  reason: given.reason ?? 'the shift began',
});

async function enrol(name: string): Promise<string> {
  const admin = staffContext(platform, 'administrator');
  const input = { id: admin.newId(), name, email: `${name}@example.org`, roles: [] };
  return (await addStaff(admin, input)).id;
}

beforeAll(async () => {
  platform = await openTestPlatform();
  [kim, lee] = [await enrol('kim'), await enrol('lee')];
  staff = staffContext(platform, 'investigator', { id: kim });
  incidentId = staff.newId();
  const opened = await openIncident(staff, {
    ...{ id: incidentId, slug: `roles-${incidentId}`, titles, zone: 'Asia/Seoul' },
    ...{ openedAt: addMs(staff.now, -3_600_000) as Instant, sources: [] },
    parties: [{ code: 'us', titles }],
    functions: [{ service: 'talk', function: 'send', titles }],
  });
  expect(opened.ok).toBe(true);
});

it('keeps who held a role and when, as it is given, handed over and laid down', async () => {
  const given = change('lead', { to: kim, minutes: -50 });
  expect(await ask(staff, given)).toMatchObject({ status: 201, body: { isNew: true } });
  expect(await ask(staff, given)).toMatchObject({ status: 201, body: { isNew: false } });
  await ask(staff, change('lead', { to: lee, minutes: -20, reason: 'kim goes home' }));
  await ask(staff, change('database', { to: kim, minutes: -10 }));
  await ask(staff, change('database', { to: null, minutes: -5 }));
  const { body } = await ask(staff);
  expect(body).toMatchObject({
    roles: [
      {
        role: { code: 'lead' },
        standing: { holder: { id: lee, name: 'lee' }, since: at(-20), reason: 'kim goes home' },
      },
      { role: { code: 'communications' }, standing: null },
      { role: { code: 'scribe' }, standing: null },
      { role: { code: 'legal' }, standing: null },
      { role: { code: 'database', titles: { en: 'Database lead' } }, standing: { holder: null } },
    ],
    history: [
      { role: { code: 'lead' }, holder: { name: 'kim' }, since: at(-50), until: at(-20) },
      { role: { code: 'lead' }, holder: { name: 'lee' }, until: null, recordedBy: { name: 'kim' } },
      { role: { code: 'database' }, holder: { name: 'kim' }, until: at(-5) },
      { role: { code: 'database' }, holder: null, until: null },
    ],
    people: [{ name: 'kim' }, { name: 'lee' }],
  });
  const audited = await staff.read((tx) =>
    sql<{ details: unknown }>`select details from platform.audit
      where action = 'incident.role_changed' order by at, id`.execute(tx),
  );
  expect(audited.rows).toHaveLength(4);
  expect(audited.rows.map(({ details }) => details)).toContainEqual({
    ...{ role: 'lead', heldBy: lee },
    recordId: expect.any(String),
  });
});

it('says what stands in the way of a change', async () => {
  const codeOf = async (body: object) => (await ask(staff, body)).body['code'];
  expect(await codeOf(change('cook', { to: kim }))).toBe('incident_role_unknown');
  expect(await codeOf(change('legal', { to: kim, reason: ' ' }))).toBe('role_without_reason');
  expect(await codeOf(change('legal', { to: staff.newId() }))).toBe('role_holder_unknown');
  expect(await codeOf(change('lead', { to: lee }))).toBe('role_unchanged');
  expect(await codeOf(change('legal', { to: null }))).toBe('role_unchanged');
  expect(await codeOf(change('lead', { to: kim, minutes: -21 }))).toBe('role_before_last_change');
  expect(await codeOf(change('legal', { to: kim, minutes: 600 }))).toBe('time_in_future');
});

it('tells only staff, takes changes from who writes about incidents, and forgets none', async () => {
  expect((await ask(claimantContext(platform))).status).toBe(403);
  const auditor = staffContext(platform, 'auditor');
  expect(await ask(auditor)).toMatchObject({ status: 200, body: { people: [] } });
  expect((await ask(auditor, change('legal', { to: kim }))).status).toBe(403);
  // A role that the playbook no longer has is shown while it stands, by the name it had.
  const later = (await ask(staff, undefined, emptyPlaybook)).body['roles'];
  expect(later).toContainEqual(
    expect.objectContaining({ role: playbook.roles[0], standing: expect.anything() }),
  );
  await expect(
    platform.db
      .connection()
      .execute((connection) => sql`delete from incident.role_change`.execute(connection)),
  ).rejects.toThrow();
});
