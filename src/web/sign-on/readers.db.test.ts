import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import {
  locationOf,
  openSignOnBench,
  signOnSettings,
  type Visitor,
} from '../../../test/support/sign-on-bench.ts';
import { openTrialIssuer, type TrialIssuer } from '../../../test/support/trial-issuer.ts';
import { addMs, parseInstant } from '../../kernel/index.ts';
import {
  addStaff,
  changeRoles,
  listStaff,
  newUuid,
  type Platform,
  sql,
} from '../../platform/index.ts';
import { isReading, letReaderIn, readerMs } from '../../platform/sign-on/index.ts';
import { parseBrands } from '../public/status/brand.ts';

let platform: Platform;
let issuer: TrialIssuer;
const parsed = parseBrands({
  brands: [
    {
      id: 'inner',
      titles: { ko: '안쪽', en: 'Inner' },
      hosts: ['inner.test'],
      isPrivate: true,
      groups: [{ titles: { ko: '전체', en: 'All' }, components: [] }],
    },
  ],
});
const brands = parsed.ok ? parsed.value : [];

beforeAll(async () => {
  platform = await openTestPlatform();
  issuer = await openTrialIssuer();
});
afterAll(() => issuer.close());
beforeEach(() => issuer.say({}));

const open = (readers: 'nobody' | 'everybody' | readonly string[]) =>
  openSignOnBench(platform, { brands, signOn: signOnSettings(issuer.url, { readers }) });

/** Follows the link of the private page to the issuer and back. */
async function readAs(visitor: Visitor, claims: Record<string, unknown>): Promise<Response> {
  issuer.say(claims);
  const page = await visitor.get('/?lang=en');
  expect(page.status).toBe(403);
  const link = /href="(\/sign-on\?[^"]+)"/.exec(await page.text())?.[1] ?? '';
  const sentTo = locationOf(await visitor.get(link.replaceAll('&amp;', '&')));
  expect(sentTo.searchParams.get('redirect_uri')).toBe('http://inner.test/sign-on/callback');
  const back = { code: issuer.codeFor(sentTo), state: sentTo.searchParams.get('state') ?? '' };
  return visitor.get(`/sign-on/callback?${new URLSearchParams(back)}`);
}

async function statusesOf(visitor: Visitor): Promise<readonly number[]> {
  const paths = ['/', '/status', '/status/badge.svg', '/history.atom', '/api/v2/summary.json'];
  const statuses: number[] = [];
  for (const path of paths) statuses.push((await visitor.get(path)).status);
  return statuses;
}

const all = (status: number) => [status, status, status, status, status];

describe('readers of a private page', () => {
  it('sign in from the page and come back to it; the console stays closed', async () => {
    const visitor = open(['ops', 'press']).visit('inner.test');
    expect(await statusesOf(visitor)).toEqual(all(403));
    const answer = await readAs(visitor, { sub: 's-reader', groups: ['press'] });
    expect(answer.headers.get('location')).toBe('/?lang=en');
    expect(answer.headers.getSetCookie().join()).toMatch(/amends_reader=.*HttpOnly; SameSite=Lax/);
    expect(await statusesOf(visitor)).toEqual(all(200));
    for (const path of ['/', '/status/badge.svg', '/history.rss', '/api/v2/summary.json']) {
      expect((await visitor.get(path)).headers.get('cache-control')).toBe('private, no-store');
    }
    expect((await visitor.get('/api/v1/session')).status).toBe(401);
    const { rows } = await sql<{ action: string; subject: string }>`select action, subject
      from platform.audit where action = 'reader_signed_in'`.execute(platform.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.subject).toMatch(/^sign_on:[0-9a-f]{16}$/);
  });

  it('are refused outside of the groups, and where nobody may', async () => {
    for (const readers of [['ops'], 'nobody'] as const) {
      const visitor = open(readers).visit('inner.test');
      const answer = await readAs(visitor, { sub: 's-outside', groups: ['press', 'op'] });
      expect(locationOf(answer).pathname).toBe('/sign-on/refused/sign_on_no_reader');
      expect(await statusesOf(visitor)).toEqual(all(403));
    }
  });

  it('are all whom the issuer signs in, when the operator says so', async () => {
    const visitor = open('everybody').visit('inner.test');
    await readAs(visitor, { sub: 's-anybody' });
    expect(await statusesOf(visitor)).toEqual(all(200));
  });

  it('sign out from the page, and are out at once', async () => {
    const visitor = open('everybody').visit('inner.test');
    await readAs(visitor, { sub: 's-leaves' });
    const kept = { cookie: `amends_reader=${visitor.cookies.get('amends_reader')}` };
    const page = await (await visitor.get('/?lang=en')).text();
    const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page) ?? [];
    const answer = await visitor.post(action.replaceAll('&amp;', '&'));
    expect(answer.headers.get('location')).toBe('/?lang=en');
    expect(visitor.cookies.has('amends_reader')).toBe(false);
    expect(await statusesOf(visitor)).toEqual(all(403));
    expect((await visitor.get('/', kept)).status).toBe(403);
    const other = await visitor.post('/sign-on/sign-out?return_to=https%3A%2F%2Fother.example%2F');
    expect(other.headers.get('location')).toBe('/status');
  });

  it('whom the issuer names in no group any more read on in no browser', async () => {
    const bench = open(['press']);
    const visitor = bench.visit('inner.test');
    await readAs(visitor, { sub: 's-moved', groups: ['press'] });
    await readAs(bench.visit('inner.test'), { sub: 's-stays', groups: ['press'] });
    expect(await statusesOf(visitor)).toEqual(all(200));
    await readAs(bench.visit('inner.test'), { sub: 's-moved', groups: [] });
    expect(await statusesOf(visitor)).toEqual(all(403));
  });

  it('are members of staff, too, with a session of theirs', async () => {
    const email = 'staff@example.org';
    const input = { id: newUuid(), name: '김', email, roles: ['agent'] as const };
    const { id } = await addStaff(staffContext(platform, 'administrator'), input);
    const visitor = open('nobody').visit('inner.test');
    await readAs(visitor, { sub: 's-staff', email, email_verified: true });
    expect(await statusesOf(visitor)).toEqual(all(200));
    expect(await (await visitor.get('/api/v1/session')).json()).toMatchObject({ id });
  });

  it('are out at once when the operator lets readers in no more', async () => {
    const visitor = open('everybody').visit('inner.test');
    await readAs(visitor, { sub: 's-closed' });
    const closed = open('nobody').visit('inner.test');
    for (const [name, value] of visitor.cookies) closed.cookies.set(name, value);
    expect(await statusesOf(closed)).toEqual(all(403));
  });

  it('read with a token that was given, for eight hours', async () => {
    const start = parseInstant('2026-01-05T00:00:00Z');
    if (start === undefined) throw new Error('no instant');
    const at = (ms: number) => staffContext(platform, 'agent', { now: addMs(start, ms) });
    const identity = { issuer: issuer.url, subject: 's-hours', groups: [] };
    const settings = signOnSettings(issuer.url, { readers: 'everybody' });
    const letIn = await letReaderIn(at(0), { identity, settings });
    const token = letIn.ok ? letIn.value.token : '';
    expect(await isReading(at(readerMs - 1), token)).toBe(true);
    expect(await isReading(at(readerMs), token)).toBe(false);
    expect(await isReading(at(0), `${token}x`)).toBe(false);
    expect(await isReading(at(0), undefined)).toBe(false);
  });
});

describe('groups', () => {
  const rolesByGroup = new Map([
    ['finance', ['treasurer'] as const],
    ['audit', ['auditor'] as const],
  ]);
  const groupsClaim = 'https://x.example/groups';
  const openBench = () =>
    openSignOnBench(platform, {
      signOn: signOnSettings(issuer.url, { rolesByGroup, groupsClaim }),
    });

  /** Signs somebody in whose groups are these; gives their browser and where it was led. */
  async function enter(name: string, groups: unknown) {
    const visitor = openBench().visit();
    const person = { sub: `s-${name}`, email: `${name}@example.org`, email_verified: true };
    issuer.say({ ...person, name: '새 사람', [groupsClaim]: groups });
    const sentTo = locationOf(await visitor.get('/sign-on'));
    const back = { code: issuer.codeFor(sentTo), state: sentTo.searchParams.get('state') ?? '' };
    const answer = await visitor.get(`/sign-on/callback?${new URLSearchParams(back)}`);
    return { visitor, path: locationOf(answer).pathname };
  }
  const whoIs = async (visitor: Visitor) =>
    (await (await visitor.get('/api/v1/session')).json()) as { id: string; roles: string[] };

  it('make an account with the roles that were mapped, and give it those of each sign-in', async () => {
    expect((await enter('new', ['everyone'])).path).toBe('/sign-on/refused/sign_on_no_account');
    const first = await enter('new', ['finance', 'audit', 'everyone']);
    const made = await whoIs(first.visitor);
    expect(made).toMatchObject({ name: '새 사람', roles: ['treasurer', 'auditor'] });
    const again = await enter('new', 'audit');
    expect(await whoIs(again.visitor)).toMatchObject({ id: made.id, roles: ['auditor'] });
    expect(await whoIs(first.visitor)).toMatchObject({ roles: ['auditor'] });
    const { rows } = await sql<{ details: unknown }>`select details from platform.audit
      where action = 'staff_roles_changed' and subject = ${`staff:${made.id}`}`.execute(
      platform.db,
    );
    const change = { from: ['treasurer', 'auditor'], to: ['auditor'], by: 'groups' };
    expect(rows).toEqual([{ details: change }]);
  });

  it.each([
    [[]],
    [undefined],
    [['everyone']],
  ])('that are %j now end every session, and let nobody in until one gives a role again', async (groups) => {
    const name = `lost-${JSON.stringify(groups)?.length ?? 0}`;
    const { visitor } = await enter(name, ['finance']);
    expect((await visitor.get('/api/v1/session')).status).toBe(200);
    expect((await enter(name, groups)).path).toBe('/sign-on/refused/sign_on_no_group');
    expect((await visitor.get('/api/v1/session')).status).toBe(401);
    const back = await enter(name, ['audit']);
    expect(await whoIs(back.visitor)).toMatchObject({ roles: ['auditor'] });
  });

  it('change nothing of roles that were given by hand, before or after', async () => {
    const administrator = staffContext(platform, 'administrator');
    const local = {
      id: newUuid(),
      name: '김',
      email: 'local@example.org',
      roles: ['agent'] as const,
    };
    await addStaff(administrator, local);
    expect(await whoIs((await enter('local', ['finance'])).visitor)).toMatchObject({
      roles: ['agent'],
    });
    const { id: staffId } = await whoIs((await enter('changed', ['finance'])).visitor);
    const find = async () => (await listStaff(administrator)).find(({ id }) => id === staffId);
    expect(await find()).toMatchObject({ isSignedOn: true, followsGroups: true });
    const changed = await changeRoles(administrator, { staffId, roles: ['reviewer'] });
    expect(changed).toMatchObject({ ok: true, value: { isSignedOn: true, followsGroups: false } });
    expect(await find()).toMatchObject({ isSignedOn: true, followsGroups: false });
    for (const groups of [['audit'], []]) {
      const { visitor } = await enter('changed', groups);
      expect(await whoIs(visitor)).toMatchObject({ roles: ['reviewer'] });
    }
  });
});
