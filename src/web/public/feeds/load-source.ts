import { listPublications } from '../../../disclosure/reports/index.ts';
import {
  listAdoptedImpacts,
  listImpacts,
  listIncidents,
  listTimeline,
  standingImpacts,
} from '../../../incident/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import type { Context, Tx } from '../../../platform/index.ts';
import { type Locale, publicWords } from '../public-layout.tsx';
import { type Brand, componentsOfBrand } from '../status/brand.ts';
import { incidentsOfBrand } from '../status/status-view.ts';
import type { PublicIncident, SummarySource } from './status-summary.ts';

/** Lists every incident with what the public may read of its state. */
export async function listPublicIncidents(tx: Tx): Promise<readonly PublicIncident[]> {
  const loaded: PublicIncident[] = [];
  const published = await listPublications(tx);
  for (const incident of await listIncidents(tx)) {
    const { id: incidentId, restoredAt } = incident;
    const adopted = await listAdoptedImpacts(tx, incidentId);
    const stated = await listImpacts(tx, incidentId);
    const impacts = standingImpacts({ stated, adopted }, restoredAt);
    const timeline = await listTimeline(tx, { incidentId, visibility: 'public' });
    const reports = published.filter((report) => report.incidentId === incidentId);
    loaded.push({ incident, impacts, timeline, reports });
  }
  return loaded;
}

/** Loads every incident with what the public may read of its state, from one snapshot. */
export async function loadPublicIncidents(ctx: Context): Promise<readonly PublicIncident[]> {
  return ctx.read(listPublicIncidents);
}

/** Composes what summaries and feeds are made of, for one status page or for everything. */
export function composeSource(
  all: readonly PublicIncident[],
  given: { now: Instant; locale: Locale; address: string; brand: Brand | undefined },
): SummarySource {
  const { now, locale, address, brand } = given;
  if (brand === undefined) {
    const zone = all[0]?.incident.zone ?? 'Etc/UTC';
    return {
      ...{ incidents: all, now, locale, zone, address },
      siteName: publicWords(locale).siteName,
    };
  }
  const known = componentsOfBrand(brand).map(({ id, titles }) => {
    const [service = '', name = 'all'] = id.split('.');
    return { service, function: name, titles };
  });
  return {
    ...{ incidents: incidentsOfBrand(brand, all), now, locale, zone: brand.zone, address },
    // A whole service is listed by its functions; it stands by itself only while nothing touched it.
    known: known.filter(({ service, function: name }) => {
      const isTouched = all.some(({ incident }) =>
        incident.functions.some((one) => one.service === service),
      );
      return name !== 'all' || !isTouched;
    }),
    siteName: brand.titles[locale],
  };
}
