import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { accept } from '../../kernel/index.ts';
import { clockNow } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Actor } from '../permissions.ts';
import type { Platform } from '../platform.ts';
import { findSessionActor, setOwnPassword, signIn, signOut } from '../staff.ts';
import { type AppEnv, answer, createApi, problem } from './http.ts';

const cookieName = 'amends_session';

const credentials = z.object({
  email: z.email('an e-mail address').max(254),
  password: z.string().min(1).max(1000),
});
const member = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  mustSetPassword: z.boolean().optional(),
});

const anonymous: Actor = { kind: 'claimant', id: 'anonymous', name: 'claimant', roles: [] };

/** Finds the actor of a request: the signed-in member of staff, else somebody unknown. */
export async function contextOfRequest(platform: Platform, c: HonoContext): Promise<Context> {
  const token = getCookie(c, cookieName);
  const now = clockNow();
  const actor =
    token === undefined ? undefined : await findSessionActor(platform.db, { token, now });
  return platform.context({ actor: actor ?? anonymous, now });
}

const signInRoute = createRoute({
  method: 'post',
  path: '/session',
  summary: 'Sign a member of staff in',
  request: { body: { content: { 'application/json': { schema: credentials } }, required: true } },
  responses: {
    200: { description: 'Signed in', content: { 'application/json': { schema: member } } },
    409: { description: 'Refused: sign_in_refused' },
  },
});

const sessionRoute = createRoute({
  method: 'get',
  path: '/session',
  summary: 'Who is signed in',
  responses: {
    200: { description: 'The member', content: { 'application/json': { schema: member } } },
    401: { description: 'Nobody: signed_out' },
  },
});

const passwordRoute = createRoute({
  method: 'put',
  path: '/session/password',
  summary: 'Set your own password',
  request: {
    body: {
      content: { 'application/json': { schema: z.object({ password: z.string().max(1000) }) } },
      required: true,
    },
  },
  responses: { 200: { description: 'Set' }, 409: { description: 'Refused: password_too_short' } },
});

function isHttps(c: HonoContext): boolean {
  return new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
}

/** Serves sign-in and sign-out for staff under /api/v1/session. */
export function authRoutes(): OpenAPIHono<AppEnv> {
  const app = createApi();
  app.openapi(signInRoute, async (c) => {
    const outcome = await signIn(c.var.ctx, c.req.valid('json'));
    if (!outcome.ok) return answer(c, outcome);
    const { token, member: found, mustSetPassword } = outcome.value;
    setCookie(c, cookieName, token, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      secure: isHttps(c),
    });
    const { id, name, roles } = found;
    return c.json({ id, name, roles: [...roles], mustSetPassword }, 200);
  });
  app.openapi(sessionRoute, (c) => {
    const { actor } = c.var.ctx;
    if (actor.kind !== 'staff') return problem({ status: 401, code: 'signed_out' });
    return c.json({ id: actor.id, name: actor.name, roles: [...actor.roles] }, 200);
  });
  app.openapi(passwordRoute, async (c) => {
    if (c.var.ctx.actor.kind !== 'staff') return problem({ status: 401, code: 'signed_out' });
    return answer(c, await setOwnPassword(c.var.ctx, c.req.valid('json').password));
  });
  app.delete('/session', async (c) => {
    const token = getCookie(c, cookieName);
    if (token !== undefined) await signOut(c.var.ctx, token);
    deleteCookie(c, cookieName, { path: '/' });
    return answer(c, accept(null));
  });
  return app;
}
