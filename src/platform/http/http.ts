import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { InvariantError, type JsonValue, type Outcome, type Refusal } from '../../kernel/index.ts';
import { newUuid } from '../clock.ts';
import { type Context, recordAudit } from '../context.ts';
import type { Log } from '../log.ts';
import { PlatformError } from '../platform-error.ts';
import { httpSpans } from '../telemetry/http-span.ts';
import { type BodyLimits, guardJson } from './json-body.ts';
import type { Metrics } from './metrics.ts';
import { guardQuery } from './plain-query.ts';
import { type Answer, problem } from './problem.ts';

/** What every route finds in its request: the command context of the signed-in actor. */
export type AppEnv = { Variables: { ctx: Context } };

const statusByFailure: Readonly<Record<string, number>> = {
  forbidden: 403,
  password_due: 403,
  confirmation_due: 403,
  signed_out: 401,
  not_found: 404,
  database_conflict: 503,
  input_invalid: 422,
  outbound_closed: 503,
  overloaded: 503,
};

function renderJsonText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? String(item) : item,
  );
}

/** Renders bigints as decimal strings, as money and ids cross the wire. */
export function toJson(value: unknown): JsonValue {
  return JSON.parse(renderJsonText(value)) as JsonValue;
}

/** Answers a command's outcome: its value as JSON, or the refusal as a problem (409, or 404). */
export function answer<V, R extends Refusal>(
  c: HonoContext,
  outcome: Outcome<V, R>,
  options: { render?: (value: V) => unknown; status?: ContentfulStatusCode } = {},
): Answer {
  if (outcome.ok) {
    const value = options.render === undefined ? outcome.value : options.render(outcome.value);
    const headers = { 'content-type': 'application/json' };
    return c.body(renderJsonText(value), options.status ?? 200, headers) as Answer;
  }
  const { code, ...params } = outcome.refusal;
  return problem({
    status: code.endsWith('_not_found') ? 404 : 409,
    code,
    extra: { params: toJson(params) },
  });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

type Issue = z.core.$ZodIssue;

/** Gives the places that an issue is about: of names that nobody reads, each by itself. */
function listWrong(issue: Issue, target: string): readonly { pointer: string; detail: string }[] {
  if (target !== 'query' || issue.code !== 'unrecognized_keys') {
    return [{ pointer: pointerOf(issue.path), detail: issue.message }];
  }
  const detail = 'a parameter that the description of this route names';
  return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), detail }));
}

/**
 * Makes a route that reads refuse what its query does not name: a filter or an order that is passed
 * over shows more than was asked, or lets people guess at what is not shown.
 */
function takeNamedOnly<R extends RouteConfig>(route: R): R {
  if (route.method !== 'get') return route;
  const query: unknown = route.request?.query ?? z.object({});
  if (!(query instanceof z.ZodObject)) return route;
  return createRoute({ ...route, request: { ...route.request, query: query.strict() } });
}

/**
 * Makes a router whose input checks answer with every wrong field at once (422), parameters that a
 * reading route does not name among them.
 */
export function createApi(): OpenAPIHono<AppEnv> {
  const api = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return undefined;
      const errors = result.error.issues.flatMap((issue) => listWrong(issue, result.target));
      return problem({ status: 422, code: 'input_invalid', errors });
    },
  });
  const serve = api.openapi;
  api.openapi = ((route: RouteConfig, ...rest: [never]) =>
    serve(takeNamedOnly(route), ...rest)) as typeof api.openapi;
  return api;
}

function answerFailure(error: PlatformError, log?: Log): Response {
  const status = statusByFailure[error.code] ?? (error.retryable ? 503 : 500);
  if (status >= 500) log?.error({ code: error.code, message: error.message }, 'request failed');
  const detail = status < 500 ? { detail: error.message } : {};
  return problem({ status, code: error.code, ...detail });
}

/** Tells whether the sender closed the connection amid its body: Node's IncomingMessage says so. */
function isSenderGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.message === 'aborted' &&
    (error as NodeJS.ErrnoException).code === 'ECONNRESET'
  );
}

/** Turns whatever a route threw into an answer: failures by code, faults as 500 without internals. */
export function answerError(error: unknown, log?: Log): Response {
  if (error instanceof PlatformError) return answerFailure(error, log);
  if (error instanceof HTTPException && error.status < 500) {
    const detail = 'a JSON document; what was sent could not be read as one';
    return problem({ status: 422, code: 'input_invalid', errors: [{ pointer: '', detail }] });
  }
  if (isSenderGone(error)) {
    log?.debug({}, 'a sender broke off its body');
    const detail = 'a whole body; the sender broke off';
    return problem({ status: 422, code: 'input_invalid', errors: [{ pointer: '', detail }] });
  }
  const faultId = newUuid();
  const kind = error instanceof InvariantError ? 'invariant broken' : 'unexpected error';
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log?.error({ faultId, message }, kind);
  return problem({ status: 500, code: 'fault', extra: { faultId } });
}

/** What the server is put together from; each room brings its own router. */
export interface HttpParts {
  /** where failures and faults are written; nowhere when the app only describes itself */
  readonly log?: Log;
  readonly metrics?: Pick<Metrics, 'requestSeconds' | 'problems'>;
  readonly contextOf: (c: HonoContext) => Promise<Context>;
  /** Paths whose JSON bodies may be larger than usual. */
  readonly bodyLimits?: BodyLimits;
  readonly routers: readonly { readonly path: string; readonly router: OpenAPIHono<AppEnv> }[];
}

/** The headers that every answer has unless its route sets another. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses a write that another site's page sent: Sec-Fetch-Site, else Origin against Host. */
export function isCrossSiteWrite(request: Request): boolean {
  if (safeMethods.has(request.method)) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.get('origin');
  if (origin === null) return request.headers.get('cookie') !== null;
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host');
}

/**
 * Records that a member of staff was refused what their roles do not permit, with what they asked
 * for. Of people without a sign-in only the count is kept (`amends_problems_total`): anybody could
 * fill the audit trail otherwise.
 */
async function auditRefusal(error: unknown, c: HonoContext<AppEnv>): Promise<void> {
  if (!(error instanceof PlatformError) || error.code !== 'forbidden') return;
  const { permission } = error.details;
  const ctx = c.get('ctx') as Context | undefined;
  if (ctx?.actor.kind !== 'staff' || typeof permission !== 'string') return;
  const details = { permission, method: c.req.method };
  const subject = c.req.path.slice(0, 200);
  try {
    await ctx.transact((tx) =>
      recordAudit(tx, { ctx, action: 'access_refused', subject, details }),
    );
  } catch (failure) {
    ctx.log.error({ message: String(failure), permission }, 'a refusal could not be audited');
  }
}

/** Puts the application together: context, safety headers, cross-site guard, errors, routers. */
export function createApp(parts: HttpParts): OpenAPIHono<AppEnv> {
  const app = createApi();
  app.onError(async (error, c) => {
    await auditRefusal(error, c);
    return answerError(error, parts.log);
  });
  app.notFound(() => problem({ status: 404, code: 'not_found' }));
  app.use('*', httpSpans());
  app.use('*', async (c, next) => {
    if (isCrossSiteWrite(c.req.raw)) return problem({ status: 403, code: 'cross_site_request' });
    // A NUL names nothing, and PostgreSQL takes none in a text.
    if (c.req.path.includes('\0')) return problem({ status: 404, code: 'not_found' });
    c.set('ctx', await parts.contextOf(c));
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    return undefined;
  });
  app.use('*', async (c, next) => {
    const startedAt = performance.now();
    await next();
    const status = String(c.res.status);
    const labels = { method: c.req.method, route: routePath(c, -1), status };
    parts.metrics?.requestSeconds.observe(labels, (performance.now() - startedAt) / 1000);
    if (c.res.status < 400) return;
    const isProblem = c.res.headers.get('content-type')?.startsWith('application/problem');
    if (isProblem === true) parts.metrics?.problems.inc({ status });
  });
  app.use('/api/*', guardQuery());
  app.use('*', guardJson(parts.bodyLimits ?? {}));
  for (const { path, router } of parts.routers) app.route(path, router);
  return app;
}
