import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { cors } from 'hono/cors';
import { listAdoptedImpacts, listIncidents, listTimeline } from '../../../incident/index.ts';
import { type AppEnv, createApi } from '../../../platform/index.ts';
import { publicWords } from '../public-layout.tsx';
import { buildFeed } from './render-feed.ts';
import {
  type PublicIncident,
  renderStatusIncident,
  renderStatusSummary,
  type SummarySource,
} from './status-summary.ts';

/** Fifteen seconds: a crowd that looks at once costs one reading. */
const cacheControl = 'public, max-age=15';

async function loadSource(c: HonoContext<AppEnv>): Promise<SummarySource> {
  const { ctx } = c.var;
  const locale = c.req.query('lang') === 'ko' ? 'ko' : 'en';
  const incidents = await ctx.read(async (tx) => {
    const loaded: PublicIncident[] = [];
    for (const incident of await listIncidents(tx)) {
      const { id: incidentId } = incident;
      const impacts = await listAdoptedImpacts(tx, incidentId);
      const timeline = await listTimeline(tx, { incidentId, visibility: 'public' });
      loaded.push({ incident, impacts, timeline });
    }
    return loaded;
  });
  return {
    incidents,
    now: ctx.now,
    locale,
    siteName: publicWords(locale).siteName,
    zone: incidents[0]?.incident.zone ?? 'Etc/UTC',
    address: new URL(c.req.url).origin,
  };
}

type Render = (source: SummarySource) => unknown;

/** What each address of the Statuspage API gives, beside the page it belongs to. */
const documents: Readonly<Record<string, Render>> = {
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
export function feedRoutes(): OpenAPIHono<AppEnv> {
  const app = createApi();
  app.use('/api/v2/*', cors());
  for (const [path, render] of Object.entries(documents)) {
    app.get(`/api/v2/${path}`, async (c) =>
      c.json(render(await loadSource(c)) as object, 200, { 'cache-control': cacheControl }),
    );
  }
  app.get('/public/feed.rss', async (c) =>
    c.body(buildFeed(await loadSource(c)).rss2(), 200, {
      'content-type': 'application/rss+xml; charset=utf-8',
      'cache-control': cacheControl,
    }),
  );
  app.get('/public/feed.atom', async (c) =>
    c.body(buildFeed(await loadSource(c)).atom1(), 200, {
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': cacheControl,
    }),
  );
  return app;
}
