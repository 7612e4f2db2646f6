import { accept, type Instant, type Outcome, refuse } from '../kernel/index.ts';
import { type ClockReading, type LegalClock, readClock } from './clock.ts';
import type { AdoptedImpact, Impact } from './impact.ts';
import type { Incident } from './incident.ts';

/** A request to settle the account of an incident, with the reason. */
export interface ClosingRequest {
  readonly id: string;
  readonly reason: string;
}

export type ClosingRefusal =
  | { readonly code: 'incident_closed' }
  | { readonly code: 'incident_not_restored' }
  | { readonly code: 'impact_not_adopted'; readonly service: string; readonly function: string }
  | { readonly code: 'clock_still_running'; readonly clock: string }
  | { readonly code: 'closing_without_reason' };

/** What is known of an incident when it is to be closed. */
export interface ClosingState {
  readonly incident: Incident;
  readonly known: readonly Impact[];
  readonly adopted: readonly AdoptedImpact[];
  /** the standing clocks: one per duty and charge */
  readonly clocks: readonly LegalClock[];
  readonly now: Instant;
}

/**
 * Decides whether the account of an incident may be settled, after which no more is added to it.
 *
 * Refusals are checked in this order: incident_closed, incident_not_restored, impact_not_adopted
 * (a function was stated as affected and no statement of it was adopted), clock_still_running (a
 * duty that is neither fulfilled nor overdue, so that its end could still be recorded),
 * closing_without_reason. Open claims do not stand against it: they are decided by what was
 * adopted, which closing makes final.
 *
 * @source ARCHITECTURE.md, "Incident": all are kept; one is adopted for compensation
 */
export function decideClosing(
  request: ClosingRequest,
  state: ClosingState,
): Outcome<ClosingRequest, ClosingRefusal> {
  const { incident } = state;
  if (incident.state === 'closed') return refuse({ code: 'incident_closed' });
  if (incident.state === 'open') return refuse({ code: 'incident_not_restored' });
  const left = state.known.find((impact) => !isFunctionAdopted(state.adopted, impact));
  if (left !== undefined) {
    const { service, function: name } = left;
    return refuse({ code: 'impact_not_adopted', service, function: name });
  }
  const running = state.clocks.find(
    (clock) => readIncidentClock(clock, state).state === 'running' && clock.metAt === undefined,
  );
  if (running !== undefined) {
    return refuse({ code: 'clock_still_running', clock: running.rule.code });
  }
  if (request.reason.trim() === '') return refuse({ code: 'closing_without_reason' });
  return accept(request);
}

/** Reads a clock of an incident, from when it was opened to when its last function was restored. */
export function readIncidentClock(
  clock: LegalClock,
  known: { readonly incident: Incident; readonly now: Instant },
): ClockReading {
  const { incident, now } = known;
  return readClock(clock.rule, {
    zone: incident.zone,
    charge: clock.charge,
    outageFrom: incident.openedAt,
    ...(incident.restoredAt === undefined ? {} : { recoveredAt: incident.restoredAt }),
    ...(incident.awareAt === undefined ? {} : { awareAt: incident.awareAt }),
    ...(incident.classifiedAt === undefined ? {} : { classifiedAt: incident.classifiedAt }),
    ...(clock.metAt === undefined ? {} : { metAt: clock.metAt }),
    now,
  });
}

function isFunctionAdopted(adopted: readonly AdoptedImpact[], impact: Impact): boolean {
  return adopted.some(
    (other) => other.service === impact.service && other.function === impact.function,
  );
}
