import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';

/** What drills of whole sites showed, the latest first. */
export const sitesDrillsQuery = queryOptions({
  queryKey: ['continuity', 'sites-drills'],
  queryFn: () => unwrap(api.GET('/api/v1/continuity/sites-drills')),
});

export type KeptSitesDrill = components['schemas']['KeptSitesDrill'];
export type SitesResult = components['schemas']['SitesDrillResult'];

/** Gives the middle of the seconds without a receipt over the runs; of an even number the higher of two. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Writes seconds with one decimal place. */
export const tenths = (seconds: number): string => seconds.toFixed(1);
