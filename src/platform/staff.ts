import { createHash, randomBytes } from 'node:crypto';
import {
  accept,
  addMs,
  type Instant,
  type Outcome,
  refuse,
  renderInstant,
} from '../kernel/index.ts';
import type { Context } from './context.ts';
import { recordAudit } from './context.ts';
import { type Database, sql, type Tx } from './database.ts';
import { hashPassword, makeOneTimePassword, verifyPassword } from './password.ts';
import { type Actor, type Role, requirePermission } from './permissions.ts';

const sessionMs = 8 * 60 * 60 * 1000;
const idleMs = 30 * 60 * 1000;

/** A member of staff as lists show them; never with secrets. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly isDisabled: boolean;
}

export type SignInRefusal = { readonly code: 'sign_in_refused' };
export type PasswordRefusal = { readonly code: 'password_too_short'; readonly lengthMin: number };

interface StaffRow {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  password_hash: string | null;
  one_time_hash: string | null;
  disabled_at: Instant | null;
}

function renderMember(row: StaffRow): StaffMember {
  const { id, name, email, roles } = row;
  return { id, name, email, roles, isDisabled: row.disabled_at !== null };
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Adds a member of staff; the same e-mail address again changes nothing and gives the first. */
export async function addStaff(
  ctx: Context,
  input: { id: string; name: string; email: string; roles: readonly Role[] },
): Promise<StaffMember> {
  requirePermission(ctx, 'staff:administer');
  return ctx.transact(async (tx) => {
    const inserted = await sql`insert into platform.staff (id, name, email, roles, created_at)
      values (${input.id}, ${input.name}, ${input.email}, ${[...input.roles]},
        ${renderInstant(ctx.now)}::timestamptz) on conflict (email) do nothing`.execute(tx);
    if (inserted.numAffectedRows === 1n) {
      const details = { roles: [...input.roles] };
      await recordAudit(tx, { ctx, action: 'staff_added', subject: `staff:${input.id}`, details });
    }
    const { rows } = await sql<StaffRow>`select * from platform.staff
      where email = ${input.email}`.execute(tx);
    return renderMember(rows[0] as StaffRow);
  });
}

/** Lists all members of staff by e-mail address. */
export async function listStaff(ctx: Context): Promise<readonly StaffMember[]> {
  const { rows } = await ctx.read((tx) =>
    sql<StaffRow>`select * from platform.staff order by email`.execute(tx),
  );
  return rows.map(renderMember);
}

/** Gives a member a new one-time password; the one before, if unused, stops working. */
export async function issueOneTimePassword(
  ctx: Context,
  email: string,
): Promise<string | undefined> {
  requirePermission(ctx, 'staff:administer');
  const password = makeOneTimePassword();
  const hash = await hashPassword(password);
  return ctx.transact(async (tx) => {
    const { rows } = await sql<{ id: string }>`update platform.staff set one_time_hash = ${hash}
      where email = ${email} and disabled_at is null returning id`.execute(tx);
    const id = rows[0]?.id;
    if (id === undefined) return undefined;
    await recordAudit(tx, { ctx, action: 'one_time_password_issued', subject: `staff:${id}` });
    return password;
  });
}

async function findSecretMatch(
  row: StaffRow | undefined,
  password: string,
): Promise<'password' | 'one_time' | undefined> {
  if (await verifyPassword(password, row?.password_hash ?? null)) return 'password';
  if (await verifyPassword(password, row?.one_time_hash ?? null)) return 'one_time';
  return undefined;
}

async function openSession(tx: Tx, options: { staffId: string; now: Instant }): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await sql`insert into platform.session
    (token_hash, staff_id, created_at, last_seen_at, expires_at)
    values (${tokenHash(token)}, ${options.staffId}, ${renderInstant(options.now)}::timestamptz,
      ${renderInstant(options.now)}::timestamptz,
      ${renderInstant(addMs(options.now, sessionMs))}::timestamptz)`.execute(tx);
  return token;
}

/**
 * Signs a member in with a password, or with a one-time password that is then used up.
 *
 * A wrong address, a wrong password and a disabled member get the same refusal after the same
 * work, so that nobody learns who works here.
 *
 * @returns the session token, to be set as a cookie; only its SHA-256 is stored
 */
export async function signIn(
  ctx: Context,
  input: { email: string; password: string },
): Promise<
  Outcome<{ token: string; member: StaffMember; mustSetPassword: boolean }, SignInRefusal>
> {
  const { rows } = await ctx.read((tx) =>
    sql<StaffRow>`select * from platform.staff where email = ${input.email}`.execute(tx),
  );
  const row = rows[0];
  const match = await findSecretMatch(row, input.password);
  if (row === undefined || match === undefined || row.disabled_at !== null) {
    return refuse({ code: 'sign_in_refused' as const });
  }
  return ctx.transact(async (tx) => {
    if (match === 'one_time') {
      const used = await sql`update platform.staff set one_time_hash = null
        where id = ${row.id} and one_time_hash = ${row.one_time_hash}`.execute(tx);
      if (used.numAffectedRows !== 1n) return refuse({ code: 'sign_in_refused' as const });
    }
    const token = await openSession(tx, { staffId: row.id, now: ctx.now });
    await recordAudit(tx, { ctx, action: 'signed_in', subject: `staff:${row.id}` });
    return accept({
      token,
      member: renderMember(row),
      mustSetPassword: row.password_hash === null,
    });
  });
}

/**
 * Finds who a session token belongs to and marks the session used.
 *
 * @returns undefined when the token is unknown, eight hours old, idle for thirty minutes, or its
 *   owner has been disabled meanwhile
 */
export async function findSessionActor(
  db: Database,
  options: { token: string; now: Instant },
): Promise<Actor | undefined> {
  const now = renderInstant(options.now);
  const idleSince = renderInstant(addMs(options.now, -idleMs));
  const { rows } = await sql<{ id: string; name: string; roles: Role[] }>`
    update platform.session set last_seen_at = ${now}::timestamptz
    from platform.staff
    where session.token_hash = ${tokenHash(options.token)} and staff.id = session.staff_id
      and session.expires_at > ${now}::timestamptz
      and session.last_seen_at > ${idleSince}::timestamptz and staff.disabled_at is null
    returning staff.id, staff.name, staff.roles`.execute(db);
  const row = rows[0];
  return row === undefined ? undefined : { kind: 'staff', ...row };
}

/** Ends a session; ending one that does not exist changes nothing. */
export async function signOut(ctx: Context, token: string): Promise<void> {
  await ctx.transact((tx) =>
    sql`delete from platform.session where token_hash = ${tokenHash(token)}`.execute(tx),
  );
}

/** Sets the signed-in member's own password; at least 12 characters, nothing else is demanded. */
export async function setOwnPassword(
  ctx: Context,
  password: string,
): Promise<Outcome<null, PasswordRefusal>> {
  const lengthMin = 12;
  if ([...password].length < lengthMin) {
    return refuse({ code: 'password_too_short' as const, lengthMin });
  }
  const hash = await hashPassword(password);
  return ctx.transact(async (tx) => {
    await sql`update platform.staff set password_hash = ${hash}
      where id = ${ctx.actor.id}`.execute(tx);
    await recordAudit(tx, { ctx, action: 'password_set', subject: `staff:${ctx.actor.id}` });
    return accept(null);
  });
}

/** Disables a member at once: open sessions stop working with the next request. */
export async function disableStaff(ctx: Context, staffId: string): Promise<void> {
  requirePermission(ctx, 'staff:administer');
  await ctx.transact(async (tx) => {
    await sql`update platform.staff set disabled_at = ${renderInstant(ctx.now)}::timestamptz
      where id = ${staffId} and disabled_at is null`.execute(tx);
    await sql`delete from platform.session where staff_id = ${staffId}`.execute(tx);
    await recordAudit(tx, { ctx, action: 'staff_disabled', subject: `staff:${staffId}` });
  });
}
