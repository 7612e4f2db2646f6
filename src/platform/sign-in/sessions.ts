import { createHash, randomBytes } from 'node:crypto';
import {
  accept,
  addMs,
  type Instant,
  type Outcome,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';
import type { Context } from '../context.ts';
import { recordAudit } from '../context.ts';
import { type Database, sql, type Tx } from '../database.ts';
import type { Actor, Role } from '../permissions.ts';

const sessionMs = 8 * 60 * 60 * 1000;
const idleMs = 30 * 60 * 1000;
const userAgentMax = 300;

/** A session found by its token: whose it is, and whether a password of one's own is still due. */
export interface Session {
  readonly sessionId: string;
  readonly actor: Actor;
  readonly isPasswordDue: boolean;
  /** When the password was last given in it. */
  readonly confirmedAt: Instant | null;
}

/** One of a member's own open sessions. */
export interface OpenSession {
  readonly sessionId: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
  /** what the browser called itself at sign-in; absent when it did not say */
  readonly userAgent?: string;
  /** the one that asks */
  readonly isCurrent: boolean;
}

export type SessionRefusal = { readonly code: 'session_not_found'; readonly sessionId: string };

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Opens a session and forgets the ones of anybody that have run out. Gives its token.
 *
 * @param options `confirmedAt` is when the member proved who they are; now, unless it is given
 */
export async function openSession(
  tx: Tx,
  options: {
    staffId: string;
    now: Instant;
    isPasswordDue: boolean;
    userAgent?: string;
    confirmedAt?: Instant | null;
  },
): Promise<string> {
  const { staffId, isPasswordDue } = options;
  const token = randomBytes(32).toString('base64url');
  const now = renderInstant(options.now);
  const until = renderInstant(addMs(options.now, sessionMs));
  const userAgent = options.userAgent?.slice(0, userAgentMax) ?? null;
  const { confirmedAt = options.now } = options;
  const confirmed = confirmedAt === null ? null : renderInstant(confirmedAt);
  await sql`insert into platform.session (token_hash, staff_id, created_at, last_seen_at,
      expires_at, is_password_due, user_agent, confirmed_at)
    values (${tokenHash(token)}, ${staffId}, ${now}::timestamptz, ${now}::timestamptz,
      ${until}::timestamptz, ${isPasswordDue}, ${userAgent}, ${confirmed}::timestamptz)`.execute(
    tx,
  );
  await sql`delete from platform.session where token_hash in (
      select token_hash from platform.session where expires_at <= ${now}::timestamptz
      limit 100 for update skip locked)`.execute(tx);
  return token;
}

/**
 * Finds whose session a token opens and marks the session used.
 *
 * @returns undefined when the token is unknown, eight hours old, idle for thirty minutes, or its
 *   owner has been disabled meanwhile
 */
export async function findSession(
  db: Database,
  options: { token: string; now: Instant },
): Promise<Session | undefined> {
  const now = renderInstant(options.now);
  const idleSince = renderInstant(addMs(options.now, -idleMs));
  const { rows } = await sql<{
    sessionId: string;
    isPasswordDue: boolean;
    confirmedAt: Instant | null;
    id: string;
    name: string;
    roles: Role[];
  }>`update platform.session set last_seen_at = ${now}::timestamptz
    from platform.staff
    where session.token_hash = ${tokenHash(options.token)} and staff.id = session.staff_id
      and session.expires_at > ${now}::timestamptz
      and session.last_seen_at > ${idleSince}::timestamptz and staff.disabled_at is null
    returning session.id as "sessionId", session.is_password_due as "isPasswordDue",
      session.confirmed_at as "confirmedAt", staff.id, staff.name, staff.roles`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { sessionId, isPasswordDue, confirmedAt, ...member } = row;
  return { sessionId, isPasswordDue, confirmedAt, actor: { kind: 'staff', ...member } };
}

/**
 * Gives an open session, in which no password is due any more, another token; the one it had opens
 * nothing.
 */
export async function renewToken(tx: Tx, sessionId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await sql`update platform.session set token_hash = ${tokenHash(token)}, is_password_due = false
    where id = ${sessionId}`.execute(tx);
  return token;
}

/** Records that the password was given once more in the actor's own session. */
export async function confirmSession(
  tx: Tx,
  { ctx, token }: { ctx: Context; token: string },
): Promise<void> {
  await sql`update platform.session set confirmed_at = ${renderInstant(ctx.now)}::timestamptz
    where token_hash = ${tokenHash(token)} and staff_id::text = ${ctx.actor.id}`.execute(tx);
}

/** Loads the session a token opens, as far as it is the actor's own. */
export async function loadOwnSession(
  tx: Tx,
  { ctx, token }: { ctx: Context; token: string },
): Promise<{ readonly sessionId: string; readonly isPasswordDue: boolean } | undefined> {
  const { rows } = await sql<{ sessionId: string; isPasswordDue: boolean }>`
    select id as "sessionId", is_password_due as "isPasswordDue" from platform.session
    where token_hash = ${tokenHash(token)} and staff_id::text = ${ctx.actor.id}`.execute(tx);
  return rows[0];
}

/** Lists the signed-in member's own open sessions, the one used last first. */
export async function listOwnSessions(
  ctx: Context,
  { token }: { token: string },
): Promise<readonly OpenSession[]> {
  const now = renderInstant(ctx.now);
  const idleSince = renderInstant(addMs(ctx.now, -idleMs));
  const { rows } = await ctx.read((tx) =>
    sql<Omit<OpenSession, 'userAgent'> & { userAgent: string | null }>`
      select id as "sessionId", created_at as "createdAt", last_seen_at as "lastSeenAt",
        expires_at as "expiresAt", user_agent as "userAgent",
        token_hash = ${tokenHash(token)} as "isCurrent"
      from platform.session where staff_id::text = ${ctx.actor.id}
        and expires_at > ${now}::timestamptz and last_seen_at > ${idleSince}::timestamptz
      order by last_seen_at desc, id`.execute(tx),
  );
  return rows.map(({ userAgent, ...row }) => ({
    ...row,
    ...(userAgent === null ? {} : { userAgent }),
  }));
}

/** Ends one of the member's own sessions at once; somebody else's is not found. */
export async function endOwnSession(
  ctx: Context,
  { sessionId }: { sessionId: string },
): Promise<Outcome<null, SessionRefusal>> {
  return ctx.transact(async (tx): Promise<Outcome<null, SessionRefusal>> => {
    const ended = await sql`delete from platform.session
      where id = ${sessionId} and staff_id::text = ${ctx.actor.id}`.execute(tx);
    if (ended.numAffectedRows !== 1n) return refuse({ code: 'session_not_found', sessionId });
    await recordEnd(tx, { ctx, count: 1 });
    return accept(null);
  });
}

/** Ends every session of the member but the one that asks. Gives how many. */
export async function endOtherSessions(ctx: Context, { token }: { token: string }) {
  return ctx.transact(async (tx) => {
    const endedCount = await endSessionsBut(tx, { staffId: ctx.actor.id, token });
    if (endedCount > 0) await recordEnd(tx, { ctx, count: endedCount });
    return { endedCount };
  });
}

async function recordEnd(tx: Tx, { ctx, count }: { ctx: Context; count: number }): Promise<void> {
  const subject = `staff:${ctx.actor.id}`;
  await recordAudit(tx, { ctx, action: 'sessions_ended', subject, details: { count } });
}

/** Ends a member's sessions, all of them or all but the one of a token. Gives how many. */
export async function endSessionsBut(
  tx: Tx,
  { staffId, token }: { staffId: string; token?: string },
): Promise<number> {
  const kept = token === undefined ? Buffer.alloc(0) : tokenHash(token);
  const ended = await sql`delete from platform.session
    where staff_id::text = ${staffId} and token_hash <> ${kept}`.execute(tx);
  return Number(ended.numAffectedRows ?? 0n);
}

/** Ends a session; ending one that does not exist changes nothing. */
export async function signOut(ctx: Context, token: string): Promise<void> {
  await ctx.transact((tx) =>
    sql`delete from platform.session where token_hash = ${tokenHash(token)}`.execute(tx),
  );
}
