import { createHash } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import { type AppEnv, createApi } from '../../../platform/index.ts';
import { localeOf } from '../answer-page.ts';
import type { StatusSite } from '../feeds/feed-routes.ts';
import { loadPublicIncidents } from '../feeds/load-source.ts';
import type { Locale } from '../public-layout.tsx';
import { renderBadge } from './badge.ts';
import { type Brand, brandOfHost } from './brand.ts';
import { isLetIn } from './let-in.ts';
import { NoticesPage } from './notices.page.tsx';
import {
  defaultTitles,
  PrivatePage,
  type StatusLinks,
  StatusPage,
  statusPageStyle,
} from './status.page.tsx';
import { assessStatus, defaultBrand, type StatusView } from './status-view.ts';

type Request = HonoContext<AppEnv>;

const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(statusPageStyle()).digest('base64')}'`,
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Fifteen seconds: a crowd that looks at once costs one reading. */
const publicCache = 'public, max-age=15';

function linksOf(locale: Locale, path: string): StatusLinks {
  const other = locale === 'ko' ? 'en' : 'ko';
  const page = path.replace(/\/notices$/, '');
  const root = page === '' || page === '/' ? '/status' : page;
  return {
    otherLanguage: `${path}?lang=${other}`,
    status: `${root}?lang=${locale}`,
    notices: `${root}/notices?lang=${locale}`,
    atom: `/public/feed.atom?lang=${locale}`,
    rss: `/public/feed.rss?lang=${locale}`,
    json: `/api/v2/summary.json?lang=${locale}`,
    subscribe: `/public/subscribe?lang=${locale}`,
    incident: (slug) => `/public/${slug}?lang=${locale}`,
  };
}

async function loadView(c: Request, brand: Brand | undefined): Promise<StatusView> {
  const { ctx } = c.var;
  const all = await loadPublicIncidents(ctx);
  return assessStatus(brand ?? defaultBrand(all, defaultTitles()), all, ctx.now);
}

async function answerStatus(
  c: Request,
  { body, status = 200, isPublic }: { body: Child; status?: 200 | 403; isPublic: boolean },
): Promise<Response> {
  c.header('content-security-policy', contentSecurityPolicy);
  c.header('vary', 'accept-language, host, cookie');
  c.header('cache-control', isPublic ? publicCache : 'private, no-store');
  return c.html(`<!doctype html>${String(await body)}`, status);
}

/** The page asked for, and the site that it is of. */
interface Asked {
  readonly brand: Brand | undefined;
  readonly site: StatusSite;
}

async function answerPage(
  c: Request,
  { brand, site }: Asked,
  Page: typeof StatusPage | typeof NoticesPage = StatusPage,
): Promise<Response> {
  const locale = localeOf(c);
  const links = linksOf(locale, c.req.path);
  const isPublic = brand?.isPrivate !== true;
  if (!(await isLetIn(c, { brand, site }))) {
    const signOn = site.signOn && { name: site.signOn.name, returnPath: c.req.path };
    const body = <PrivatePage locale={locale} links={links} signOn={signOn} />;
    return answerStatus(c, { body, status: 403, isPublic });
  }
  const shown = isPublic ? links : { ...links, signOut: c.req.path };
  const body = <Page view={await loadView(c, brand)} locale={locale} links={shown} />;
  return answerStatus(c, { body, isPublic });
}

async function answerBadge(c: Request, { brand, site }: Asked): Promise<Response> {
  if (!(await isLetIn(c, { brand, site }))) return c.body(null, 403);
  const view = await loadView(c, brand);
  return c.body(renderBadge(view.now, localeOf(c)), 200, {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': brand?.isPrivate === true ? 'private, no-store' : publicCache,
    'access-control-allow-origin': '*',
  });
}

/**
 * Gives the status pages: at `/status`, and at the root of every host name that a page has. A page
 * with an id is also at `/status/ID`, so that it can be looked at before its name points here.
 */
export function statusRoutes(site: StatusSite = {}): OpenAPIHono<AppEnv> {
  const app = createApi();
  const brands = site.brands ?? [];
  const ofHost = (c: Request): Brand | undefined => brandOfHost(brands, c.req.header('host'));
  const asked = (c: Request): Asked => ({ brand: ofHost(c) ?? brands[0], site });
  app.get('/', async (c, next) => {
    const brand = ofHost(c);
    if (brand === undefined) return next();
    return answerPage(c, { brand, site });
  });
  app.get('/status', (c) => answerPage(c, asked(c)));
  app.get('/status/notices', (c) => answerPage(c, asked(c), NoticesPage));
  app.get('/status/badge.svg', (c) => answerBadge(c, asked(c)));
  for (const brand of brands) {
    app.get(`/status/${brand.id}`, (c) => answerPage(c, { brand, site }));
    app.get(`/status/${brand.id}/notices`, (c) => answerPage(c, { brand, site }, NoticesPage));
    app.get(`/status/${brand.id}/badge.svg`, (c) => answerBadge(c, { brand, site }));
  }
  return app;
}
