import { accept, type Instant, type Outcome, refuse } from '../kernel/index.ts';
import {
  type AdoptedImpact,
  type AdoptionChange,
  type Impact,
  type ImpactAdoption,
  impactKey,
  measureAdoption,
} from './impact.ts';
import type { IncidentState } from './incident.ts';

/** A request to rest compensation on one statement. */
export interface AdoptionRequest {
  readonly id: string;
  readonly impactId: string;
  readonly reason: string;
}

/** The adoption to record, the statement it displaces if any, and what changes in time. */
export interface AdoptionDecision {
  readonly adoption: ImpactAdoption;
  readonly impact: Impact;
  readonly displacedAdoptionId?: string;
  readonly change: AdoptionChange;
}

export type AdoptionRefusal =
  | { readonly code: 'incident_closed' }
  | { readonly code: 'impact_unknown'; readonly impactId: string }
  | { readonly code: 'impact_superseded'; readonly latestImpactId: string }
  | { readonly code: 'impact_still_open'; readonly impactId: string }
  | { readonly code: 'adoption_without_reason' };

/**
 * Decides which of several stated impacts compensation rests on.
 *
 * Exactly one statement per service, function, scope and severity stands adopted; adopting another
 * displaces the first, and both stay on record. Refusals are checked in this order: incident_closed,
 * impact_unknown, impact_superseded, impact_still_open, adoption_without_reason.
 *
 * @source ARCHITECTURE.md, "Incident": several parties may state different times; one is adopted for
 *   compensation, with the reason
 */
export function decideAdoption(
  request: AdoptionRequest,
  state: {
    readonly incidentState: IncidentState;
    readonly known: readonly Impact[];
    readonly adopted: readonly AdoptedImpact[];
    readonly now: Instant;
  },
): Outcome<AdoptionDecision, AdoptionRefusal> {
  if (state.incidentState === 'closed') return refuse({ code: 'incident_closed' });
  const impact = state.known.find((known) => known.id === request.impactId);
  if (impact === undefined) return refuse({ code: 'impact_unknown', impactId: request.impactId });
  const latest = latestOfThread(state.known, impact);
  if (latest.id !== impact.id) {
    return refuse({ code: 'impact_superseded', latestImpactId: latest.id });
  }
  if (impact.intervals.some((interval) => interval.until === undefined)) {
    return refuse({ code: 'impact_still_open', impactId: impact.id });
  }
  if (request.reason.trim() === '') return refuse({ code: 'adoption_without_reason' });
  const displaced = state.adopted.find((other) => impactKey(other) === impactKey(impact));
  return accept({
    adoption: { ...request, adoptedAt: state.now },
    impact,
    ...(displaced === undefined ? {} : { displacedAdoptionId: displaced.adoption.id }),
    change: measureAdoption({ before: displaced, after: impact }),
  });
}

function latestOfThread(known: readonly Impact[], impact: Impact): Impact {
  return known
    .filter((other) => other.threadId === impact.threadId)
    .reduce((latest, other) => (other.version > latest.version ? other : latest), impact);
}
