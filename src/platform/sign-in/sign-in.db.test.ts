import { beforeAll, describe, expect, it, vi } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { addMs, type Instant, parseInstant } from '../../kernel/index.ts';
import { newUuid } from '../clock.ts';
import type { Context } from '../context.ts';
import * as passwords from '../password.ts';
import type { Platform } from '../platform.ts';
import { addStaff, disableStaff, issueOneTimePassword } from '../staff.ts';
import { beginAttempt } from './attempt-store.ts';
import { endOtherSessions, endOwnSession, findSession, listOwnSessions } from './sessions.ts';
import { setOwnPassword, signIn } from './sign-in.ts';

let platform: Platform;
const start = parseInstant('2026-01-05T00:00:00Z') as Instant;
const ownPassword = '비밀번호열두글자이상입니다';
const wrong = '이것은틀린비밀번호입니다';

beforeAll(async () => {
  platform = await openTestPlatform();
});

const administrator = () => staffContext(platform, 'administrator');
const from = (address: string | undefined, atMs = 0): Context =>
  claimantContext(platform, {
    now: addMs(start, atMs),
    ...(address === undefined ? {} : { address }),
  });

async function addMember(email: string): Promise<string> {
  const input = { id: newUuid(), name: '김검토', email, roles: ['reviewer'] as const };
  return (await addStaff(administrator(), input)).id;
}

async function oneTime(email: string): Promise<string> {
  const password = await issueOneTimePassword(administrator(), email);
  if (password === undefined) throw new Error(`nobody has the address ${email}`);
  return password;
}

async function enter(ctx: Context, input: { email: string; password: string }) {
  const outcome = await signIn(ctx, input);
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.value;
}

/** Adds a member who has set an own password from the address. */
async function addSettled(email: string, address?: string): Promise<string> {
  const id = await addMember(email);
  const { token } = await enter(from(address), { email, password: await oneTime(email) });
  const ctx = staffContext(platform, 'reviewer', { id, now: start });
  expect(await setOwnPassword(ctx, { password: ownPassword, token })).toMatchObject({ ok: true });
  return id;
}

async function codes(ctxs: readonly Context[], input: { email: string; password: string }) {
  const got: string[] = [];
  for (const ctx of ctxs) {
    const outcome = await signIn(ctx, input);
    got.push(outcome.ok ? 'ok' : outcome.refusal.code);
  }
  return got;
}

describe('signing in', () => {
  it('takes a one-time password once', async () => {
    await addMember('once@example.org');
    const password = await oneTime('once@example.org');
    const input = { email: 'once@example.org', password };
    expect(await signIn(from(undefined), input)).toMatchObject({
      value: { mustSetPassword: true },
    });
    expect(await signIn(from(undefined), input)).toEqual({
      ok: false,
      refusal: { code: 'sign_in_refused' },
    });
  });

  it('lets only one of several simultaneous uses of a one-time password in', async () => {
    await addMember('race@example.org');
    const input = { email: 'race@example.org', password: await oneTime('race@example.org') };
    const tries = await Promise.all([1, 2, 3].map(() => signIn(from(undefined), input)));
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('gives an unknown address, a wrong password and a disabled member one refusal after the same work', async () => {
    await addMember('known@example.org');
    const id = await addSettled('gone@example.org');
    await disableStaff(administrator(), id);
    const verify = vi.spyOn(passwords, 'verifyPassword');
    const work: number[] = [];
    for (const input of [
      { email: 'nobody@example.org', password: wrong },
      { email: 'known@example.org', password: wrong },
      { email: 'gone@example.org', password: ownPassword },
    ]) {
      verify.mockClear();
      expect(await codes([from(undefined)], input)).toEqual(['sign_in_refused']);
      work.push(verify.mock.calls.length);
    }
    verify.mockRestore();
    expect(work).toEqual([2, 2, 2]);
  });

  it('keeps a session for thirty idle minutes, and for eight hours at most', async () => {
    await addMember('idle@example.org');
    const input = { email: 'idle@example.org', password: await oneTime('idle@example.org') };
    const { token } = await enter(from(undefined), input);
    const find = (minutes: number) =>
      findSession(platform.db, { token, now: addMs(start, minutes * 60_000) });
    expect(await find(29)).toMatchObject({ actor: { kind: 'staff', roles: ['reviewer'] } });
    expect(await find(29 + 31)).toBeUndefined();
    for (let minutes = 29; minutes < 480; minutes += 29) expect(await find(minutes)).toBeDefined();
    expect(await find(481)).toBeUndefined();
  });
});

it('makes an attempt wait after failures, and lets the right password in once it is over', async () => {
  await addSettled('slow@example.org');
  // Four failures of before, as another process recorded them.
  for (let failure = 0; failure < 4; failure += 1) {
    const ctx = from(undefined);
    await ctx.transact((tx) => beginAttempt(tx, { ctx, email: 'slow@example.org' }));
  }
  const right = { email: 'slow@example.org', password: ownPassword };
  expect(await codes([from(undefined)], { ...right, password: wrong })).toEqual([
    'sign_in_refused',
  ]);
  expect(await signIn(from(undefined, 1), right)).toEqual({
    ok: false,
    refusal: { code: 'sign_in_delayed', waitSeconds: 2 },
  });
  expect(await codes([from(undefined, 2_000), from(undefined, 2_000)], right)).toEqual([
    'ok',
    'ok',
  ]);
});

describe('an own password', () => {
  it('has twelve characters or more; a one-time sign-in is not asked for the current one', async () => {
    const id = await addMember('own@example.org');
    const ctx = staffContext(platform, 'reviewer', { id, now: start });
    const input = { email: 'own@example.org', password: await oneTime('own@example.org') };
    const { token } = await enter(from(undefined), input);
    expect(await setOwnPassword(ctx, { password: '12345678901', token })).toEqual({
      ok: false,
      refusal: { code: 'password_too_short', lengthMin: 12 },
    });
    expect(await setOwnPassword(ctx, { password: '123456789012', token })).toMatchObject({
      ok: true,
    });
    const again = { email: 'own@example.org', password: '123456789012' };
    expect(await enter(from(undefined), again)).toMatchObject({ mustSetPassword: false });
  });

  it('is changed with the current one only, and ends the other sessions', async () => {
    const id = await addSettled('change@example.org');
    const ctx = staffContext(platform, 'reviewer', { id, now: start });
    const input = { email: 'change@example.org', password: ownPassword };
    const [first, second] = [
      await enter(from(undefined), input),
      await enter(from(undefined), input),
    ];
    const password = '새로운비밀번호열두글자이상';
    const bare = await setOwnPassword(ctx, { password, token: first.token });
    expect(bare).toMatchObject({ refusal: { code: 'current_password_wrong' } });
    const changed = { password, currentPassword: ownPassword, token: first.token };
    const outcome = await setOwnPassword(ctx, changed);
    const renewed = outcome.ok ? outcome.value.token : '';
    expect(await findSession(platform.db, { token: renewed, now: start })).toBeDefined();
    // Whoever had the token of the session from before has nothing.
    expect(await findSession(platform.db, { token: first.token, now: start })).toBeUndefined();
    expect(await findSession(platform.db, { token: second.token, now: start })).toBeUndefined();
  });

  it('is due again after another one-time password, although there is one', async () => {
    await addSettled('again@example.org');
    const input = { email: 'again@example.org', password: await oneTime('again@example.org') };
    const { token, mustSetPassword } = await enter(from(undefined), input);
    expect(mustSetPassword).toBe(true);
    expect(await findSession(platform.db, { token, now: start })).toMatchObject({
      isPasswordDue: true,
    });
  });

  it('is set in a session of one’s own only', async () => {
    const id = await addMember('mine@example.org');
    await addMember('theirs@example.org');
    const input = { email: 'theirs@example.org', password: await oneTime('theirs@example.org') };
    const { token } = await enter(from(undefined), input);
    const ctx = staffContext(platform, 'reviewer', { id, now: start });
    await expect(setOwnPassword(ctx, { password: ownPassword, token })).rejects.toMatchObject({
      code: 'signed_out',
    });
  });
});

describe('sessions', () => {
  it('are listed and ended by their owner only', async () => {
    const id = await addSettled('many@example.org');
    const input = { email: 'many@example.org', password: ownPassword };
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map(() => enter(from(undefined), input)),
    );
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    const ctx = staffContext(platform, 'reviewer', { id, now: start });
    const listed = await listOwnSessions(ctx, { token: first.token });
    expect(listed).toHaveLength(4);
    expect(listed.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    const found = await findSession(platform.db, { token: second.token, now: start });
    const sessionId = found?.sessionId ?? '';
    const stranger = staffContext(platform, 'reviewer', { id: await addMember('x@example.org') });
    expect(await endOwnSession(stranger, { sessionId })).toMatchObject({
      refusal: { code: 'session_not_found' },
    });
    expect(await endOwnSession(ctx, { sessionId })).toMatchObject({ ok: true });
    expect(await findSession(platform.db, { token: second.token, now: start })).toBeUndefined();
    expect(await endOtherSessions(ctx, { token: first.token })).toEqual({ endedCount: 2 });
    expect(await findSession(platform.db, { token: third.token, now: start })).toBeUndefined();
    expect(await listOwnSessions(ctx, { token: first.token })).toMatchObject([{ isCurrent: true }]);
  });
});
