import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import {
  locationOf,
  openSignOnBench,
  signOnSettings,
  type Visitor,
} from '../../../test/support/sign-on-bench.ts';
import { openTrialIssuer, type TrialIssuer } from '../../../test/support/trial-issuer.ts';
import { addStaff, disableStaff, newUuid, type Platform, sql } from '../../platform/index.ts';
import { enableStaff } from '../../platform/staff.ts';
import { refusalSentence } from '../messages/refusals.ts';

let platform: Platform;
let issuer: TrialIssuer;
let bench: ReturnType<typeof openSignOnBench>;

beforeAll(async () => {
  platform = await openTestPlatform();
  issuer = await openTrialIssuer();
  bench = openSignOnBench(platform, { signOn: signOnSettings(issuer.url) });
});
afterAll(() => issuer.close());
beforeEach(() => issuer.say({}));

const administrator = () => staffContext(platform, 'administrator');

async function addMember(email: string): Promise<string> {
  const input = { id: newUuid(), name: '김검토', email, roles: ['reviewer'] as const };
  return (await addStaff(administrator(), input)).id;
}

const verified = (email: string, sub: string) => ({ email, email_verified: true, sub, groups: [] });

/** Signs in at the issuer and comes back; gives the answer to coming back. */
async function signOn(
  visitor: Visitor,
  change: (back: URLSearchParams) => void = () => undefined,
  path = '/sign-on?return_to=/console/claims',
): Promise<Response> {
  const sentTo = locationOf(await visitor.get(path));
  expect(sentTo.origin).toBe(issuer.url);
  const state = sentTo.searchParams.get('state') ?? '';
  const back = new URLSearchParams({ code: issuer.codeFor(sentTo), state });
  change(back);
  return visitor.get(`/sign-on/callback?${back}`);
}

/** Looks that nobody was signed in, and that the page says why in both languages. */
async function expectRefused(visitor: Visitor, answer: Response, code: string): Promise<void> {
  expect(locationOf(answer).pathname).toBe(`/sign-on/refused/${code}`);
  expect(visitor.cookies.has('amends_session')).toBe(false);
  for (const lang of ['ko', 'en'] as const) {
    const page = await visitor.get(`/sign-on/refused/${code}?lang=${lang}`);
    expect(page.status).toBe(code === 'sign_on_issuer_down' ? 503 : 200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain(refusalSentence({ code }, lang));
  }
}

async function auditOf(subject: string): Promise<readonly string[]> {
  const { rows } = await sql<{ action: string }>`select action from platform.audit
    where subject = ${subject} order by id`.execute(platform.db);
  return rows.map(({ action }) => action);
}

describe('signing in at an issuer', () => {
  it('opens a session like any other for who has the verified address', async () => {
    const id = await addMember('kim@example.org');
    issuer.say(verified('Kim@Example.org', 's-kim'));
    const visitor = bench.visit();
    const answer = await signOn(visitor);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/console/claims']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const session = await visitor.get('/api/v1/session');
    expect(await session.json()).toMatchObject({ id, roles: ['reviewer'], confirmedUntil: null });
    expect(await auditOf(`staff:${id}`)).toEqual([
      'staff_added',
      'sign_on_remembered',
      'signed_in',
    ]);
  });

  it('remembers the subject, whatever address it has later', async () => {
    const id = await addMember('lee@example.org');
    issuer.say(verified('lee@example.org', 's-lee'));
    await signOn(bench.visit());
    issuer.say({ sub: 's-lee' });
    const visitor = bench.visit();
    expect((await signOn(visitor)).headers.get('location')).toBe('/console/claims');
    expect(await (await visitor.get('/api/v1/session')).json()).toMatchObject({ id });
  });

  it('asks with PKCE, state and nonce, and for a fresh proof when told to', async () => {
    const asked = locationOf(await bench.visit().get('/sign-on?fresh=yes')).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('redirect_uri')).toBe('http://status.test/sign-on/callback');
    expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '60']);
    const other = locationOf(await bench.visit().get('/sign-on')).searchParams;
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.get(name)?.length).toBeGreaterThanOrEqual(43);
      expect(other.get(name)).not.toBe(asked.get(name));
    }
  });

  it('counts as the password given when the person proved who they are', async () => {
    await addMember('park@example.org');
    const proved = Math.floor(Date.now() / 1000) - 20;
    issuer.say({ ...verified('park@example.org', 's-park'), auth_time: proved });
    const visitor = bench.visit();
    await signOn(visitor);
    const member = (await (await visitor.get('/api/v1/session')).json()) as Record<string, string>;
    expect(Date.parse(member.confirmedUntil ?? '')).toBe((proved + 300) * 1000);
  });

  it('gives a new session each time, and ends the one that the browser had', async () => {
    await addMember('fix@example.org');
    issuer.say(verified('fix@example.org', 's-fix'));
    const visitor = bench.visit();
    visitor.cookies.set('amends_session', 'chosen-by-somebody-else');
    await signOn(visitor);
    const first = visitor.cookies.get('amends_session') ?? '';
    expect(first).not.toBe('chosen-by-somebody-else');
    await signOn(visitor);
    const second = visitor.cookies.get('amends_session') ?? '';
    expect(second).not.toBe(first);
    const stale = bench.visit();
    stale.cookies.set('amends_session', first);
    expect((await stale.get('/api/v1/session')).status).toBe(401);
  });

  it('keeps nothing of a token or a secret', async () => {
    await addMember('trace@example.org');
    issuer.say(verified('trace@example.org', 's-secret-subject'));
    await signOn(bench.visit());
    const { rows } = await sql<{ text: string }>`select row(a.*)::text as text from platform.audit a
      union all select row(s.*)::text from platform.session s
      union all select row(k.*)::text from platform.staff_sign_on k`.execute(platform.db);
    const kept = rows.map(({ text }) => text).join('\n');
    expect(kept).toContain(issuer.url);
    expect(issuer.given.length).toBeGreaterThan(0);
    for (const secret of [...issuer.given, 's-secret-subject']) expect(kept).not.toContain(secret);
  });
});

describe('a sign-in that comes to nothing', () => {
  it('when the state is another', async () => {
    const visitor = bench.visit();
    const answer = await signOn(visitor, (back) => back.set('state', 'x'.repeat(43)));
    await expectRefused(visitor, answer, 'sign_on_state_differs');
  });

  it('when another browser began it', async () => {
    const began = bench.visit();
    const sentTo = locationOf(await began.get('/sign-on'));
    const victim = bench.visit();
    const state = sentTo.searchParams.get('state');
    const path = `/sign-on/callback?code=${issuer.codeFor(sentTo)}&state=${state}`;
    await expectRefused(victim, await victim.get(path), 'sign_on_expired');
  });

  it('when the nonce is another', async () => {
    issuer.say({ ...verified('n@example.org', 's-n'), nonce: 'of another attempt' });
    const visitor = bench.visit();
    await expectRefused(visitor, await signOn(visitor), 'sign_on_nonce_differs');
  });

  it('when the code was used before', async () => {
    await addMember('twice@example.org');
    issuer.say(verified('twice@example.org', 's-twice'));
    const visitor = bench.visit();
    const sentTo = locationOf(await visitor.get('/sign-on'));
    const kept = visitor.cookies.get('amends_sign_on') ?? '';
    const state = sentTo.searchParams.get('state');
    const path = `/sign-on/callback?code=${issuer.codeFor(sentTo)}&state=${state}`;
    expect((await visitor.get(path)).headers.get('location')).toBe('/console');
    expect(visitor.cookies.has('amends_sign_on')).toBe(false);
    const thief = bench.visit();
    thief.cookies.set('amends_sign_on', kept);
    await expectRefused(thief, await thief.get(path), 'sign_on_code_refused');
  });

  it.each([
    ['has run out', () => ({ exp: Math.floor(Date.now() / 1000) - 120 })],
    ['is of a time to come', () => ({ iat: Math.floor(Date.now() / 1000) + 120 })],
    ['is not yet of use', () => ({ nbf: Math.floor(Date.now() / 1000) + 120 })],
  ])('when the token %s', async (_when, times) => {
    issuer.say({ ...verified('t@example.org', 's-t'), ...times() });
    const visitor = bench.visit();
    await expectRefused(visitor, await signOn(visitor), 'sign_on_clock_differs');
  });

  it('but not when the clocks differ by a few seconds', async () => {
    await addMember('skew@example.org');
    const now = Math.floor(Date.now() / 1000);
    issuer.say({ ...verified('skew@example.org', 's-skew'), iat: now + 10, nbf: now + 10 });
    expect((await signOn(bench.visit())).headers.get('location')).toBe('/console/claims');
  });

  it.each([
    ['somebody else signed the token', {}, true],
    ['the token is for another client', { aud: 'another' }, false],
    ['the token is of another issuer', { iss: 'https://other.example' }, false],
  ])('when %s', async (_when, claims, isForged) => {
    issuer.say({ ...verified('f@example.org', 's-f'), ...claims }, { isForged });
    const visitor = bench.visit();
    await expectRefused(visitor, await signOn(visitor), 'sign_on_token_refused');
  });

  it('when the person breaks off', async () => {
    const visitor = bench.visit();
    const answer = await signOn(visitor, (back) => {
      back.delete('code');
      back.set('error', 'access_denied');
    });
    await expectRefused(visitor, answer, 'sign_on_cancelled');
  });

  it('when the address is not verified, or nobody here has it', async () => {
    const id = await addMember('unverified@example.org');
    issuer.say({ email: 'unverified@example.org', email_verified: false, sub: 's-u' });
    const visitor = bench.visit();
    await expectRefused(visitor, await signOn(visitor), 'sign_on_email_unverified');
    expect(await auditOf(`staff:${id}`)).toEqual(['staff_added']);
    issuer.say(verified('stranger@example.org', 's-stranger'));
    await expectRefused(visitor, await signOn(visitor), 'sign_on_no_account');
    const { rows } = await sql<{ reason: string }>`select details->>'reason' as reason
      from platform.audit where action = 'sign_on_refused' order by id desc limit 2`.execute(
      platform.db,
    );
    expect(rows.map(({ reason }) => reason)).toEqual([
      'sign_on_no_account',
      'sign_on_email_unverified',
    ]);
  });

  it('when the member is disabled, or the address is now another person’s', async () => {
    const id = await addMember('moved@example.org');
    issuer.say(verified('moved@example.org', 's-first'));
    await signOn(bench.visit());
    issuer.say(verified('moved@example.org', 's-second'));
    const visitor = bench.visit();
    await expectRefused(visitor, await signOn(visitor), 'sign_on_other_person');
    await disableStaff(administrator(), id);
    await expectRefused(visitor, await signOn(visitor), 'sign_on_disabled');
    await enableStaff(administrator(), id);
    expect((await signOn(visitor)).headers.get('location')).toBe('/console/claims');
  });

  it('when the issuer is down, before and after', async () => {
    const away = await openTrialIssuer();
    const gone = openSignOnBench(platform, { signOn: signOnSettings(away.url) });
    await away.close();
    const visitor = gone.visit();
    await expectRefused(visitor, await visitor.get('/sign-on'), 'sign_on_issuer_down');
    issuer.say({}, { status: 503 });
    const late = bench.visit();
    await expectRefused(late, await signOn(late), 'sign_on_issuer_down');
  });

  it('where no issuer is configured', async () => {
    const visitor = openSignOnBench(platform, {}).visit();
    expect((await visitor.get('/sign-on')).status).toBe(404);
    expect((await visitor.get('/sign-on/callback?code=a&state=b')).status).toBe(404);
    expect(await (await visitor.get('/api/v1/sign-on')).json()).toEqual({ name: null });
  });
});

describe('the log', () => {
  it('says in words of the protocol why an answer was refused, and nothing of a token', async () => {
    const lines: unknown[] = [];
    const write = (fields: object, message: string): void => void lines.push({ fields, message });
    const log = { debug: write, info: write, warn: write, error: write };
    const context: Platform['context'] = (asked) => ({ ...platform.context(asked), log });
    const told = openSignOnBench(
      { ...platform, log, context },
      { signOn: signOnSettings(issuer.url) },
    );
    issuer.say({ ...verified('log@example.org', 's-log'), nonce: 'another' });
    const visitor = told.visit();
    await expectRefused(visitor, await signOn(visitor), 'sign_on_nonce_differs');
    const all = JSON.stringify(lines);
    expect(lines).toEqual([
      {
        fields: { why: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED nonce' },
        message: 'an answer of the issuer was refused',
      },
    ]);
    for (const secret of [...issuer.given, 's-log', 'log@example.org']) {
      expect(all).not.toContain(secret);
    }
  });
});

describe('the way back', () => {
  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/sign-on?return_to=/',
  ])('stays within the site: %s', async (there) => {
    await addMember('back@example.org');
    issuer.say(verified('back@example.org', 's-back'));
    const path = `/sign-on?return_to=${encodeURIComponent(there)}`;
    const answer = await signOn(bench.visit(), undefined, path);
    expect(answer.headers.get('location')).toBe('/console');
  });

  it('is by the name that the issuer knows, whatever name was asked for', async () => {
    const answer = await bench.visit('elsewhere.test').get('/sign-on?return_to=/console/x');
    const there = locationOf(answer);
    expect(there.origin).toBe('http://status.test');
    const visitor = bench.visit();
    expect(locationOf(await visitor.get(there.pathname + there.search)).origin).toBe(issuer.url);
  });
});
