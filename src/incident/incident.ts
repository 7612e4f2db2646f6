import { accept, compareInstant, type Instant, type Outcome, refuse } from '../kernel/index.ts';

/** Text in both languages the platform speaks; Korean is the source. */
export interface Titles {
  readonly ko: string;
  readonly en: string;
}

/**
 * Where an incident stands: the outage runs, every function works again, or the account of it is
 * settled and no more is added.
 */
export type IncidentState = 'open' | 'restored' | 'closed';

/** A party that states times, causes or shares: the company, its supplier, a ministry, the press. */
export interface StatingParty {
  readonly code: string;
  readonly titles: Titles;
}

/** One function of one affected service; impacts are stated per function. */
export interface AffectedFunction {
  readonly service: string;
  readonly function: string;
  readonly titles: Titles;
}

/** What the operator calls a severity or a phase of an incident. */
export interface Grade {
  readonly code: string;
  readonly titles: Titles;
}

/** A numbered source that statements refer to. */
export interface Source {
  readonly number: number;
  readonly address: string;
  readonly remark?: string;
}

/**
 * An incident as it is opened: who may state something about it, what it touched, and the sources.
 *
 * `zone` is the IANA zone in which people read its times; instants are UTC.
 */
export interface Incident {
  readonly id: string;
  readonly slug: string;
  readonly titles: Titles;
  readonly zone: string;
  readonly state: IncidentState;
  readonly openedAt: Instant;
  readonly restoredAt?: Instant;
  /** when the company became aware of it, and when it classified it; see `duties` */
  readonly awareAt?: Instant;
  readonly classifiedAt?: Instant;
  /** how bad it is and how far its handling is, in the operator's own words; see `playbook` */
  readonly severity?: Grade;
  readonly phase?: Grade;
  readonly parties: readonly StatingParty[];
  readonly functions: readonly AffectedFunction[];
  readonly sources: readonly Source[];
}

/** How far a clock of whoever records may run ahead of ours. */
const clockToleranceMs = 300_000;

/** Tells whether an instant has not come yet, with five minutes for clocks that run ahead. */
export function isInFuture(at: Instant, now: Instant): boolean {
  return at - now > clockToleranceMs;
}

export type FutureRefusal = { readonly code: 'time_in_future'; readonly now: Instant };

export type RestorationRefusal =
  | { readonly code: 'incident_closed' }
  | FutureRefusal
  | { readonly code: 'restored_before_opening'; readonly openedAt: Instant };

/**
 * Decides whether the last function of an incident may be recorded as restored.
 *
 * A restored incident may be restored again with another instant: the later statement stands.
 * Refusals are checked in this order: incident_closed, restored_before_opening, time_in_future.
 */
export function decideRestoration(
  incident: Pick<Incident, 'state' | 'openedAt'>,
  { restoredAt, now }: { readonly restoredAt: Instant; readonly now: Instant },
): Outcome<{ readonly state: 'restored'; readonly restoredAt: Instant }, RestorationRefusal> {
  if (incident.state === 'closed') return refuse({ code: 'incident_closed' });
  if (compareInstant(restoredAt, incident.openedAt) <= 0) {
    return refuse({ code: 'restored_before_opening', openedAt: incident.openedAt });
  }
  if (isInFuture(restoredAt, now)) return refuse({ code: 'time_in_future', now });
  return accept({ state: 'restored', restoredAt });
}

export type StatementRefusal =
  | { readonly code: 'incident_closed' }
  | { readonly code: 'party_unknown'; readonly party: string }
  | { readonly code: 'function_unknown'; readonly service: string; readonly function: string }
  | { readonly code: 'source_unknown'; readonly number: number };

/** What a statement of any kind refers to; each name must be known to the incident. */
export interface StatementReferences {
  readonly statedBy: string;
  readonly sources: readonly number[];
  readonly service?: string;
  readonly function?: string;
}

/**
 * Finds the first reason why a statement does not belong to the incident, or undefined.
 *
 * Checked in this order: incident_closed, party_unknown, function_unknown, source_unknown.
 */
export function assessStatement(
  incident: Pick<Incident, 'state' | 'parties' | 'functions' | 'sources'>,
  statement: StatementReferences,
): StatementRefusal | undefined {
  if (incident.state === 'closed') return { code: 'incident_closed' };
  if (!incident.parties.some((party) => party.code === statement.statedBy)) {
    return { code: 'party_unknown', party: statement.statedBy };
  }
  const { service, function: name } = statement;
  if (service !== undefined && name !== undefined && !hasFunction(incident, { service, name })) {
    return { code: 'function_unknown', service, function: name };
  }
  const unknown = statement.sources.find(
    (number) => !incident.sources.some((source) => source.number === number),
  );
  return unknown === undefined ? undefined : { code: 'source_unknown', number: unknown };
}

function hasFunction(
  incident: Pick<Incident, 'functions'>,
  wanted: { service: string; name: string },
): boolean {
  return incident.functions.some(
    (known) => known.service === wanted.service && known.function === wanted.name,
  );
}
