import {
  accept,
  compareInstant,
  type Instant,
  type JsonValue,
  type Outcome,
  type Refusal,
  refuse,
  renderInstant,
} from '../kernel/index.ts';
import {
  type Context,
  clockNow,
  publishEvents,
  recordAudit,
  requirePermission,
  type Tx,
} from '../platform/index.ts';
import { type AdoptionRequest, decideAdoption } from './adopt-impact.ts';
import { decideClock, type LegalClock } from './clock.ts';
import { type ClosingRequest, decideClosing } from './close-incident.ts';
import { type Cohort, decideCohort } from './cohort.ts';
import { loadConsidered, recordCorrectionCost } from './corrections/correction-store.ts';
import type { CostReckoner } from './corrections/record-change.ts';
import { decideFinding, type Finding } from './finding.ts';
import { impactKey } from './impact.ts';
import { listAdoptedImpacts, listImpacts } from './impact-queries.ts';
import { decideRestoration, type Incident } from './incident.ts';
import { decideOpening, type IncidentOpening } from './open-incident.ts';
import { listClocks, listFindings, loadIncidentBySlug } from './queries.ts';
import type { Responsibility } from './responsibility.ts';
import { decideResponsibility } from './set-responsibility.ts';
import { decideImpactStatement, type ImpactStatement } from './state-impact.ts';
import {
  appendRecorded,
  compareRecorded,
  type KeyedRecord,
  lockIncident,
  recordAdoption,
  recordClockRow,
  recordClosing,
  recordCohortRow,
  recordFindingRow,
  recordImpact,
  recordIncident,
  recordResponsibility,
  recordRestoredState,
  recordTimelineEntry,
} from './store.ts';
import { decideTimelineEntry, type TimelineEntry } from './timeline.ts';

/** What every recording answers: the id, and whether this call recorded it or an earlier one did. */
export interface Recorded {
  readonly id: string;
  readonly isNew: boolean;
}

/** Refusals of every write: the incident is not there, or the id was used for something else. */
export type IdRefusal =
  | { readonly code: 'incident_not_found'; readonly incident: string }
  | { readonly code: 'id_already_used'; readonly id: string };

interface Recording {
  readonly tx: Tx;
  readonly incident: Incident;
}

/**
 * The spine of every write about an existing incident: permission, transaction, lock, the same id
 * answered as before, decision, record and audit in one commit.
 */
export async function recordOnce<V, R extends Refusal>(
  ctx: Context,
  record: KeyedRecord,
  steps: {
    readonly decide: (recording: Recording) => Promise<Outcome<V, R>> | Outcome<V, R>;
    readonly record: (tx: Tx, value: V) => Promise<void>;
    /** what the audit names beside the id of the record */
    readonly details?: (value: V) => { readonly [name: string]: JsonValue };
  },
): Promise<Outcome<Recorded>> {
  requirePermission(ctx, 'incident:write');
  return ctx.transact(async (tx): Promise<Outcome<Recorded>> => {
    const incident = await lockIncident(tx, record.incidentId);
    if (incident === undefined) {
      return refuse<IdRefusal>({ code: 'incident_not_found', incident: record.incidentId });
    }
    const earlier = await compareRecorded(tx, record);
    if (earlier === 'same') return accept({ id: record.id, isNew: false });
    if (earlier === 'different') {
      return refuse<IdRefusal>({ code: 'id_already_used', id: record.id });
    }
    const decision = await steps.decide({ tx, incident });
    if (!decision.ok) return decision;
    await appendRecorded(tx, ctx, record);
    await steps.record(tx, decision.value);
    await recordAudit(tx, {
      ctx,
      action: `incident.${record.kind}`,
      subject: record.incidentId,
      details: { ...steps.details?.(decision.value), recordId: record.id },
    });
    return accept({ id: record.id, isNew: true });
  });
}

/** Gives a record its key: what it says, under the id the caller gave it. */
export function keyed(
  kind: string,
  content: { readonly id: string; readonly incidentId: string },
): KeyedRecord {
  return { id: content.id, kind, incidentId: content.incidentId, content };
}

/** What has come: a replay keeps an earlier clock than the world it records. */
export function timeReached(ctx: Context): Instant {
  const worldNow = clockNow();
  return compareInstant(ctx.now, worldNow) < 0 ? worldNow : ctx.now;
}

/** Opens an incident with its parties, affected functions and sources; the same id twice is one. */
export async function openIncident(
  ctx: Context,
  opening: IncidentOpening,
): Promise<Outcome<Recorded>> {
  requirePermission(ctx, 'incident:write');
  const record = { id: opening.id, kind: 'opened', incidentId: opening.id, content: opening };
  return ctx.transact(async (tx): Promise<Outcome<Recorded>> => {
    const earlier = await compareRecorded(tx, record);
    if (earlier === 'same') return accept({ id: opening.id, isNew: false });
    if (earlier === 'different') {
      return refuse<IdRefusal>({ code: 'id_already_used', id: opening.id });
    }
    const isSlugTaken = (await loadIncidentBySlug(tx, opening.slug)) !== undefined;
    const decision = decideOpening(opening, { isSlugTaken, now: timeReached(ctx) });
    if (!decision.ok) return decision;
    await appendRecorded(tx, ctx, record);
    await recordIncident(tx, decision.value);
    await recordAudit(tx, { ctx, action: 'incident.opened', subject: opening.id });
    await publishEvents(tx, [
      event('incident_opened', opening.id, { incidentId: opening.id, slug: opening.slug }),
    ]);
    return accept({ id: opening.id, isNew: true });
  });
}

function event(type: string, subject: string, payload: JsonValue) {
  return { type, subject, payload };
}

/** Records when the last function worked again. */
export async function recordRestoration(
  ctx: Context,
  restoration: Pick<KeyedRecord, 'id' | 'incidentId'> & {
    readonly restoredAt: Incident['openedAt'];
  },
): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('restored', restoration), {
    decide: ({ incident }) =>
      decideRestoration(incident, { restoredAt: restoration.restoredAt, now: timeReached(ctx) }),
    record: async (tx, { restoredAt }) => {
      const { incidentId } = restoration;
      await recordRestoredState(tx, { incidentId, restoredAt });
      const payload = { incidentId, restoredAt: renderInstant(restoredAt) };
      await publishEvents(tx, [event('incident_restored', incidentId, payload)]);
    },
  });
}

/**
 * Records what one party states about one function; a correction names what it corrects.
 *
 * @param reckonCost tells what a correction means in money, which is kept with it
 */
export async function stateImpact(
  ctx: Context,
  statement: ImpactStatement,
  reckonCost?: CostReckoner,
): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('impact_stated', statement), {
    decide: async ({ tx, incident }) =>
      decideImpactStatement(statement, {
        incident,
        known: await listImpacts(tx, incident.id),
        now: timeReached(ctx),
      }),
    record: async (tx, impact) => {
      await recordImpact(tx, impact);
      const { id: recordId, corrects } = statement;
      if (corrects === undefined || reckonCost === undefined) return;
      const considered = await loadConsidered(tx, { next: impact, corrects });
      await recordCorrectionCost(ctx, tx, { recordId, considered, reckonCost });
    },
  });
}

/**
 * Adopts one statement for compensation, displacing the one adopted before; publishes it.
 *
 * @param reckonCost tells what displacing means in money, which is kept with the adoption
 */
export async function adoptImpact(
  ctx: Context,
  request: AdoptionRequest & { readonly incidentId: string },
  reckonCost?: CostReckoner,
): Promise<Outcome<Recorded>> {
  const { incidentId, ...adoption } = request;
  return recordOnce(ctx, keyed('impact_adopted', request), {
    decide: async ({ tx, incident }) =>
      decideAdoption(adoption, {
        incidentState: incident.state,
        known: await listImpacts(tx, incidentId),
        adopted: await listAdoptedImpacts(tx, incidentId),
        now: ctx.now,
      }),
    record: async (tx, decision) => {
      const { impact, change, displacedAdoptionId } = decision;
      const key = impactKey(impact);
      const isKept = displacedAdoptionId !== undefined && reckonCost !== undefined;
      if (isKept) {
        const considered = await loadConsidered(tx, { next: impact });
        await recordCorrectionCost(ctx, tx, { recordId: request.id, considered, reckonCost });
      }
      await recordAdoption(tx, { decision, key, adoptedBy: ctx.actor.id });
      await publishEvents(tx, [
        event('impact_adopted', incidentId, {
          incidentId,
          impactId: impact.id,
          service: impact.service,
          function: impact.function,
          addedMs: change.addedMs,
          removedMs: change.removedMs,
        }),
      ]);
    },
  });
}

/** Records a stated cause. */
export async function recordFinding(ctx: Context, finding: Finding): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('finding_recorded', finding), {
    decide: async ({ tx, incident }) =>
      decideFinding(finding, {
        incident,
        knownIds: (await listFindings(tx, incident.id)).map(({ id }) => id),
      }),
    record: recordFindingRow,
  });
}

/** Records one party's statement of who bears which share. */
export async function setResponsibility(
  ctx: Context,
  statement: Responsibility,
): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('responsibility_stated', statement), {
    decide: async ({ tx, incident }) =>
      decideResponsibility(statement, {
        incident,
        findingIds: (await listFindings(tx, incident.id)).map(({ id }) => id),
      }),
    record: recordResponsibility,
  });
}

/** Adds a public or private entry to the timeline. */
export async function addTimelineEntry(
  ctx: Context,
  entry: TimelineEntry,
): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('timeline_entry_added', entry), {
    decide: ({ incident }) => decideTimelineEntry(entry, { incident, now: timeReached(ctx) }),
    record: async (tx, decided) => {
      await recordTimelineEntry(tx, decided);
      if (decided.visibility === 'private') return;
      const { id: entryId, incidentId } = decided;
      await publishEvents(tx, [event('timeline_entry_added', incidentId, { incidentId, entryId })]);
    },
  });
}

/** Records a legal duty of the incident and when it was fulfilled. */
export async function recordClock(ctx: Context, clock: LegalClock): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('clock_recorded', clock), {
    decide: ({ incident }) => decideClock(clock, incident),
    record: recordClockRow,
  });
}

/** Records which parties an impact touched, and how many. */
export async function recordCohort(ctx: Context, cohort: Cohort): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('cohort_recorded', cohort), {
    decide: ({ incident }) => decideCohort(cohort, incident),
    record: recordCohortRow,
  });
}

/** Settles the account of an incident; from then on no more is added to it. */
export async function closeIncident(
  ctx: Context,
  request: ClosingRequest & { readonly incidentId: string },
): Promise<Outcome<Recorded>> {
  const { incidentId } = request;
  return recordOnce(ctx, keyed('closed', request), {
    decide: async ({ tx, incident }) =>
      decideClosing(request, {
        incident,
        known: await listImpacts(tx, incidentId),
        adopted: await listAdoptedImpacts(tx, incidentId),
        clocks: await listClocks(tx, incidentId),
        now: ctx.now,
      }),
    record: (tx) => recordClosing(tx, ctx, request),
  });
}
