import { type Instant, instantFromEpochMs } from '../kernel/index.ts';
import { sql, type Tx } from '../platform/index.ts';
import type { AdoptedImpact, Impact, Precision, Severity } from './impact.ts';
import { toScope } from './queries.ts';

interface ImpactRow {
  id: string;
  incident_id: string;
  thread_id: string;
  version: number;
  service: string;
  function: string;
  region: string | null;
  platform: string | null;
  plan: string | null;
  severity: Severity;
  stated_by: string;
  sources: number[];
  note_ko: string | null;
  note_en: string | null;
  reason: string;
  intervals: {
    from: number;
    fromPrecision: Precision;
    until: number | null;
    untilPrecision: Precision | null;
  }[];
}

const impactColumns = sql`
  m.id, m.incident_id, m.thread_id, m.version, m.service, m.function, m.region, m.platform,
  m.plan, m.severity, m.stated_by, m.sources, m.note_ko, m.note_en, m.reason,
  (select jsonb_agg(jsonb_build_object(
      'from', (extract(epoch from v.affected_from) * 1000)::bigint,
      'fromPrecision', v.from_precision,
      'until', (extract(epoch from v.affected_until) * 1000)::bigint,
      'untilPrecision', v.until_precision) order by v.position)
    from incident.impact_interval v where v.impact_id = m.id) as intervals`;

function toImpact(row: ImpactRow): Impact {
  return {
    id: row.id,
    incidentId: row.incident_id,
    threadId: row.thread_id,
    version: row.version,
    service: row.service,
    function: row.function,
    scope: toScope(row),
    severity: row.severity,
    statedBy: row.stated_by,
    sources: row.sources,
    ...(row.note_ko === null || row.note_en === null
      ? {}
      : { note: { ko: row.note_ko, en: row.note_en } }),
    reason: row.reason,
    intervals: row.intervals.map(toInterval),
  };
}

function toInterval(stored: ImpactRow['intervals'][number]): Impact['intervals'][number] {
  const { from, fromPrecision, until, untilPrecision } = stored;
  return {
    from: instantFromEpochMs(from),
    fromPrecision,
    ...(until === null ? {} : { until: instantFromEpochMs(until) }),
    ...(untilPrecision === null ? {} : { untilPrecision }),
  };
}

/** Lists every statement of impact, contested and corrected ones too, in the order functions have. */
export async function listImpacts(tx: Tx, incidentId: string): Promise<readonly Impact[]> {
  const { rows } = await sql<ImpactRow>`
    select ${impactColumns} from incident.impact m
    join incident.affected_function f using (incident_id, service, function)
    where m.incident_id = ${incidentId}
    order by f.position, m.thread_id, m.version`.execute(tx);
  return rows.map(toImpact);
}

/** Lists the impacts that stand adopted for compensation: one per service, function, scope, severity. */
export async function listAdoptedImpacts(
  tx: Tx,
  incidentId: string,
): Promise<readonly AdoptedImpact[]> {
  const { rows } = await sql<
    ImpactRow & { adoption_id: string; adoption_reason: string; adopted_at: Instant }
  >`
    select ${impactColumns}, a.id as adoption_id, a.reason as adoption_reason, a.adopted_at
    from incident.impact_adoption a
    join incident.impact m on m.id = a.impact_id
    join incident.affected_function f
      on (f.incident_id, f.service, f.function) = (m.incident_id, m.service, m.function)
    where a.incident_id = ${incidentId}
      and not exists (select 1 from incident.impact_adoption d where d.displaces_id = a.id)
    order by f.position, m.severity, a.id`.execute(tx);
  return rows.map((row) => ({
    ...toImpact(row),
    adoption: {
      id: row.adoption_id,
      impactId: row.id,
      reason: row.adoption_reason,
      adoptedAt: row.adopted_at,
    },
  }));
}

/** An adoption as recorded, with what it displaced; it stands until another displaces it. */
export interface AdoptionRecord {
  readonly id: string;
  readonly impactId: string;
  readonly reason: string;
  readonly adoptedBy: string;
  readonly adoptedAt: Instant;
  readonly displacesId: string | null;
  readonly isStanding: boolean;
  readonly addedMs: number;
  readonly removedMs: number;
}

/** Lists every adoption of an incident, the latest first, displaced ones too. */
export async function listAdoptions(
  tx: Tx,
  incidentId: string,
): Promise<readonly AdoptionRecord[]> {
  const { rows } = await sql<{
    id: string;
    impact_id: string;
    reason: string;
    adopted_by: string;
    adopted_at: Instant;
    displaces_id: string | null;
    is_standing: boolean;
    added_ms: bigint;
    removed_ms: bigint;
  }>`
    select a.*, not exists (
      select 1 from incident.impact_adoption d where d.displaces_id = a.id) as is_standing
    from incident.impact_adoption a where a.incident_id = ${incidentId}
    order by a.adopted_at desc, a.id desc`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    impactId: row.impact_id,
    reason: row.reason,
    adoptedBy: row.adopted_by,
    adoptedAt: row.adopted_at,
    displacesId: row.displaces_id,
    isStanding: row.is_standing,
    addedMs: Number(row.added_ms),
    removedMs: Number(row.removed_ms),
  }));
}
