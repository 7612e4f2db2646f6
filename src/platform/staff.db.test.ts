import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { addMs } from '../kernel/index.ts';
import { newUuid } from './clock.ts';
import type { Platform } from './platform.ts';
import {
  addStaff,
  disableStaff,
  findSessionActor,
  issueOneTimePassword,
  listStaff,
  setOwnPassword,
  signIn,
} from './staff.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await openTestPlatform();
});

async function addMember(email: string): Promise<string> {
  const ctx = staffContext(platform, 'administrator');
  const member = await addStaff(ctx, { id: newUuid(), name: '김검토', email, roles: ['reviewer'] });
  return member.id;
}

async function oneTime(email: string): Promise<string> {
  const password = await issueOneTimePassword(staffContext(platform, 'administrator'), email);
  if (password === undefined) throw new Error(`nobody has the address ${email}`);
  return password;
}

describe('signing in', () => {
  it('takes a one-time password once', async () => {
    await addMember('once@example.org');
    const password = await oneTime('once@example.org');
    const ctx = claimantContext(platform);
    const first = await signIn(ctx, { email: 'once@example.org', password });
    expect(first).toMatchObject({ ok: true, value: { mustSetPassword: true } });
    const second = await signIn(ctx, { email: 'once@example.org', password });
    expect(second).toEqual({ ok: false, refusal: { code: 'sign_in_refused' } });
  });

  it('lets only one of two simultaneous uses of a one-time password in', async () => {
    await addMember('race@example.org');
    const password = await oneTime('race@example.org');
    const tries = await Promise.all(
      [1, 2, 3].map(() =>
        signIn(claimantContext(platform), { email: 'race@example.org', password }),
      ),
    );
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('gives a wrong password and an unknown address the same refusal', async () => {
    await addMember('known@example.org');
    const ctx = claimantContext(platform);
    const wrong = await signIn(ctx, { email: 'known@example.org', password: 'wrong' });
    const unknown = await signIn(ctx, { email: 'nobody@example.org', password: 'wrong' });
    expect(wrong).toEqual(unknown);
  });

  it('keeps a session for thirty idle minutes, and for eight hours at most', async () => {
    await addMember('idle@example.org');
    const password = await oneTime('idle@example.org');
    const ctx = claimantContext(platform);
    const signedIn = await signIn(ctx, { email: 'idle@example.org', password });
    if (!signedIn.ok) throw new Error('sign-in refused');
    const { token } = signedIn.value;
    const find = (minutes: number) =>
      findSessionActor(platform.db, { token, now: addMs(ctx.now, minutes * 60_000) });
    expect(await find(29)).toMatchObject({ kind: 'staff', roles: ['reviewer'] });
    expect(await find(29 + 31)).toBeUndefined();
    for (let minutes = 29; minutes < 480; minutes += 29) expect(await find(minutes)).toBeDefined();
    expect(await find(481)).toBeUndefined();
  });

  it('ends at once for a member who is disabled', async () => {
    const id = await addMember('leaver@example.org');
    const password = await oneTime('leaver@example.org');
    const ctx = claimantContext(platform);
    const signedIn = await signIn(ctx, { email: 'leaver@example.org', password });
    if (!signedIn.ok) throw new Error('sign-in refused');
    await disableStaff(staffContext(platform, 'administrator'), id);
    const options = { token: signedIn.value.token, now: ctx.now };
    expect(await findSessionActor(platform.db, options)).toBeUndefined();
    expect(
      await issueOneTimePassword(staffContext(platform, 'administrator'), 'leaver@example.org'),
    ).toBe(undefined);
  });

  it('accepts an own password of twelve characters and refuses eleven', async () => {
    const id = await addMember('own@example.org');
    const ctx = staffContext(platform, 'reviewer', { id });
    expect(await setOwnPassword(ctx, '12345678901')).toMatchObject({ ok: false });
    expect(await setOwnPassword(ctx, '비밀번호열두글자이상입니다')).toMatchObject({ ok: true });
    const again = await signIn(claimantContext(platform), {
      email: 'own@example.org',
      password: '비밀번호열두글자이상입니다',
    });
    expect(again).toMatchObject({ ok: true, value: { mustSetPassword: false } });
  });
});

describe('staff', () => {
  it('are added once per address, and only by an administrator', async () => {
    const first = await addMember('same@example.org');
    expect(await addMember('same@example.org')).toBe(first);
    const listed = await listStaff(staffContext(platform, 'administrator'));
    expect(listed.filter(({ email }) => email === 'same@example.org')).toHaveLength(1);
    const add = addStaff(staffContext(platform, 'reviewer'), {
      id: newUuid(),
      name: 'x',
      email: 'y@example.org',
      roles: ['administrator'],
    });
    await expect(add).rejects.toThrow('staff:administer');
  });
});
