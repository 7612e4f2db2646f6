import { accept, compareInstant, type Instant, type Outcome, refuse } from '../../kernel/index.ts';
import { type FutureRefusal, type Incident, isInFuture } from '../incident.ts';

/** The moments that legal periods run from beside the outage itself. */
export const milestoneKinds = ['awareness', 'classification'] as const;
export type MilestoneKind = (typeof milestoneKinds)[number];

/** When the company became aware of an incident, or classified it; the last of a kind stands. */
export interface Milestone {
  readonly id: string;
  readonly incidentId: string;
  readonly kind: MilestoneKind;
  readonly reachedAt: Instant;
  readonly reason: string;
}

export type MilestoneRefusal =
  | { readonly code: 'incident_closed' }
  | FutureRefusal
  | { readonly code: 'milestone_before_outage'; readonly openedAt: Instant }
  | { readonly code: 'milestone_without_reason' };

/**
 * Decides whether a milestone may be recorded.
 *
 * Refusals are checked in this order: incident_closed, time_in_future, milestone_before_outage,
 * milestone_without_reason.
 */
export function decideMilestone(
  milestone: Milestone,
  state: { readonly incident: Pick<Incident, 'state' | 'openedAt'>; readonly now: Instant },
): Outcome<Milestone, MilestoneRefusal> {
  const { incident, now } = state;
  if (incident.state === 'closed') return refuse({ code: 'incident_closed' });
  if (isInFuture(milestone.reachedAt, now)) return refuse({ code: 'time_in_future', now });
  if (compareInstant(milestone.reachedAt, incident.openedAt) < 0) {
    return refuse({ code: 'milestone_before_outage', openedAt: incident.openedAt });
  }
  if (milestone.reason.trim() === '') return refuse({ code: 'milestone_without_reason' });
  return accept(milestone);
}
