import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { accept, type Outcome } from '../../kernel/index.ts';
import {
  type AppEnv,
  createApi,
  endSession,
  isHttps,
  jsonResponse,
  problem,
  problemResponses,
  replaceSession,
} from '../../platform/index.ts';
import {
  type Attempt,
  beginAttempt,
  endReading,
  type Issuer,
  letReaderIn,
  openIssuer,
  readerMs,
  readReturnPath,
  resumeAttempt,
  type SignOnSettings,
  signOnStaff,
} from '../../platform/sign-on/index.ts';
import { localeOf } from '../public/answer-page.ts';
import { addressOf } from '../public/feeds/feed-routes.ts';
import { type Brand, brandOfHost } from '../public/status/brand.ts';
import { readerCookie } from '../public/status/let-in.ts';
import { publicContentSecurityPolicy } from '../public/style.ts';
import { RefusedPage } from './refused.page.tsx';

type Request = HonoContext<AppEnv>;

/** Where people sign in, and what the site is called outside. */
export interface SignOnSite {
  readonly publicUrl: string;
  readonly brands?: readonly Brand[];
  readonly signOn?: SignOnSettings;
}

const attemptCookie = 'amends_sign_on';
const attemptSeconds = 600;
const cookiePath = '/sign-on';

export const signOnSchema = z
  .strictObject({
    /** What the issuer is called; null where nobody signs in at one. */
    name: z.string().nullable(),
  })
  .openapi('SignOn');
const describeRoute = createRoute({
  tags: ['session'],
  method: 'get',
  path: '/api/v1/sign-on',
  summary: 'Where else than here one signs in',
  responses: { ...problemResponses, 200: jsonResponse(signOnSchema, 'The issuer') },
});

function leadTo(c: Request, to: string): Response {
  c.header('cache-control', 'no-store');
  return c.redirect(to, 303);
}

/** Shows why at an address of its own, so that nothing of the attempt stays in the browser's. */
function showRefusal(c: Request, { code, locale }: { code: string; locale?: string | undefined }) {
  const lang = locale === undefined ? '' : `?lang=${locale}`;
  return leadTo(c, `/sign-on/refused/${code}${lang}`);
}

/** Gives this site's address by the name that the browser asked for, if that is one of a page. */
function baseOf(c: Request, site: SignOnSite): { readonly base: string; readonly isHere: boolean } {
  const host = c.req.header('host');
  const brand = brandOfHost(site.brands ?? [], host);
  const base = addressOf(site, { host, brand });
  return { base, isHere: new URL(base).host === host?.toLowerCase() };
}

function readAsked(c: Request): Pick<Attempt, 'purpose' | 'returnPath' | 'isFresh' | 'locale'> {
  const purpose = c.req.query('for') === 'page' ? 'page' : 'console';
  const lang = c.req.query('lang');
  const fallback = purpose === 'page' ? '/status' : '/console';
  return {
    purpose,
    returnPath: readReturnPath(c.req.query('return_to')) ?? fallback,
    isFresh: c.req.query('fresh') === 'yes',
    ...(lang === 'ko' || lang === 'en' ? { locale: lang } : {}),
  };
}

async function begin(c: Request, site: SignOnSite, issuer: Issuer): Promise<Response> {
  const { base, isHere } = baseOf(c, site);
  // The cookie has to be of the name that the issuer sends the browser back to. A proxy may hide
  // that name, so that this is tried once.
  if (!isHere && c.req.query('moved') === undefined) {
    const asked = new URLSearchParams({ ...c.req.query(), moved: 'yes' });
    return leadTo(c, `${base}/sign-on?${asked}`);
  }
  const redirectUri = `${base}/sign-on/callback`;
  const { attempt, sealed } = beginAttempt(c.var.ctx, { ...readAsked(c), redirectUri });
  const begun = await issuer.begin(attempt, attempt);
  if (!begun.ok) return showRefusal(c, { ...begun.refusal, locale: attempt.locale });
  setCookie(c, attemptCookie, sealed, {
    ...{ httpOnly: true, sameSite: 'Lax', secure: isHttps(c) },
    ...{ path: cookiePath, maxAge: attemptSeconds },
  });
  return leadTo(c, begun.value.href);
}

type Identity = Parameters<typeof signOnStaff>[1]['identity'];
type LetIn = Outcome<null, { readonly code: string }>;

async function enterConsole(c: Request, settings: SignOnSettings, who: Identity): Promise<LetIn> {
  const userAgent = c.req.header('user-agent');
  const agent = userAgent === undefined ? {} : { userAgent };
  const signedOn = await signOnStaff(c.var.ctx, { identity: who, settings, ...agent });
  if (!signedOn.ok) return signedOn;
  await replaceSession(c, signedOn.value.token);
  return accept(null);
}

/** Lets a reader in, else a member of staff: they read private pages, too. */
async function enterPage(c: Request, settings: SignOnSettings, who: Identity): Promise<LetIn> {
  const reader = await letReaderIn(c.var.ctx, { identity: who, settings });
  if (!reader.ok) {
    const staff = await enterConsole(c, settings, who);
    return staff.ok ? staff : reader;
  }
  setCookie(c, readerCookie, reader.value.token, {
    ...{ httpOnly: true, sameSite: 'Lax', secure: isHttps(c) },
    ...{ path: '/', maxAge: readerMs / 1000 },
  });
  return accept(null);
}

async function finish(
  c: Request,
  { settings, issuer }: { settings: SignOnSettings; issuer: Issuer },
): Promise<Response> {
  const { ctx } = c.var;
  const sealed = getCookie(c, attemptCookie);
  deleteCookie(c, attemptCookie, { path: cookiePath });
  const resumed = resumeAttempt(ctx, { sealed, state: c.req.query('state') });
  if (!resumed.ok) return showRefusal(c, resumed.refusal);
  const attempt = resumed.value;
  const { locale } = attempt;
  const url = new URL(attempt.redirectUri);
  url.search = new URL(c.req.url).search;
  const told = (why: string): void => ctx.log.warn({ why }, 'an answer of the issuer was refused');
  const found = await issuer.finish(attempt, { url, isFresh: attempt.isFresh, told });
  if (!found.ok) return showRefusal(c, { ...found.refusal, locale });
  const enter = attempt.purpose === 'page' ? enterPage : enterConsole;
  const entered = await enter(c, settings, found.value);
  if (!entered.ok) return showRefusal(c, { ...entered.refusal, locale });
  return leadTo(c, attempt.returnPath);
}

/** Serves sign-in through the configured issuer: beginning, coming back, and why it came to nothing. */
export function signOnRoutes(site: SignOnSite): OpenAPIHono<AppEnv> {
  const app = createApi();
  const { signOn: settings } = site;
  const issuer = settings && openIssuer(settings);
  app.openapi(describeRoute, (c) => c.json({ name: settings?.name ?? null }, 200));
  app.get('/sign-on', async (c) => {
    if (issuer === undefined) return problem({ status: 404, code: 'not_found' });
    return begin(c, site, issuer);
  });
  app.get('/sign-on/callback', async (c) => {
    if (issuer === undefined || settings === undefined) {
      return problem({ status: 404, code: 'not_found' });
    }
    return finish(c, { settings, issuer });
  });
  app.post('/sign-on/sign-out', async (c) => {
    const token = getCookie(c, readerCookie);
    if (token !== undefined) await endReading(c.var.ctx, token);
    deleteCookie(c, readerCookie, { path: '/' });
    await endSession(c);
    return leadTo(c, readReturnPath(c.req.query('return_to')) ?? '/status');
  });
  app.get('/sign-on/refused/:reason', async (c) => {
    const asked = c.req.param('reason');
    // Only what this server may have said, so that a link cannot put words on the page.
    const reason = /^sign_on_[a-z_]{1,40}$/.test(asked) ? asked : 'sign_on_expired';
    c.header('content-security-policy', publicContentSecurityPolicy);
    c.header('vary', 'accept-language');
    const body = String(await (<RefusedPage locale={localeOf(c)} reason={reason} />));
    const status = reason === 'sign_on_issuer_down' ? 503 : 200;
    return c.html(`<!doctype html>${body}`, status);
  });
  return app;
}
