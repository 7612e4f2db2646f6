import type { OpenAPIHono } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify/sync';
import type { Context as HonoContext } from 'hono';
import { listClaimDayCells } from '../../../claims/counts/index.ts';
import { loadQuestionnaire } from '../../../claims/index.ts';
import { loadIncidentBySlug } from '../../../incident/index.ts';
import { type AppEnv, createApi } from '../../../platform/index.ts';
import { localeOf, answerPage as page } from '../answer-page.ts';
import { NotFoundPage } from '../incident.page.tsx';
import type { Locale } from '../public-layout.tsx';
import { ClaimMapPage } from './claim-map.page.tsx';
import { type ClaimMap, mapClaims } from './claim-map.ts';

interface LoadedMap {
  readonly slug: string;
  readonly incidentTitle: string;
  readonly zone: string;
  readonly map: ClaimMap;
  readonly nameOf: (service: string) => string;
}

function loadMap(c: HonoContext<AppEnv>, locale: Locale): Promise<LoadedMap | undefined> {
  const slug = c.req.param('slug') ?? '';
  return c.var.ctx.read(async (tx) => {
    const incident = await loadIncidentBySlug(tx, slug);
    if (incident === undefined) return undefined;
    const { id: incidentId, zone, titles } = incident;
    const form = await loadQuestionnaire(tx, { incidentId });
    const services = form?.questionnaire.services ?? [];
    const map = mapClaims(await listClaimDayCells(tx, { incidentId, zone }));
    const nameOf = (service: string): string =>
      services.find(({ code }) => code === service)?.[locale] ?? service;
    return { slug, incidentTitle: titles[locale], zone, map, nameOf };
  });
}

/** One row for each cell: a count, or the bounds between which a hidden one lies. */
function renderCsv({ map, nameOf }: LoadedMap): string {
  const rows = map.cells.map(({ on, service, shown }) => {
    const isExact = shown.kind === 'exact';
    const least = isExact ? shown.count : shown.kind === 'at_least' ? shown.count : 1n;
    const most = isExact ? shown.count : shown.kind === 'fewer' ? 4n : '';
    return [on, service, nameOf(service), String(least), String(most)];
  });
  return stringify([['day', 'service', 'service_name', 'claims_min', 'claims_max'], ...rows], {
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

/** Gives the claims of an incident by service and day, as a page and as CSV; nothing is personal. */
export function claimMapRoutes(): OpenAPIHono<AppEnv> {
  const app = createApi();
  app.get('/public/:slug/claims', async (c) => {
    const locale = localeOf(c);
    const loaded = await loadMap(c, locale);
    if (loaded === undefined) return page(c, <NotFoundPage locale={locale} />, 404);
    return page(c, <ClaimMapPage locale={locale} {...loaded} />);
  });
  app.get('/public/:slug/claims.csv', async (c) => {
    const locale = localeOf(c);
    const loaded = await loadMap(c, locale);
    if (loaded === undefined) return page(c, <NotFoundPage locale={locale} />, 404);
    return c.body(renderCsv(loaded), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="claims-${loaded.slug}.csv"`,
    });
  });
  return app;
}
