import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { newUuid } from '../clock.ts';
import { type Context, recordAudit, systemActor } from '../context.ts';
import type { Platform } from '../platform.ts';
import { addStaff, issueOneTimePassword } from '../staff.ts';
import { auditChoicesSchema, auditPageSchema, auditRoutes } from './audit-routes.ts';
import {
  authRoutes,
  contextOfRequest,
  endedSessionsSchema,
  memberSchema,
  openSessionsSchema,
} from './auth-routes.ts';
import { createApp } from './http.ts';
import {
  oneTimePasswordSchema,
  staffListSchema,
  staffMemberSchema,
  staffRoutes,
} from './staff-routes.ts';

let platform: Platform;
let app: ReturnType<typeof createApp>;
let cookie = '';
const email = 'administrator@example.org';
const ownPassword = '비밀번호열두글자이상입니다';
const visited: string[] = [];

beforeAll(async () => {
  platform = await openTestPlatform();
  app = createApp({
    contextOf: (c) => contextOfRequest(platform, c),
    routers: [
      { path: '/api/v1', router: authRoutes() },
      { path: '/', router: staffRoutes() },
      { path: '/', router: auditRoutes() },
    ],
  });
  app.get('/page', (c) => {
    visited.push(c.var.ctx.actor.kind);
    return c.text('a page');
  });
});

const system = (): Context => platform.context({ actor: systemActor });

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const answered = await app.request(path, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      'user-agent': 'Test browser',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === '' ? {} : { cookie }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const set = answered.headers.get('set-cookie')?.split(';')[0];
  if (set !== undefined) cookie = set;
  return answered;
}

const api = (method: string, path: string, body?: unknown) => send(method, `/api/v1${path}`, body);
const codeOf = async (answered: Response) => {
  const { code } = (await answered.json()) as { code: string };
  return `${answered.status} ${code}`;
};

describe('a session', () => {
  it('opened with a one-time password may do nothing but set an own one', async () => {
    const member = { id: newUuid(), name: '관리자', email, roles: ['administrator'] as const };
    await addStaff(system(), member);
    expect(await codeOf(await api('GET', '/session'))).toBe('401 signed_out');
    expect(await codeOf(await api('GET', '/sessions'))).toBe('401 signed_out');
    expect(await codeOf(await api('POST', '/session', { email: 'x' }))).toBe('422 input_invalid');
    expect(await codeOf(await api('POST', '/session', { email, password: 'no' }))).toBe(
      '409 sign_in_refused',
    );
    const password = await issueOneTimePassword(system(), email);
    const signedIn = await api('POST', '/session', { email, password });
    expect(memberSchema.parse(await signedIn.json())).toMatchObject({
      mustSetPassword: true,
      permissions: expect.arrayContaining(['staff:administer']),
    });
    expect(signedIn.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    for (const [method, path] of [
      ['GET', '/staff'],
      ['GET', '/audit'],
      ['GET', '/sessions'],
      ['DELETE', '/sessions'],
      ['GET', '/session/'],
      ['GET', '/no-such-thing'],
      ['POST', `/staff/${newUuid()}/one-time-password`],
    ] as const) {
      expect([path, await codeOf(await api(method, path))]).toEqual([path, '403 password_due']);
    }
    expect((await send('GET', '/page')).status).toBe(200);
    expect(visited).toEqual(['claimant']);
    expect(memberSchema.parse(await (await api('GET', '/session')).json())).toMatchObject({
      mustSetPassword: true,
    });
    const short = await api('PUT', '/session/password', { password: 'short' });
    expect(await codeOf(short)).toBe('409 password_too_short');
    const set = await api('PUT', '/session/password', { password: ownPassword });
    expect([set.status, await set.json()]).toEqual([200, null]);
    expect((await api('GET', '/staff')).status).toBe(200);
    await send('GET', '/page');
    expect(visited).toEqual(['claimant', 'staff']);
  });

  it('is listed with its device, and ended from another one', async () => {
    const own = cookie;
    cookie = '';
    await api('POST', '/session', { email, password: ownPassword });
    const other = cookie;
    cookie = own;
    const listed = openSessionsSchema.parse(await (await api('GET', '/sessions')).json());
    expect(listed.sessions).toHaveLength(2);
    expect(listed.sessions).toMatchObject([
      { isCurrent: true, userAgent: 'Test browser' },
      { isCurrent: false },
    ]);
    const ended = await api('DELETE', `/sessions/${listed.sessions[1]?.sessionId}`);
    expect([ended.status, await ended.json()]).toEqual([200, null]);
    cookie = other;
    expect(await codeOf(await api('GET', '/session'))).toBe('401 signed_out');
    cookie = own;
    expect(await codeOf(await api('DELETE', `/sessions/${newUuid()}`))).toBe(
      '404 session_not_found',
    );
    const others = await api('DELETE', '/sessions');
    expect(endedSessionsSchema.parse(await others.json())).toEqual({ endedCount: 0 });
  });
});

describe('staff', () => {
  it('are added, given a one-time password and other roles, disabled and enabled', async () => {
    const input = { id: newUuid(), name: '이상담', email: 'Agent@Example.org', roles: ['agent'] };
    const added = await api('POST', '/staff', input);
    expect([added.status, staffMemberSchema.parse(await added.json())]).toMatchObject([
      201,
      {
        ...{ email: 'agent@example.org', hasPassword: false, hasOneTimePassword: false },
        ...{ isSignedOn: false, followsGroups: false },
      },
    ]);
    const issued = await api('POST', `/staff/${input.id}/one-time-password`);
    expect(issued.headers.get('cache-control')).toBe('no-store');
    const { oneTimePassword } = oneTimePasswordSchema.parse(await issued.json());
    expect(oneTimePassword).toMatch(/^[a-z0-9-]{19}$/);
    const roles = await api('PUT', `/staff/${input.id}/roles`, { roles: ['reviewer', 'agent'] });
    expect(staffMemberSchema.parse(await roles.json()).roles).toEqual(['reviewer', 'agent']);
    for (const isDisabled of [true, false]) {
      const changed = await api('PUT', `/staff/${input.id}/state`, { isDisabled });
      expect(staffMemberSchema.parse(await changed.json())).toMatchObject({ isDisabled });
    }
    const { staff } = staffListSchema.parse(await (await api('GET', '/staff')).json());
    expect(staff.map((member) => member.email)).toEqual([email, 'agent@example.org'].sort());
  });

  it('are refused with a code under every wrong way in', async () => {
    const again = { id: newUuid(), name: 'x', email, roles: ['agent'] };
    expect(await codeOf(await api('POST', '/staff', again))).toBe('409 staff_email_taken');
    const none = { ...again, roles: [] };
    expect(await codeOf(await api('POST', '/staff', none))).toBe('422 input_invalid');
    const { id } = memberSchema.parse(await (await api('GET', '/session')).json());
    expect(await codeOf(await api('PUT', `/staff/${id}/state`, { isDisabled: true }))).toBe(
      '409 own_account',
    );
    expect(await codeOf(await api('PUT', `/staff/${id}/roles`, { roles: ['agent'] }))).toBe(
      '409 own_account',
    );
    const unknown = `/staff/${newUuid()}/one-time-password`;
    expect(await codeOf(await api('POST', unknown))).toBe('404 staff_not_found');
  });
});

describe('the audit trail', () => {
  it('is paged, the newest first, and narrowed by actor, action, subject and time', async () => {
    const { id } = memberSchema.parse(await (await api('GET', '/session')).json());
    const first = auditPageSchema.parse(await (await api('GET', '/audit?limit=3')).json());
    expect(first.entries).toHaveLength(3);
    const rest = auditPageSchema.parse(
      await (await api('GET', `/audit?limit=200&after=${first.next}`)).json(),
    );
    expect(rest.next).toBeUndefined();
    const ids = [...first.entries, ...rest.entries].map(({ entryId }) => Number(entryId));
    expect(ids).toEqual(ids.toSorted((left, right) => right - left));
    const narrowed = async (query: string) =>
      auditPageSchema
        .parse(await (await api('GET', `/audit?${query}`)).json())
        .entries.map(({ action, actorName }) => `${action} ${actorName ?? '-'}`);
    expect(await narrowed('action=staff_roles_changed')).toEqual(['staff_roles_changed 관리자']);
    expect(await narrowed(`actorId=${id}&action=staff_added`)).toEqual(['staff_added 관리자']);
    expect(await narrowed('actorId=system&action=staff_added')).toEqual(['staff_added -']);
    expect(await narrowed(`subject=staff:${id}&action=password_set`)).toHaveLength(1);
    expect((await narrowed('subject=staff&limit=200')).length).toBeGreaterThan(5);
    expect(await narrowed('subject=sta')).toEqual([]);
    expect(await narrowed('from=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await narrowed('until=2001-01-01T00:00:00Z')).toEqual([]);
    const choices = auditChoicesSchema.parse(await (await api('GET', '/audit/choices')).json());
    expect(choices.actions).toEqual(choices.actions.toSorted());
    expect(choices.actions).toContain('staff_roles_changed');
    expect(choices.actors).toEqual([{ id, name: '관리자' }]);
    expect(await codeOf(await api('GET', '/audit?after=x'))).toBe('422 input_invalid');
    expect(await codeOf(await api('GET', '/audit?from=yesterday'))).toBe('422 input_invalid');
  });

  it('is exported as CSV and JSON Lines, entry for entry, and says so itself', async () => {
    await system().transact(async (tx) => {
      const entry = {
        ctx: system(),
        action: 'tried',
        subject: '=1+1',
        details: { name: '가,"나"' },
      };
      for (let count = 0; count < 1500; count += 1) await recordAudit(tx, entry);
    });
    const csv = await api('GET', '/audit/export?format=csv&action=tried');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
    const lines = (await csv.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(1501);
    expect(lines[0]).toBe(
      '"entryId","at","actorKind","actorId","actorName","requestId","action","subject","details"',
    );
    expect(lines[1]).toMatch(
      /,"system","system","","[^,]+","tried","'=1\+1","\{""name"":""가,\\""나\\""""\}"$/,
    );
    const json = await api('GET', '/audit/export?format=json&action=tried');
    const entries = (await json.text()).trimEnd().split('\n');
    expect(entries).toHaveLength(1500);
    expect(JSON.parse(entries[0] ?? '')).toMatchObject({ details: { name: '가,"나"' } });
    const told = await api('GET', '/audit?action=audit_exported');
    expect(auditPageSchema.parse(await told.json()).entries).toMatchObject([
      { details: { format: 'json' } },
      { details: { format: 'csv' } },
    ]);
  });

  it.each([
    'csv',
    'json',
  ])('that cannot be read is answered as such, not broken off, as %s', async (format) => {
    const unstorable = await api('GET', `/audit/export?format=${format}&subject=a%00b`);
    expect(await codeOf(unstorable)).toBe('422 input_invalid');
  });

  it('is for those who may read it', async () => {
    const other = createApp({
      contextOf: async () => staffContext(platform, 'reviewer'),
      routers: [
        { path: '/', router: auditRoutes() },
        { path: '/', router: staffRoutes() },
      ],
    });
    for (const path of ['audit', 'audit/choices', 'audit/export?format=csv', 'staff']) {
      const answered = await other.request(`/api/v1/${path}`);
      expect([path, answered.status]).toEqual([path, 403]);
    }
  });
});

describe('a member that is added twice', () => {
  it('gives the same answer to the same member again, and refuses another under its id', async () => {
    const input = { id: newUuid(), name: '박심사', email: 'r@example.org', roles: ['reviewer'] };
    expect((await api('POST', '/staff', input)).status).toBe(201);
    expect((await api('POST', '/staff', input)).status).toBe(201);
    const others = [{ email: 'other@example.org' }, { roles: ['approver'] }, { name: '다른 이' }];
    for (const other of others) {
      const refused = await api('POST', '/staff', { ...input, ...other });
      expect(await codeOf(refused)).toBe('409 id_already_used');
    }
  });
});
