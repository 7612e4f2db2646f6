import type { IncomingMessage } from 'node:http';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { accept, addMs, type Instant, renderInstant } from '../../kernel/index.ts';
import { clockNow } from '../clock.ts';
import type { Context } from '../context.ts';
import { explainDatabaseFailure } from '../database-failure.ts';
import { type Actor, permissions, permissionsOf, roles } from '../permissions.ts';
import type { Platform } from '../platform.ts';
import { PlatformError } from '../platform-error.ts';
import { confirmedMsMax, confirmOwnSession } from '../sign-in/confirm.ts';
import {
  endOtherSessions,
  endOwnSession,
  findSession,
  listOwnSessions,
  loadOwnSession,
  type OpenSession,
  type Session,
  signOut,
} from '../sign-in/sessions.ts';
import { setOwnPassword, signIn } from '../sign-in/sign-in.ts';
import { type AppEnv, answer, createApi } from './http.ts';
import { jsonBody, jsonResponse, problemResponses } from './problem-schema.ts';

const cookieName = 'amends_session';

const credentials = z.object({
  email: z.email('an e-mail address').max(254),
  password: z.string().min(1).max(1000),
});
const newPassword = z.object({
  password: z.string().max(1000),
  // Asked for unless a one-time password opened the session.
  currentPassword: z.string().max(1000).optional(),
});
const confirmation = z.object({ password: z.string().min(1).max(1000) });
export const confirmedSchema = z
  .strictObject({ confirmedAt: z.iso.datetime() })
  .openapi('SessionConfirmation');
export const memberSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.enum(roles)),
    permissions: z.array(z.enum(permissions)),
    mustSetPassword: z.boolean(),
    /** Until when, inclusive, what moves money may be done without the password; absent unless asked. */
    confirmedUntil: z.iso.datetime().nullable(),
  })
  .openapi('SessionMember');
export const openSessionSchema = z
  .strictObject({
    sessionId: z.string(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    userAgent: z.string().optional(),
    isCurrent: z.boolean(),
  })
  .openapi('OpenSession');
export const openSessionsSchema = z
  .strictObject({ sessions: z.array(openSessionSchema) })
  .openapi('OpenSessions');
export const endedSessionsSchema = z
  .strictObject({ endedCount: z.number().int() })
  .openapi('EndedSessions');

const anonymous: Actor = { kind: 'claimant', id: 'anonymous', name: 'claimant', roles: [] };

/**
 * Gives the address a request came from: of the connection, or, behind n proxies of the operator's
 * own, the n-th entry of X-Forwarded-For from the right, which the outermost of them wrote. What a
 * client writes there itself stands further left and is never believed.
 */
export function addressOf(c: HonoContext, proxyCount: number): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  const remote = env?.incoming?.socket?.remoteAddress;
  return addressBehind({ remote, forwarded: c.req.header('x-forwarded-for') }, proxyCount);
}

function addressBehind(
  { remote, forwarded = '' }: { remote: string | undefined; forwarded: string | undefined },
  proxyCount: number,
): string | undefined {
  if (proxyCount === 0) return remote;
  const hops = forwarded.split(',').map((hop) => hop.trim());
  return hops.at(-proxyCount) || undefined;
}

/** Gives the address that a request without a session came from; see {@link addressOf}. */
export function addressOfVisitor(
  incoming: IncomingMessage,
  proxyCount: number,
): string | undefined {
  const { socket, headers } = incoming;
  const given = headers['x-forwarded-for'];
  const forwarded = given === undefined ? undefined : String(given);
  return addressBehind({ remote: socket.remoteAddress, forwarded }, proxyCount);
}

/** Gives the context of a request that carries no session: somebody unknown, and from where. */
export function contextOfVisitor(platform: Platform, address: string | undefined): Context {
  return platform.context({ actor: anonymous, address });
}

// Where somebody who owes a password may still go, under /api/.
const pathsWhilePasswordDue = new Set(['/api/v1/session', '/api/v1/session/password']);

/** Finds a session; while the database is away a page, not the API, takes everybody for a visitor. */
async function findSessionOf(
  platform: Platform,
  asked: { token: string | undefined; now: Instant; path: string },
): Promise<Session | undefined> {
  const { token, now, path } = asked;
  if (token === undefined) return undefined;
  try {
    return await findSession(platform.db, { token, now });
  } catch (error) {
    const failure = explainDatabaseFailure(error) ?? error;
    const isAway = failure instanceof PlatformError && failure.retryable;
    if (isAway && !path.startsWith('/api/')) return undefined;
    throw failure;
  }
}

/**
 * Finds the actor of a request: the signed-in member of staff, else somebody unknown.
 *
 * Whoever signed in with a one-time password and has not set an own one is nobody yet: pages treat
 * them as a visitor, and the API refuses everything but setting the password and signing out.
 *
 * @throws PlatformError `password_due`, answered as HTTP 403
 */
export async function contextOfRequest(platform: Platform, c: HonoContext): Promise<Context> {
  const token = getCookie(c, cookieName);
  const now = clockNow();
  const session = await findSessionOf(platform, { token, now, path: c.req.path });
  const address = addressOf(c, platform.config.proxyCount);
  const { path } = c.req;
  const isBarred = session?.isPasswordDue === true && !pathsWhilePasswordDue.has(path);
  if (isBarred && path.startsWith('/api/')) {
    throw new PlatformError('password_due', {
      message: 'A one-time password opened this session: set a password of your own first.',
    });
  }
  const actor = session === undefined || isBarred ? anonymous : session.actor;
  const confirmedAt = session === undefined ? undefined : session.confirmedAt;
  return platform.context({ actor, now, address, confirmedAt });
}

const common = { tags: ['session'] };
const signInRoute = createRoute({
  ...common,
  method: 'post',
  path: '/session',
  summary: 'Sign a member of staff in',
  request: { body: jsonBody(credentials) },
  responses: { ...problemResponses, 200: jsonResponse(memberSchema, 'Signed in') },
});
const sessionRoute = createRoute({
  ...common,
  method: 'get',
  path: '/session',
  summary: 'Who is signed in',
  responses: { ...problemResponses, 200: jsonResponse(memberSchema, 'The member') },
});
const signOutRoute = createRoute({
  ...common,
  method: 'delete',
  path: '/session',
  summary: 'Sign out',
  responses: { ...problemResponses, 200: jsonResponse(z.null(), 'Signed out') },
});
const passwordRoute = createRoute({
  ...common,
  method: 'put',
  path: '/session/password',
  summary: 'Set your own password; your other sessions end',
  request: { body: jsonBody(newPassword) },
  responses: { ...problemResponses, 200: jsonResponse(z.null(), 'Set') },
});
const confirmationRoute = createRoute({
  ...common,
  method: 'post',
  path: '/session/confirmation',
  summary: 'Give your password once more, before what moves money',
  request: { body: jsonBody(confirmation) },
  responses: { ...problemResponses, 200: jsonResponse(confirmedSchema, 'Confirmed') },
});
const sessionsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/sessions',
  summary: 'List your own open sessions',
  responses: { ...problemResponses, 200: jsonResponse(openSessionsSchema, 'Your sessions') },
});
const endRoute = createRoute({
  ...common,
  method: 'delete',
  path: '/sessions/{sessionId}',
  summary: 'End one of your own sessions',
  request: { params: z.object({ sessionId: z.uuid() }) },
  responses: { ...problemResponses, 200: jsonResponse(z.null(), 'Ended') },
});
const endOthersRoute = createRoute({
  ...common,
  method: 'delete',
  path: '/sessions',
  summary: 'End every session of yours but this one',
  responses: { ...problemResponses, 200: jsonResponse(endedSessionsSchema, 'Ended') },
});

function renderMember(
  { id, name, roles: held }: Pick<Actor, 'id' | 'name' | 'roles'>,
  mustSetPassword: boolean,
  confirmedAt: Instant | null = null,
) {
  const until = confirmedAt === null ? null : addMs(confirmedAt, confirmedMsMax);
  const confirmedUntil = until === null ? null : renderInstant(until);
  const permissions = [...permissionsOf(held)];
  return { id, name, roles: [...held], permissions, mustSetPassword, confirmedUntil };
}

function renderSession(session: OpenSession) {
  return {
    ...session,
    createdAt: renderInstant(session.createdAt),
    lastSeenAt: renderInstant(session.lastSeenAt),
    expiresAt: renderInstant(session.expiresAt),
  };
}

/** Tells whether the browser asked over https, at this server or at a proxy before it. */
export function isHttps(c: HonoContext): boolean {
  return new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
}

/** Gives the token of a request that a member of staff sent. */
function requireToken(c: HonoContext<AppEnv>): string {
  const token = getCookie(c, cookieName);
  if (c.var.ctx.actor.kind === 'staff' && token !== undefined) return token;
  throw new PlatformError('signed_out', { message: 'Nobody is signed in.' });
}

/** Makes a new session the browser's own: the one it had before ends. */
export async function replaceSession(c: HonoContext<AppEnv>, token: string): Promise<void> {
  const former = getCookie(c, cookieName);
  if (former !== undefined) await signOut(c.var.ctx, former);
  giveToken(c, token);
}

/** Ends the session of the browser that asks, if it has one. */
export async function endSession(c: HonoContext<AppEnv>): Promise<void> {
  const token = getCookie(c, cookieName);
  if (token !== undefined) await signOut(c.var.ctx, token);
  deleteCookie(c, cookieName, { path: '/' });
}

function giveToken(c: HonoContext, token: string): void {
  const secure = isHttps(c);
  setCookie(c, cookieName, token, { httpOnly: true, sameSite: 'Lax', path: '/', secure });
}

function serveSession(app: OpenAPIHono<AppEnv>): void {
  app.openapi(signInRoute, async (c) => {
    const userAgent = c.req.header('user-agent');
    const agent = userAgent === undefined ? {} : { userAgent };
    const outcome = await signIn(c.var.ctx, { ...c.req.valid('json'), ...agent });
    if (!outcome.ok) return answer(c, outcome);
    const { token, member, mustSetPassword } = outcome.value;
    giveToken(c, token);
    return c.json(renderMember(member, mustSetPassword, c.var.ctx.now), 200);
  });
  app.openapi(sessionRoute, async (c) => {
    const { ctx } = c.var;
    const token = requireToken(c);
    const session = await ctx.read((tx) => loadOwnSession(tx, { ctx, token }));
    return c.json(renderMember(ctx.actor, session?.isPasswordDue ?? false, ctx.confirmedAt), 200);
  });
  app.openapi(passwordRoute, async (c) => {
    const token = requireToken(c);
    const outcome = await setOwnPassword(c.var.ctx, { ...c.req.valid('json'), token });
    if (!outcome.ok) return answer(c, outcome);
    giveToken(c, outcome.value.token);
    return answer(c, accept(null));
  });
  app.openapi(confirmationRoute, async (c) => {
    const token = requireToken(c);
    return answer(c, await confirmOwnSession(c.var.ctx, { ...c.req.valid('json'), token }));
  });
  app.openapi(signOutRoute, async (c) => {
    const token = getCookie(c, cookieName);
    if (token !== undefined) await signOut(c.var.ctx, token);
    deleteCookie(c, cookieName, { path: '/' });
    return answer(c, accept(null));
  });
}

/** Serves sign-in and sign-out for staff under /api/v1/session, and one's own sessions. */
export function authRoutes(): OpenAPIHono<AppEnv> {
  const app = createApi();
  serveSession(app);
  app.openapi(sessionsRoute, async (c) => {
    const sessions = await listOwnSessions(c.var.ctx, { token: requireToken(c) });
    return c.json({ sessions: sessions.map(renderSession) }, 200);
  });
  app.openapi(endRoute, async (c) => {
    requireToken(c);
    return answer(c, await endOwnSession(c.var.ctx, c.req.valid('param')));
  });
  app.openapi(endOthersRoute, async (c) =>
    c.json(await endOtherSessions(c.var.ctx, { token: requireToken(c) }), 200),
  );
  return app;
}
