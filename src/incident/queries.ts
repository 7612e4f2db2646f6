import { type Instant, instantFromEpochMs, rational } from '../kernel/index.ts';
import { sql, type Tx } from '../platform/index.ts';
import type { Attachment } from './attachments/attachment.ts';
import { listPublicAttachments } from './attachments/attachment-store.ts';
import type { Charge, ClockRule, LegalClock } from './clock.ts';
import type { Cohort } from './cohort.ts';
import type { CauseLayer, Finding } from './finding.ts';
import type { Precision } from './impact.ts';
import type { Grade, Incident, IncidentState } from './incident.ts';
import type { Recourse, Responsibility, ResponsibilityKind } from './responsibility.ts';
import type { TimelineEntry, Visibility } from './timeline.ts';

interface IncidentRow {
  id: string;
  slug: string;
  title_ko: string;
  title_en: string;
  zone: string;
  state: IncidentState;
  opened_at: Instant;
  restored_at: Instant | null;
  aware_at: Instant | null;
  classified_at: Instant | null;
  severity: Grade | null;
  phase: Grade | null;
  parties: Incident['parties'];
  functions: Incident['functions'];
  sources: { number: number; address: string; remark: string | null }[];
}

const standingMilestone = (kind: string) => sql`(select m.reached_at from incident.milestone m
    join incident.recorded r on r.id = m.id where m.incident_id = i.id and m.kind = ${kind}
    order by r.recorded_at desc, m.id desc limit 1)`;

const standingGrade = (kind: string) => sql`(select jsonb_build_object('code', g.code, 'titles',
      jsonb_build_object('ko', g.title_ko, 'en', g.title_en)) from incident.grade g
    join incident.recorded r on r.id = g.id where g.incident_id = i.id and g.kind = ${kind}
    order by r.recorded_at desc, g.id desc limit 1)`;

const incidentColumns = sql`
  i.id, i.slug, i.title_ko, i.title_en, i.zone, i.state, i.opened_at, i.restored_at,
  ${standingMilestone('awareness')} as aware_at,
  ${standingMilestone('classification')} as classified_at,
  ${standingGrade('severity')} as severity, ${standingGrade('phase')} as phase,
  coalesce((select jsonb_agg(jsonb_build_object('code', p.code, 'titles',
      jsonb_build_object('ko', p.title_ko, 'en', p.title_en)) order by p.code)
    from incident.party p where p.incident_id = i.id), '[]') as parties,
  coalesce((select jsonb_agg(jsonb_build_object('service', f.service, 'function', f.function,
      'titles', jsonb_build_object('ko', f.title_ko, 'en', f.title_en)) order by f.position)
    from incident.affected_function f where f.incident_id = i.id), '[]') as functions,
  coalesce((select jsonb_agg(jsonb_build_object('number', s.number, 'address', s.address,
      'remark', s.remark) order by s.number)
    from incident.source s where s.incident_id = i.id), '[]') as sources`;

function toIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    slug: row.slug,
    titles: { ko: row.title_ko, en: row.title_en },
    zone: row.zone,
    state: row.state,
    openedAt: row.opened_at,
    ...(row.restored_at === null ? {} : { restoredAt: row.restored_at }),
    ...(row.aware_at === null ? {} : { awareAt: row.aware_at }),
    ...(row.classified_at === null ? {} : { classifiedAt: row.classified_at }),
    ...(row.severity === null ? {} : { severity: row.severity }),
    ...(row.phase === null ? {} : { phase: row.phase }),
    parties: row.parties,
    functions: row.functions,
    sources: row.sources.map(({ number, address, remark }) =>
      remark === null ? { number, address } : { number, address, remark },
    ),
  };
}

/** Loads one incident by id, with its parties, affected functions and sources. */
export async function loadIncident(tx: Tx, incidentId: string): Promise<Incident | undefined> {
  const { rows } = await sql<IncidentRow>`
    select ${incidentColumns} from incident.incident i where i.id = ${incidentId}`.execute(tx);
  return rows[0] === undefined ? undefined : toIncident(rows[0]);
}

/** Loads one incident by its slug. */
export async function loadIncidentBySlug(tx: Tx, slug: string): Promise<Incident | undefined> {
  const { rows } = await sql<IncidentRow>`
    select ${incidentColumns} from incident.incident i where i.slug = ${slug}`.execute(tx);
  return rows[0] === undefined ? undefined : toIncident(rows[0]);
}

/** Lists every incident, the latest opened first. */
export async function listIncidents(tx: Tx): Promise<readonly Incident[]> {
  const { rows } = await sql<IncidentRow>`
    select ${incidentColumns} from incident.incident i order by i.opened_at desc, i.slug
    `.execute(tx);
  return rows.map(toIncident);
}

/** How an incident was closed: once, with the reason, by whom. */
export interface Closing {
  readonly reason: string;
  readonly closedBy: string;
  readonly closedAt: Instant;
}

/** Loads how an incident was closed, or undefined while it is not. */
export async function loadClosing(tx: Tx, incidentId: string): Promise<Closing | undefined> {
  const { rows } = await sql<{ reason: string; closed_by: string; closed_at: Instant }>`
    select reason, closed_by, closed_at from incident.closing
    where incident_id = ${incidentId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  return { reason: row.reason, closedBy: row.closed_by, closedAt: row.closed_at };
}

function attachedTo(
  entryId: string,
  all: readonly Attachment[],
): Pick<TimelineEntry, 'attachments'> {
  const attachments = all.filter((one) => one.entryId === entryId);
  return attachments.length === 0 ? {} : { attachments };
}

/** Lists timeline entries in the order they happened; `public` leaves out what only staff read. */
export async function listTimeline(
  tx: Tx,
  filter: { incidentId: string; visibility: 'all' | 'public' },
): Promise<readonly TimelineEntry[]> {
  const { rows } = await sql<{
    id: string;
    incident_id: string;
    occurred_at: Instant;
    occurred_precision: Precision;
    visibility: Visibility;
    text_ko: string;
    text_en: string;
    stated_by: string;
    sources: number[];
    contest_group: string | null;
  }>`
    select * from incident.timeline_entry
    where incident_id = ${filter.incidentId}
      and (${filter.visibility} = 'all' or visibility = 'public')
    order by occurred_at, id`.execute(tx);
  const attached = await listPublicAttachments(tx, filter.incidentId);
  return rows.map((row) => ({
    id: row.id,
    incidentId: row.incident_id,
    ...attachedTo(row.id, attached),
    occurredAt: row.occurred_at,
    occurredPrecision: row.occurred_precision,
    visibility: row.visibility,
    text: { ko: row.text_ko, en: row.text_en },
    statedBy: row.stated_by,
    sources: row.sources,
    ...(row.contest_group === null ? {} : { contestGroup: row.contest_group }),
  }));
}

/** Lists the findings of an incident in the order they were recorded. */
export async function listFindings(tx: Tx, incidentId: string): Promise<readonly Finding[]> {
  const { rows } = await sql<{
    id: string;
    layer: CauseLayer;
    text_ko: string;
    text_en: string;
    stated_by: string;
    sources: number[];
    contests: string[];
  }>`
    select f.id, layer, text_ko, text_en, stated_by, sources, contests from incident.finding f
    join incident.recorded r on r.id = f.id
    where f.incident_id = ${incidentId} order by r.recorded_at, f.id`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    incidentId,
    layer: row.layer,
    text: { ko: row.text_ko, en: row.text_en },
    statedBy: row.stated_by,
    sources: row.sources,
    contests: row.contests,
  }));
}

/** Lists statements of responsibility, the latest last, those that no longer stand too. */
export async function listResponsibilities(
  tx: Tx,
  incidentId: string,
): Promise<readonly Responsibility[]> {
  const { rows } = await sql<{
    id: string;
    stated_by: string;
    reason_ko: string;
    reason_en: string;
    is_assumed: boolean;
    finding_id: string | null;
    sources: number[];
    recourse: Recourse[];
    shares: { kind: ResponsibilityKind; party: string | null; n: string; d: string }[];
  }>`
    select s.id, stated_by, reason_ko, reason_en, is_assumed, finding_id, sources, recourse,
      (select jsonb_agg(jsonb_build_object('kind', h.kind, 'party', h.party,
          'n', h.numerator::text, 'd', h.denominator::text) order by h.position)
        from incident.responsibility_share h where h.responsibility_id = s.id) as shares
    from incident.responsibility s join incident.recorded r on r.id = s.id
    where s.incident_id = ${incidentId} order by r.recorded_at, s.id`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    incidentId,
    statedBy: row.stated_by,
    reason: { ko: row.reason_ko, en: row.reason_en },
    isAssumed: row.is_assumed,
    ...(row.finding_id === null ? {} : { findingId: row.finding_id }),
    sources: row.sources,
    recourse: row.recourse,
    shares: row.shares.map(({ kind, party, n, d }) => ({
      kind,
      ...(party === null ? {} : { party }),
      share: rational(BigInt(n), BigInt(d)),
    })),
  }));
}

/**
 * Lists the legal clocks of an incident, as data; `readClock` says what each of them shows.
 *
 * Of several records of one duty and charge the last recorded stands, as when it is fulfilled
 * after the clock was started.
 */
export async function listClocks(tx: Tx, incidentId: string): Promise<readonly LegalClock[]> {
  const { rows } = await sql<{
    id: string;
    rule: ClockRule;
    charge: Charge;
    met_at: Instant | null;
    met_by_ko: string | null;
    met_by_en: string | null;
    sources: number[];
  }>`
    select distinct on (c.rule->>'code', c.charge)
      c.id, c.rule, c.charge, c.met_at, c.met_by_ko, c.met_by_en, c.sources
    from incident.legal_clock c join incident.recorded r on r.id = c.id
    where c.incident_id = ${incidentId}
    order by c.rule->>'code', c.charge, r.recorded_at desc, c.id desc`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    incidentId,
    rule: row.rule,
    charge: row.charge,
    ...(row.met_at === null ? {} : { metAt: instantFromEpochMs(row.met_at) }),
    ...(row.met_by_ko === null || row.met_by_en === null
      ? {}
      : { metBy: { ko: row.met_by_ko, en: row.met_by_en } }),
    sources: row.sources,
  }));
}

/** Lists the affected cohorts of an incident, by class, service and function. */
export async function listCohorts(tx: Tx, incidentId: string): Promise<readonly Cohort[]> {
  const { rows } = await sql<{
    id: string;
    party_class: string;
    service: string;
    function: string;
    region: string | null;
    platform: string | null;
    plan: string | null;
    affected_from: Instant;
    affected_until: Instant;
    party_count: bigint;
    is_assumed: boolean;
    reason: string;
    stated_by: string;
    sources: number[];
    population_hash: string | null;
  }>`
    select * from incident.cohort where incident_id = ${incidentId}
    order by party_class, service, function, affected_from, id`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    incidentId,
    partyClass: row.party_class,
    service: row.service,
    function: row.function,
    scope: toScope(row),
    from: row.affected_from,
    until: row.affected_until,
    partyCount: row.party_count,
    isAssumed: row.is_assumed,
    reason: row.reason,
    statedBy: row.stated_by,
    sources: row.sources,
    ...(row.population_hash === null ? {} : { populationHash: row.population_hash }),
  }));
}

/** Turns nullable columns into a scope without absent dimensions. */
export function toScope(row: {
  region: string | null;
  platform: string | null;
  plan: string | null;
}): Cohort['scope'] {
  return {
    ...(row.region === null ? {} : { region: row.region }),
    ...(row.platform === null ? {} : { platform: row.platform }),
    ...(row.plan === null ? {} : { plan: row.plan }),
  };
}
