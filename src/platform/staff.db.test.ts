import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { newUuid } from './clock.ts';
import { sql } from './database.ts';
import type { Role } from './permissions.ts';
import type { Platform } from './platform.ts';
import { findSession } from './sign-in/sessions.ts';
import { signIn } from './sign-in/sign-in.ts';
import {
  addStaff,
  changeRoles,
  disableStaff,
  enableStaff,
  enrolStaff,
  issueOneTimePassword,
  listStaff,
  renewOneTimePassword,
} from './staff.ts';

let platform: Platform;
const administrator = () => staffContext(platform, 'administrator');

beforeAll(async () => {
  platform = await openTestPlatform();
});

async function addMember(email: string, roles: readonly Role[] = ['reviewer']): Promise<string> {
  const member = await addStaff(administrator(), { id: newUuid(), name: '김검토', email, roles });
  return member.id;
}

async function actionsOf(id: string): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`select action from platform.audit
    where subject = ${`staff:${id}`} order by id`.execute(platform.db);
  return rows.map(({ action }) => action);
}

describe('staff', () => {
  it('are added once per address, and only by an administrator', async () => {
    const first = await addMember('same@example.org');
    expect(await addMember('same@example.org')).toBe(first);
    const listed = await listStaff(administrator());
    expect(listed.filter(({ email }) => email === 'same@example.org')).toHaveLength(1);
    const add = addStaff(staffContext(platform, 'reviewer'), {
      id: newUuid(),
      name: 'x',
      email: 'y@example.org',
      roles: ['administrator'],
    });
    await expect(add).rejects.toThrow('staff:administer');
    await expect(listStaff(staffContext(platform, 'auditor'))).rejects.toThrow('staff:administer');
  });

  it('are not enrolled under an address that somebody else has', async () => {
    await addMember('taken@example.org');
    const input = { id: newUuid(), name: 'x', email: 'taken@example.org', roles: ['agent'] };
    expect(await enrolStaff(administrator(), input as never)).toEqual({
      ok: false,
      refusal: { code: 'staff_email_taken', email: 'taken@example.org' },
    });
  });

  it('get other roles with the next request, recorded with what they were', async () => {
    const id = await addMember('roles@example.org');
    const changed = await changeRoles(administrator(), { staffId: id, roles: ['agent'] });
    expect(changed).toMatchObject({ ok: true, value: { roles: ['agent'] } });
    const again = await changeRoles(administrator(), { staffId: id, roles: ['agent'] });
    expect(again).toMatchObject({ ok: true, value: { roles: ['agent'] } });
    expect(await actionsOf(id)).toEqual(['staff_added', 'staff_roles_changed']);
    const unknown = { staffId: newUuid(), roles: ['agent'] as const };
    expect(await changeRoles(administrator(), unknown)).toMatchObject({
      refusal: { code: 'staff_not_found' },
    });
  });

  it('are out at once when disabled, and back when enabled', async () => {
    const id = await addMember('leaver@example.org');
    const password = (await issueOneTimePassword(administrator(), 'leaver@example.org')) ?? '';
    const ctx = claimantContext(platform);
    const signedIn = await signIn(ctx, { email: 'leaver@example.org', password });
    if (!signedIn.ok) throw new Error('sign-in refused');
    expect(await disableStaff(administrator(), id)).toMatchObject({ value: { isDisabled: true } });
    const options = { token: signedIn.value.token, now: ctx.now };
    expect(await findSession(platform.db, options)).toBeUndefined();
    expect(await issueOneTimePassword(administrator(), 'leaver@example.org')).toBe(undefined);
    expect(await renewOneTimePassword(administrator(), { staffId: id })).toMatchObject({
      refusal: { code: 'staff_disabled' },
    });
    expect(await enableStaff(administrator(), id)).toMatchObject({ value: { isDisabled: false } });
    expect(await findSession(platform.db, options)).toBeUndefined();
    const renewed = await renewOneTimePassword(administrator(), { staffId: id });
    expect(renewed).toMatchObject({
      ok: true,
      value: { oneTimePassword: expect.stringMatching(/^[a-z0-9-]{19}$/) },
    });
  });
});

describe('administration', () => {
  it('always has somebody left: not even two at once can both stop', async () => {
    const first = await addMember('admin-1@example.org', ['administrator']);
    expect(await disableStaff(administrator(), first)).toEqual({
      ok: false,
      refusal: { code: 'last_administrator' },
    });
    expect(await changeRoles(administrator(), { staffId: first, roles: ['agent'] })).toEqual({
      ok: false,
      refusal: { code: 'last_administrator' },
    });
    const second = await addMember('admin-2@example.org', ['administrator', 'agent']);
    const outcomes = await Promise.all([
      changeRoles(staffContext(platform, 'administrator', { id: first }), {
        staffId: second,
        roles: ['agent'],
      }),
      disableStaff(staffContext(platform, 'administrator', { id: second }), first),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const left = (await listStaff(administrator())).filter(
      ({ roles, isDisabled }) => !isDisabled && roles.includes('administrator'),
    );
    expect(left).toHaveLength(1);
  });

  it('does not count a disabled administrator as somebody left', async () => {
    const spare = await addMember('admin-3@example.org', ['administrator']);
    await disableStaff(administrator(), spare);
    const [last] = (await listStaff(administrator())).filter(
      ({ roles, isDisabled }) => !isDisabled && roles.includes('administrator'),
    );
    expect(await disableStaff(administrator(), last?.id ?? '')).toMatchObject({
      refusal: { code: 'last_administrator' },
    });
  });
});
