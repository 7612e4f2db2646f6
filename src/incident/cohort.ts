import { accept, compareInstant, type Instant, type Outcome, refuse } from '../kernel/index.ts';
import type { Scope } from './impact.ts';
import { assessStatement, type Incident, type StatementRefusal } from './incident.ts';

/**
 * Which parties an impact touched: a class of them, by service, function, scope and interval.
 *
 * `isAssumed` marks a count that no source gives. `populationHash` (hex SHA-256) ties the count to
 * the population file it was counted in, when there is one.
 */
export interface Cohort {
  readonly id: string;
  readonly incidentId: string;
  readonly partyClass: string;
  readonly service: string;
  readonly function: string;
  readonly scope: Scope;
  readonly from: Instant;
  readonly until: Instant;
  readonly partyCount: bigint;
  readonly isAssumed: boolean;
  readonly reason: string;
  readonly statedBy: string;
  readonly sources: readonly number[];
  readonly populationHash?: string;
}

export type CohortRefusal =
  | StatementRefusal
  | { readonly code: 'interval_ends_before_start'; readonly position: number }
  | { readonly code: 'count_negative' }
  | { readonly code: 'cohort_without_reason' };

/**
 * Decides whether an affected cohort may be recorded.
 *
 * Refusals are checked in this order: those of any statement, interval_ends_before_start,
 * count_negative, cohort_without_reason.
 *
 * @source ARCHITECTURE.md, "Incident": the affected cohort is a record, not a guess
 */
export function decideCohort(cohort: Cohort, incident: Incident): Outcome<Cohort, CohortRefusal> {
  const refusal = assessStatement(incident, cohort);
  if (refusal !== undefined) return refuse(refusal);
  if (compareInstant(cohort.from, cohort.until) >= 0) {
    return refuse({ code: 'interval_ends_before_start', position: 0 });
  }
  if (cohort.partyCount < 0n) return refuse({ code: 'count_negative' });
  if (cohort.reason.trim() === '') return refuse({ code: 'cohort_without_reason' });
  return accept(cohort);
}
