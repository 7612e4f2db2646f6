import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { cors } from 'hono/cors';
import { type AppEnv, createApi, PlatformError } from '../../../platform/index.ts';
import { type Brand, brandOfHost } from '../status/brand.ts';
import { composeSource, loadPublicIncidents } from './load-source.ts';
import { buildFeed } from './render-feed.ts';
import { renderStatusIncident, renderStatusSummary, type SummarySource } from './status-summary.ts';

/** Fifteen seconds: a crowd that looks at once costs one reading. */
const cacheControl = 'public, max-age=15';

/**
 * Gives the address that links begin with: under the name of a page of its own that one, else the
 * site's. The name that a request claims to ask for is anybody's, and a cache keeps what it leads to.
 */
export function addressOf(
  site: StatusSite,
  asked: { readonly host: string | undefined; readonly brand: Brand | undefined },
): string {
  const { publicUrl = 'http://localhost' } = site;
  if (asked.brand === undefined || asked.host === undefined) return publicUrl;
  return `${new URL(publicUrl).protocol}//${asked.host.toLowerCase()}`;
}

async function loadSource(c: HonoContext<AppEnv>, site: StatusSite): Promise<SummarySource> {
  const locale = c.req.query('lang') === 'ko' ? 'ko' : 'en';
  const host = c.req.header('host');
  const brand = brandOfHost(site.brands ?? [], host);
  if (brand?.isPrivate === true && c.var.ctx.actor.kind !== 'staff') {
    throw new PlatformError('forbidden', { message: 'Sign in as a member of staff to read this.' });
  }
  return composeSource(await loadPublicIncidents(c.var.ctx), {
    ...{ now: c.var.ctx.now, locale, brand, address: addressOf(site, { host, brand }) },
  });
}

/** The status pages there are; none means one page with everything. */
export interface StatusSite {
  /** where people reach this site, without a slash at the end */
  readonly publicUrl?: string;
  readonly brands?: readonly Brand[];
}

type Render = (source: SummarySource) => unknown;

/** What each address of the Statuspage API gives, beside the page it belongs to. */
export const statusDocuments: Readonly<Record<string, Render>> = {
  'summary.json': renderStatusSummary,
  'status.json': (source) => {
    const { page, status } = renderStatusSummary(source);
    return { page, status };
  },
  'components.json': (source) => {
    const { page, components } = renderStatusSummary(source);
    return { page, components };
  },
  'incidents.json': (source) => ({
    page: renderStatusSummary(source).page,
    incidents: source.incidents.map((entry) => renderStatusIncident(entry, source)),
  }),
  'incidents/unresolved.json': (source) => {
    const { page, incidents } = renderStatusSummary(source);
    return { page, incidents };
  },
  'scheduled-maintenances.json': (source) => ({
    page: renderStatusSummary(source).page,
    scheduled_maintenances: [],
  }),
};

/** Gives the state of the services to programs: the Statuspage API, RSS and Atom. */
export function feedRoutes(site: StatusSite = {}): OpenAPIHono<AppEnv> {
  const app = createApi();
  app.use('/api/v2/*', cors());
  for (const [path, render] of Object.entries(statusDocuments)) {
    app.get(`/api/v2/${path}`, async (c) =>
      c.json(render(await loadSource(c, site)) as object, 200, { 'cache-control': cacheControl }),
    );
  }
  app.get('/public/feed.rss', async (c) =>
    c.body(buildFeed(await loadSource(c, site)).rss2(), 200, {
      'content-type': 'application/rss+xml; charset=utf-8',
      'cache-control': cacheControl,
    }),
  );
  app.get('/public/feed.atom', async (c) =>
    c.body(buildFeed(await loadSource(c, site)).atom1(), 200, {
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': cacheControl,
    }),
  );
  return app;
}
