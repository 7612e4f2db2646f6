import { accept, compareInstant, type Instant, type Outcome, refuse } from '../kernel/index.ts';
import type { Impact, StatedInterval } from './impact.ts';
import { assessStatement, type Incident, isInFuture, type StatementRefusal } from './incident.ts';

/** A statement as it arrives; `corrects` names the impact of the same party that it replaces. */
export interface ImpactStatement extends Omit<Impact, 'threadId' | 'version'> {
  readonly corrects?: string;
}

export type ImpactStatementRefusal =
  | StatementRefusal
  | { readonly code: 'impact_without_interval' }
  | { readonly code: 'interval_ends_before_start'; readonly position: number }
  | { readonly code: 'intervals_overlap'; readonly position: number }
  | { readonly code: 'interval_in_future'; readonly position: number }
  | { readonly code: 'corrected_impact_unknown'; readonly impactId: string }
  | { readonly code: 'corrected_impact_superseded'; readonly impactId: string }
  | { readonly code: 'correction_of_another_statement'; readonly impactId: string };

/**
 * Decides whether a party's statement of an impact may be recorded, and as which version.
 *
 * Refusals are checked in this order, and the first that holds is returned: incident_closed,
 * party_unknown, function_unknown, source_unknown, impact_without_interval,
 * interval_ends_before_start, intervals_overlap, interval_in_future (unless the end is planned),
 * corrected_impact_unknown,
 * corrected_impact_superseded, correction_of_another_statement.
 *
 * @param known every impact of this incident recorded so far
 * @source ARCHITECTURE.md, "Incident": a correction is a new version, with who and why
 */
export function decideImpactStatement(
  statement: ImpactStatement,
  state: {
    readonly incident: Incident;
    readonly known: readonly Impact[];
    readonly now: Instant;
  },
): Outcome<Impact, ImpactStatementRefusal> {
  const refusal =
    assessStatement(state.incident, statement) ?? assessIntervals(statement.intervals, state.now);
  if (refusal !== undefined) return refuse(refusal);
  const { corrects, ...fields } = statement;
  if (corrects === undefined) return accept({ ...fields, threadId: statement.id, version: 1 });
  const previous = state.known.find((impact) => impact.id === corrects);
  if (previous === undefined) {
    return refuse({ code: 'corrected_impact_unknown', impactId: corrects });
  }
  if (state.known.some((other) => isLaterVersion(other, previous))) {
    return refuse({ code: 'corrected_impact_superseded', impactId: corrects });
  }
  if (!isSameSubject(previous, statement)) {
    return refuse({ code: 'correction_of_another_statement', impactId: corrects });
  }
  return accept({ ...fields, threadId: previous.threadId, version: previous.version + 1 });
}

function isLaterVersion(other: Impact, previous: Impact): boolean {
  return other.threadId === previous.threadId && other.version > previous.version;
}

function isSameSubject(previous: Impact, statement: ImpactStatement): boolean {
  return (
    previous.statedBy === statement.statedBy &&
    previous.service === statement.service &&
    previous.function === statement.function
  );
}

function liesInFuture(interval: StatedInterval, now: Instant): boolean {
  const { from, until, untilPrecision } = interval;
  if (isInFuture(from, now)) return true;
  return until !== undefined && untilPrecision !== 'planned' && isInFuture(until, now);
}

function assessIntervals(
  intervals: readonly StatedInterval[],
  now: Instant,
): ImpactStatementRefusal | undefined {
  if (intervals.length === 0) return { code: 'impact_without_interval' };
  for (const [position, interval] of intervals.entries()) {
    const { from, until } = interval;
    if (until !== undefined && compareInstant(from, until) >= 0) {
      return { code: 'interval_ends_before_start', position };
    }
    const before = intervals[position - 1];
    if (before === undefined) continue;
    const beforeEnd = before.until;
    if (beforeEnd === undefined || compareInstant(beforeEnd, from) > 0) {
      return { code: 'intervals_overlap', position };
    }
  }
  const future = intervals.findIndex((interval) => liesInFuture(interval, now));
  return future < 0 ? undefined : { code: 'interval_in_future', position: future };
}
