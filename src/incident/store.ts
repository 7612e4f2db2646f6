import { canonicalJson, type JsonValue, renderInstant } from '../kernel/index.ts';
import { type Context, sha256, sql, type Tx } from '../platform/index.ts';
import type { AdoptionDecision } from './adopt-impact.ts';
import type { LegalClock } from './clock.ts';
import type { Cohort } from './cohort.ts';
import type { Finding } from './finding.ts';
import type { Impact } from './impact.ts';
import type { Incident } from './incident.ts';
import { loadIncident } from './queries.ts';
import type { Responsibility } from './responsibility.ts';
import type { TimelineEntry } from './timeline.ts';

/** A record the caller gave an id, with everything it says. */
export interface KeyedRecord {
  readonly id: string;
  readonly kind: string;
  readonly incidentId: string;
  readonly content: unknown;
}

/**
 * Tells whether an id was recorded before: not at all, with the same content, or with another.
 * This is what makes a resumed load change nothing.
 */
export async function compareRecorded(
  tx: Tx,
  record: KeyedRecord,
): Promise<'new' | 'same' | 'different'> {
  const { rows } = await sql<{ content_hash: Uint8Array; kind: string }>`
    select content_hash, kind from incident.recorded where id = ${record.id}`.execute(tx);
  const [earlier] = rows;
  if (earlier === undefined) return 'new';
  const isSame =
    earlier.kind === record.kind &&
    Buffer.compare(Buffer.from(earlier.content_hash), contentHash(record)) === 0;
  return isSame ? 'same' : 'different';
}

/** Takes the id of a new record, with the hash of its content and who recorded it. */
export async function appendRecorded(tx: Tx, ctx: Context, record: KeyedRecord): Promise<void> {
  await sql`
    insert into incident.recorded (id, kind, incident_id, content_hash, recorded_by, recorded_at)
    values (${record.id}, ${record.kind}, ${record.incidentId}, ${contentHash(record)},
      ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
}

function contentHash(record: KeyedRecord): Buffer {
  const text = JSON.stringify(record.content, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return Buffer.from(sha256(canonicalJson(JSON.parse(text) as JsonValue)));
}

/** Loads an incident and locks its row, so that statements about it are recorded one by one. */
export async function lockIncident(tx: Tx, incidentId: string): Promise<Incident | undefined> {
  await sql`select 1 from incident.incident where id = ${incidentId} for update`.execute(tx);
  return loadIncident(tx, incidentId);
}

/** Records a new incident with its parties, affected functions and sources. */
export async function recordIncident(tx: Tx, incident: Incident): Promise<void> {
  await sql`
    insert into incident.incident (id, slug, title_ko, title_en, zone, state, opened_at)
    values (${incident.id}, ${incident.slug}, ${incident.titles.ko}, ${incident.titles.en},
      ${incident.zone}, ${incident.state}, ${renderInstant(incident.openedAt)}::timestamptz)
    `.execute(tx);
  await sql`
    insert into incident.party (incident_id, code, title_ko, title_en)
    select ${incident.id}, r->>'code', r->'titles'->>'ko', r->'titles'->>'en'
    from jsonb_array_elements(${JSON.stringify(incident.parties)}::jsonb) r`.execute(tx);
  await sql`
    insert into incident.affected_function
      (incident_id, service, function, title_ko, title_en, position)
    select ${incident.id}, r->>'service', r->>'function', r->'titles'->>'ko', r->'titles'->>'en', n
    from jsonb_array_elements(${JSON.stringify(incident.functions)}::jsonb)
      with ordinality as t (r, n)`.execute(tx);
  await sql`
    insert into incident.source (incident_id, number, address, remark)
    select ${incident.id}, (r->>'number')::integer, r->>'address', r->>'remark'
    from jsonb_array_elements(${JSON.stringify(incident.sources)}::jsonb) r`.execute(tx);
}

/** Records that the last function works again. */
export async function recordRestoredState(
  tx: Tx,
  restored: { incidentId: string; restoredAt: Impact['intervals'][number]['from'] },
): Promise<void> {
  await sql`
    update incident.incident set state = 'restored',
      restored_at = ${renderInstant(restored.restoredAt)}::timestamptz
    where id = ${restored.incidentId}`.execute(tx);
}

/** Records that the account of an incident is settled, with the reason and who settled it. */
export async function recordClosing(
  tx: Tx,
  ctx: Context,
  closing: { id: string; incidentId: string; reason: string },
): Promise<void> {
  await sql`
    insert into incident.closing (id, incident_id, reason, closed_by, closed_at)
    values (${closing.id}, ${closing.incidentId}, ${closing.reason}, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
  await sql`
    update incident.incident set state = 'closed' where id = ${closing.incidentId}`.execute(tx);
}

/** Records one stated impact with its intervals. */
export async function recordImpact(tx: Tx, impact: Impact): Promise<void> {
  const { scope, note } = impact;
  await sql`
    insert into incident.impact (id, incident_id, thread_id, version, service, function, region,
      platform, plan, severity, stated_by, sources, note_ko, note_en, reason)
    values (${impact.id}, ${impact.incidentId}, ${impact.threadId}, ${impact.version},
      ${impact.service}, ${impact.function}, ${scope.region ?? null}, ${scope.platform ?? null},
      ${scope.plan ?? null}, ${impact.severity}, ${impact.statedBy},
      ${[...impact.sources]}::integer[], ${note?.ko ?? null}, ${note?.en ?? null},
      ${impact.reason})`.execute(tx);
  for (const [position, interval] of impact.intervals.entries()) {
    const until = interval.until === undefined ? null : renderInstant(interval.until);
    await sql`
      insert into incident.impact_interval (impact_id, position, affected_from, from_precision,
        affected_until, until_precision)
      values (${impact.id}, ${position}, ${renderInstant(interval.from)}::timestamptz,
        ${interval.fromPrecision}, ${until}::timestamptz,
        ${until === null ? null : (interval.untilPrecision ?? 'exact')})`.execute(tx);
  }
}

/** Records an adoption, what it displaces, and the change in adopted time. */
export async function recordAdoption(
  tx: Tx,
  adopted: { decision: AdoptionDecision; key: string; adoptedBy: string },
): Promise<void> {
  const { adoption, impact, displacedAdoptionId, change } = adopted.decision;
  await sql`
    insert into incident.impact_adoption (id, incident_id, impact_id, impact_key, reason,
      adopted_by, adopted_at, displaces_id, added_ms, removed_ms)
    values (${adoption.id}, ${impact.incidentId}, ${impact.id}, ${adopted.key},
      ${adoption.reason}, ${adopted.adoptedBy}, ${renderInstant(adoption.adoptedAt)}::timestamptz,
      ${displacedAdoptionId ?? null}, ${BigInt(change.addedMs)}, ${BigInt(change.removedMs)})
    `.execute(tx);
}

/** Records a finding. */
export async function recordFindingRow(tx: Tx, finding: Finding): Promise<void> {
  await sql`
    insert into incident.finding
      (id, incident_id, layer, text_ko, text_en, stated_by, sources, contests)
    values (${finding.id}, ${finding.incidentId}, ${finding.layer}, ${finding.text.ko},
      ${finding.text.en}, ${finding.statedBy}, ${[...finding.sources]}::integer[],
      ${[...finding.contests]}::uuid[])`.execute(tx);
}

/** Records a statement of responsibility with its exact shares. */
export async function recordResponsibility(tx: Tx, stated: Responsibility): Promise<void> {
  await sql`
    insert into incident.responsibility (id, incident_id, stated_by, reason_ko, reason_en,
      is_assumed, finding_id, sources, recourse)
    values (${stated.id}, ${stated.incidentId}, ${stated.statedBy}, ${stated.reason.ko},
      ${stated.reason.en}, ${stated.isAssumed}, ${stated.findingId ?? null}, ${[...stated.sources]}::integer[],
      ${JSON.stringify(stated.recourse)}::jsonb)`.execute(tx);
  for (const [position, { kind, party, share }] of stated.shares.entries()) {
    await sql`
      insert into incident.responsibility_share
        (responsibility_id, position, kind, party, numerator, denominator)
      values (${stated.id}, ${position}, ${kind}, ${party ?? null},
        ${share.numerator.toString()}::numeric, ${share.denominator.toString()}::numeric)
      `.execute(tx);
  }
}

/** Records a timeline entry. */
export async function recordTimelineEntry(tx: Tx, entry: TimelineEntry): Promise<void> {
  await sql`
    insert into incident.timeline_entry (id, incident_id, occurred_at, occurred_precision,
      visibility, text_ko, text_en, stated_by, sources, contest_group)
    values (${entry.id}, ${entry.incidentId}, ${renderInstant(entry.occurredAt)}::timestamptz,
      ${entry.occurredPrecision}, ${entry.visibility}, ${entry.text.ko}, ${entry.text.en},
      ${entry.statedBy}, ${[...entry.sources]}::integer[], ${entry.contestGroup ?? null})
    `.execute(tx);
}

/** Records a legal clock with its rule as data. */
export async function recordClockRow(tx: Tx, clock: LegalClock): Promise<void> {
  const metAt = clock.metAt === undefined ? null : renderInstant(clock.metAt);
  await sql`
    insert into incident.legal_clock
      (id, incident_id, rule, charge, met_at, met_by_ko, met_by_en, sources)
    values (${clock.id}, ${clock.incidentId}, ${JSON.stringify(clock.rule)}::jsonb,
      ${clock.charge}, ${metAt}::timestamptz, ${clock.metBy?.ko ?? null},
      ${clock.metBy?.en ?? null}, ${[...clock.sources]}::integer[])`.execute(tx);
}

/** Records an affected cohort. */
export async function recordCohortRow(tx: Tx, cohort: Cohort): Promise<void> {
  const { scope } = cohort;
  await sql`
    insert into incident.cohort (id, incident_id, party_class, service, function, region,
      platform, plan, affected_from, affected_until, party_count, is_assumed, reason, stated_by,
      sources, population_hash)
    values (${cohort.id}, ${cohort.incidentId}, ${cohort.partyClass}, ${cohort.service},
      ${cohort.function}, ${scope.region ?? null}, ${scope.platform ?? null},
      ${scope.plan ?? null}, ${renderInstant(cohort.from)}::timestamptz,
      ${renderInstant(cohort.until)}::timestamptz, ${cohort.partyCount}, ${cohort.isAssumed},
      ${cohort.reason}, ${cohort.statedBy}, ${[...cohort.sources]}::integer[],
      ${cohort.populationHash ?? null})`.execute(tx);
}
