import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import type { Context } from '../context.ts';
import { recordAudit } from '../context.ts';
import { sql, type Tx } from '../database.ts';
import { hashPassword, verifyPassword } from '../password.ts';
import type { Role } from '../permissions.ts';
import { PlatformError } from '../platform-error.ts';
import { beginAttempt, forgiveAttempt, recordPlace } from './attempt-store.ts';
import type { SignInDelayed } from './limit-sign-in.ts';
import { endSessionsBut, loadOwnSession, openSession, renewToken } from './sessions.ts';

export type SignInRefusal = { readonly code: 'sign_in_refused' } | SignInDelayed;
export type PasswordRefusal =
  | { readonly code: 'password_too_short'; readonly lengthMin: number }
  | { readonly code: 'current_password_wrong' };

/** A member just signed in; the token is set as a cookie, only its SHA-256 is stored. */
export interface SignedIn {
  readonly token: string;
  readonly member: {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly Role[];
  };
  /** Signed in with a one-time password: nothing but setting an own one is allowed. */
  readonly mustSetPassword: boolean;
}

interface SecretRow {
  readonly id: string;
  readonly name: string;
  readonly roles: Role[];
  readonly password_hash: string | null;
  readonly one_time_hash: string | null;
  readonly is_disabled: boolean;
}

type Match = 'password' | 'one_time' | undefined;

/** Both hashes are always worked out, so that the time taken tells nothing about the account. */
async function findMatch(row: SecretRow | undefined, password: string): Promise<Match> {
  const isOwn = await verifyPassword(password, row?.password_hash ?? null);
  const isOneTime = await verifyPassword(password, row?.one_time_hash ?? null);
  if (row === undefined || row.is_disabled) return undefined;
  if (isOwn) return 'password';
  return isOneTime ? 'one_time' : undefined;
}

async function spendOneTime(tx: Tx, row: SecretRow): Promise<boolean> {
  const used = await sql`update platform.staff set one_time_hash = null
    where id = ${row.id} and one_time_hash = ${row.one_time_hash}`.execute(tx);
  return used.numAffectedRows === 1n;
}

/**
 * Signs a member in with a password, or with a one-time password that is then used up.
 *
 * A wrong address, a wrong password and a disabled member get the same refusal after the same
 * work, so that nobody learns who works here. Failures for an e-mail address, and from a network,
 * make the next attempt wait; the waits are kept in the database.
 */
export async function signIn(
  ctx: Context,
  input: { email: string; password: string; userAgent?: string },
): Promise<Outcome<SignedIn, SignInRefusal>> {
  const { email, password, userAgent } = input;
  const { delayed, digests } = await ctx.transact((tx) => beginAttempt(tx, { ctx, email }));
  if (delayed !== undefined) return refuse(delayed);
  const { rows } = await ctx.read((tx) =>
    sql<SecretRow>`select id, name, roles, password_hash, one_time_hash,
      disabled_at is not null as is_disabled
      from platform.staff where email = ${email}`.execute(tx),
  );
  const [row] = rows;
  const match = await findMatch(row, password);
  const refused = refuse({ code: 'sign_in_refused' as const });
  if (row === undefined || match === undefined) return refused;
  return ctx.transact(async (tx): Promise<Outcome<SignedIn, SignInRefusal>> => {
    if (match === 'one_time' && !(await spendOneTime(tx, row))) return refused;
    await forgiveAttempt(tx, digests);
    await recordPlace(tx, { ctx, staffId: row.id });
    const mustSetPassword = match === 'one_time';
    const agent = userAgent === undefined ? {} : { userAgent };
    const opened = { staffId: row.id, now: ctx.now, isPasswordDue: mustSetPassword, ...agent };
    const token = await openSession(tx, opened);
    await recordAudit(tx, { ctx, action: 'signed_in', subject: `staff:${row.id}` });
    const { id, name, roles } = row;
    return accept({ token, member: { id, name, roles }, mustSetPassword });
  });
}

const lengthMin = 12;

/**
 * Sets the signed-in member's own password; at least 12 characters, nothing else is demanded.
 *
 * In a session opened with a one-time password nothing more is asked; in any other one the current
 * password is, so that a session left open does not give the account away. Every other session of
 * the member ends, and a one-time password not used yet stops working.
 *
 * @returns the token by which the session goes on; the one before opens nothing any more
 * @throws PlatformError `signed_out` when the token is of no session of the actor
 */
export async function setOwnPassword(
  ctx: Context,
  input: { password: string; currentPassword?: string | undefined; token: string },
): Promise<Outcome<{ readonly token: string }, PasswordRefusal>> {
  const { password, currentPassword = '', token } = input;
  if ([...password].length < lengthMin) return refuse({ code: 'password_too_short', lengthMin });
  const { session, current } = await ctx.read(async (tx) => {
    const { rows } = await sql<{ hash: string | null }>`
      select password_hash as hash from platform.staff
      where id::text = ${ctx.actor.id}`.execute(tx);
    return { session: await loadOwnSession(tx, { ctx, token }), current: rows[0]?.hash ?? null };
  });
  if (session === undefined) {
    throw new PlatformError('signed_out', { message: 'The session has ended; sign in again.' });
  }
  if (!session.isPasswordDue && !(await verifyPassword(currentPassword, current))) {
    return refuse({ code: 'current_password_wrong' });
  }
  const hash = await hashPassword(password);
  return ctx.transact(async (tx) => {
    await sql`update platform.staff set password_hash = ${hash}, one_time_hash = null
      where id::text = ${ctx.actor.id}`.execute(tx);
    await endSessionsBut(tx, { staffId: ctx.actor.id, token });
    const renewed = await renewToken(tx, session.sessionId);
    await recordAudit(tx, { ctx, action: 'password_set', subject: `staff:${ctx.actor.id}` });
    return accept({ token: renewed });
  });
}
