import type { Cohort } from '../../../incident/index.ts';
import type { Case } from '../read/case.ts';
import { outageWindows } from './outage-windows.ts';
import type { PopulationPlan } from './population-plan.ts';

/** An affected cohort of a case, before it has an id; `key` names it within the case. */
export type PlannedCohort = Omit<Cohort, 'id' | 'incidentId'> & { readonly key: string };

/**
 * Gives the affected cohorts of a case at the scale of a plan: one per class and per flag that names
 * the function which touched it, over the adopted outage of that function.
 */
export function planCohorts(
  source: Pick<Case, 'incident' | 'population'>,
  plan: PopulationPlan,
): readonly PlannedCohort[] {
  const windows = outageWindows(source);
  const counts = new Map(
    [...plan.classes, ...plan.flags].map(({ code, count }) => [code, BigInt(count)]),
  );
  const rows = [...source.population.classes, ...source.population.flags];
  return rows.flatMap(({ code, affectedBy, assumed, sources = [] }): PlannedCohort[] => {
    if (affectedBy === undefined) return [];
    const window = windows.get(`${affectedBy.service}/${affectedBy.function}`);
    if (window === undefined) return [];
    return [
      {
        key: code,
        partyClass: code,
        ...affectedBy,
        scope: {},
        ...window,
        partyCount: counts.get(code) ?? 0n,
        isAssumed: sources.length === 0,
        reason: assumed?.trim() ?? 'Counted in the population of this case.',
        statedBy: 'case_author',
        sources,
      },
    ];
  });
}
