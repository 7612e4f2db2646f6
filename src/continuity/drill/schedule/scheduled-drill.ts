import { type Instant, type LocalDate, renderInstant } from '../../../kernel/index.ts';
import type { KeptDrill } from '../drill-evidence.ts';
import { DRILL_KINDS, type DrillKind, removedBy } from '../drill-file.ts';

/** One thing a drill is to show: that an option works, or, without one, that the node never stops. */
export interface ToShow {
  readonly node: string;
  readonly option: string | null;
}

/** A drill somebody answers for. */
export interface ScheduledDrill {
  readonly id: string;
  readonly inventoryName: string;
  /** Removed whole, one or two at the same time, in the order of the alphabet. */
  readonly domains: readonly string[];
  readonly kind: DrillKind;
  readonly shows: readonly ToShow[];
  readonly owner: string;
  /** The last day on which it is in time, inclusive. */
  readonly dueOn: LocalDate;
  readonly plannedAt: Instant;
  readonly plannedBy: string;
  readonly approval: { readonly at: Instant; readonly by: string } | null;
  readonly callingOff: {
    readonly at: Instant;
    readonly by: string;
    readonly reason: string;
  } | null;
}

/**
 * Where a drill stands. Everything it was to show must be recorded: `held` when the last record of each
 * passed, `failed` when one did not. Before that it is called off, overdue, approved, or only planned.
 */
export type ScheduledState = 'planned' | 'approved' | 'overdue' | 'held' | 'failed' | 'called_off';

/**
 * Tells where a drill stands on a day; the due day itself is in time.
 *
 * @param records of the same inventory, in any order
 */
export function scheduledState(
  plan: ScheduledDrill,
  records: readonly KeptDrill[],
  today: LocalDate,
): ScheduledState {
  if (plan.callingOff !== null) return 'called_off';
  const shown = plan.shows.map((show) => lastRecord(plan, show, records));
  if (shown.every((record) => record !== undefined)) {
    return shown.every((record) => record?.result === 'passed') ? 'held' : 'failed';
  }
  if (today > plan.dueOn) return 'overdue';
  return plan.approval === null ? 'planned' : 'approved';
}

/**
 * Finds the last record that holds a plan: of exactly its domains, whole, of its kind or a more telling one,
 * begun on the day it was planned or later.
 *
 * @source continuity specification, section 4: a drill of part of a domain never covers the domain
 */
export function lastRecord(
  plan: ScheduledDrill,
  show: ToShow,
  records: readonly KeptDrill[],
): KeptDrill['record'] | undefined {
  const plannedOn = renderInstant(plan.plannedAt).slice(0, 10);
  return records
    .map(({ record }) => record)
    .filter(
      (record) =>
        record.node === show.node &&
        (record.option ?? null) === show.option &&
        record.scope === 'full' &&
        removedBy(record) === plan.domains.join('+') &&
        DRILL_KINDS.indexOf(record.kind) >= DRILL_KINDS.indexOf(plan.kind) &&
        record.startedAt.slice(0, 10) >= plannedOn,
    )
    .toSorted((left, right) => (left.startedAt < right.startedAt ? -1 : 1))
    .at(-1);
}

/** Why a plan of a drill is not approved or called off. */
export type DrillPlanRefusal =
  | { readonly code: 'drill_plan_not_found'; readonly planId: string }
  | { readonly code: 'drill_plan_ended'; readonly state: ScheduledState }
  | { readonly code: 'drill_plan_approved_already' }
  | { readonly code: 'drill_plan_own' };

interface FoundPlan {
  readonly planId: string;
  readonly plan: ScheduledDrill | undefined;
  readonly state: ScheduledState | undefined;
}

const ENDS: readonly (ScheduledState | undefined)[] = ['held', 'failed', 'called_off'];

/** Decides whether somebody may approve a plan; refusals in the order of the type. */
export function decideApproval(found: FoundPlan, approver: string): DrillPlanRefusal | undefined {
  const refusal = decideCallingOff(found);
  if (refusal !== undefined || found.plan === undefined) return refusal;
  if (found.plan.approval !== null) return { code: 'drill_plan_approved_already' };
  if (found.plan.plannedBy === approver) return { code: 'drill_plan_own' };
  return undefined;
}

/** Decides whether a plan may be called off: it must be there, and not have ended. */
export function decideCallingOff(found: FoundPlan): DrillPlanRefusal | undefined {
  const { planId, plan, state } = found;
  if (plan === undefined || state === undefined) return { code: 'drill_plan_not_found', planId };
  return ENDS.includes(state) ? { code: 'drill_plan_ended', state } : undefined;
}
