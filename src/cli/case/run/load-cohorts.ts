import { recordCohort } from '../../../incident/index.ts';
import type { Context } from '../../../platform/index.ts';
import { planCohorts } from '../generate/plan-cohorts.ts';
import { planPopulation } from '../generate/population-plan.ts';
import type { Scale } from '../generate/scale.ts';
import type { Case } from '../read/case.ts';
import { derivedId } from './derived-id.ts';
import { expectAccepted, incidentIdOf } from './load-incident.ts';

/** Records which parties each impact touched, at the scale of the replay; again changes nothing. */
export async function loadCohorts(
  ctx: Context,
  options: { readonly found: Case; readonly scale: Scale },
): Promise<void> {
  const { found, scale } = options;
  const plan = planPopulation(found.population, { scale, seed: found.case.seed });
  for (const { key, ...cohort } of planCohorts(found, plan)) {
    const id = derivedId(found.case.id, 'cohort', key);
    const incidentId = incidentIdOf(found.case.id);
    expectAccepted(`cohort ${key}`, await recordCohort(ctx, { id, incidentId, ...cohort }));
  }
}
