import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Feed } from 'feed';
import type { Context as HonoContext } from 'hono';
import { cors } from 'hono/cors';
import { type AppEnv, createApi, PlatformError } from '../../../platform/index.ts';
import type { SignOnSettings } from '../../../platform/sign-on/index.ts';
import { type Brand, brandOfHost } from '../status/brand.ts';
import { isLetIn } from '../status/let-in.ts';
import { composeSource, loadPublicIncidents } from './load-source.ts';
import { type AskedOfFeed, buildFeed } from './render-feed.ts';
import { renderStatusIncident, renderStatusSummary, type SummarySource } from './status-summary.ts';

/** Fifteen seconds: a crowd that looks at once costs one reading. */
const publicCache = 'public, max-age=15';

/** A cache between may keep what is public; of a private page it would give it to anybody. */
function cacheControlOf(c: HonoContext<AppEnv>, site: StatusSite): string {
  const brand = brandOfHost(site.brands ?? [], c.req.header('host'));
  return brand?.isPrivate === true ? 'private, no-store' : publicCache;
}

/**
 * Gives the address that links begin with: under the name of a page of its own that one, else the
 * site's. The name that a request claims to ask for is anybody's, and a cache keeps what it leads to.
 */
export function addressOf(
  site: StatusSite,
  asked: { readonly host: string | undefined; readonly brand: Brand | undefined },
): string {
  // Feeds need whole addresses, also of a site that does not say where it is.
  const publicUrl = site.publicUrl || 'http://localhost';
  if (asked.brand === undefined || asked.host === undefined) return publicUrl;
  return `${new URL(publicUrl).protocol}//${asked.host.toLowerCase()}`;
}

async function loadSource(c: HonoContext<AppEnv>, site: StatusSite): Promise<SummarySource> {
  const locale = c.req.query('lang') === 'ko' ? 'ko' : 'en';
  const host = c.req.header('host');
  const brand = brandOfHost(site.brands ?? [], host);
  if (!(await isLetIn(c, { brand, site }))) {
    throw new PlatformError('forbidden', { message: 'Sign in as somebody who may read this.' });
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
  /** where readers of private pages sign in; members of staff alone read them without it */
  readonly signOn?: Pick<SignOnSettings, 'name' | 'readers'>;
}

type Render = (source: SummarySource) => unknown;

/** Planned work is not kept here: the list that programs look for is there, and empty. */
function noMaintenances(source: SummarySource) {
  return { page: renderStatusSummary(source).page, scheduled_maintenances: [] };
}

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
  'scheduled-maintenances.json': noMaintenances,
  'scheduled-maintenances/upcoming.json': noMaintenances,
  'scheduled-maintenances/active.json': noMaintenances,
};

const feedFormats = {
  rss: { mediaType: 'application/rss+xml', render: (feed: Feed) => feed.rss2() },
  atom: { mediaType: 'application/atom+xml', render: (feed: Feed) => feed.atom1() },
} as const;

const askedMax = 50;

/**
 * Reads which components and which kinds of news a feed is asked of; what cannot be one is nobody's,
 * and finds nothing.
 */
function askedOf(c: HonoContext<AppEnv>): AskedOfFeed {
  const read = (name: string): readonly string[] =>
    (c.req.queries(name) ?? []).slice(0, askedMax).map((one) => one.slice(0, 200));
  return { components: read('component'), topics: read('topic') };
}

/** Gives the state of the services to programs: the Statuspage API, RSS and Atom. */
export function feedRoutes(site: StatusSite = {}): OpenAPIHono<AppEnv> {
  const app = createApi();
  app.use('/api/v2/*', cors());
  for (const [path, render] of Object.entries(statusDocuments)) {
    app.get(`/api/v2/${path}`, async (c) =>
      c.json(render(await loadSource(c, site)) as object, 200, {
        'cache-control': cacheControlOf(c, site),
      }),
    );
  }
  for (const [name, format] of Object.entries(feedFormats)) {
    // Below `/history` are the addresses that readers of a Statuspage page know.
    for (const path of [`/public/feed.${name}`, `/history.${name}`] as const) {
      app.get(path, async (c) => {
        const feed = buildFeed(await loadSource(c, site), askedOf(c));
        return c.body(format.render(feed), 200, {
          'content-type': `${format.mediaType}; charset=utf-8`,
          'cache-control': cacheControlOf(c, site),
        });
      });
    }
  }
  return app;
}
