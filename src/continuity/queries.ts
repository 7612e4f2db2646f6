import type { Instant, JsonValue } from '../kernel/index.ts';
import { sql, type Tx } from '../platform/index.ts';
import type { Assessment } from './assess-inventory.ts';
import type { Waiver } from './read/document.ts';

/** A waiver as it was written, without its file. */
export type WaiverGiven = Omit<Waiver, 'place'>;

/** One line of the list of assessments. */
export interface AssessmentSummary {
  readonly id: string;
  readonly incidentId: string | null;
  readonly inventoryName: string;
  readonly inventoryHash: string;
  readonly assessedAt: Instant;
  /** For each loss, how many nodes go down and how many of them are stuck. */
  readonly losses: readonly {
    readonly domains: readonly string[];
    readonly downCount: number;
    readonly stuckCount: number;
  }[];
}

/** An assessment as recorded, with the inventory it was made from. */
export interface RecordedAssessment {
  readonly id: string;
  readonly incidentId: string | null;
  readonly assessedAt: Instant;
  readonly assessedBy: string;
  readonly inventory: JsonValue;
  readonly verdict: Assessment;
}

/** Lists assessments, newest first, after the one given, at most 200 unless a limit is given. */
export async function listAssessments(
  tx: Tx,
  filter: {
    readonly incidentId?: string | undefined;
    readonly after?: string | undefined;
    readonly limit?: number;
  } = {},
): Promise<AssessmentSummary[]> {
  const { after = null, limit = 200 } = filter;
  const { rows } = await sql<{
    id: string;
    incident_id: string | null;
    inventory_name: string;
    inventory_hash: string;
    assessed_at: Instant;
    verdict: Assessment;
  }>`select id, incident_id, inventory_name, inventory_hash, assessed_at, verdict
    from continuity.assessment
    where (${filter.incidentId ?? null}::uuid is null
        or incident_id = ${filter.incidentId ?? null})
      and (${after}::uuid is null or exists (
        select 1 from continuity.assessment earlier where earlier.id = ${after}
          and (assessment.assessed_at < earlier.assessed_at
            or (assessment.assessed_at = earlier.assessed_at and assessment.id > earlier.id))))
    order by assessed_at desc, id limit ${limit}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    incidentId: row.incident_id,
    inventoryName: row.inventory_name,
    inventoryHash: row.inventory_hash,
    assessedAt: row.assessed_at,
    losses: row.verdict.losses.map((loss) => ({
      domains: loss.domains,
      downCount: loss.down.length,
      stuckCount: loss.stuck.length,
    })),
  }));
}

/** Loads one assessment with its inventory, or undefined when there is none. */
export async function loadAssessment(tx: Tx, id: string): Promise<RecordedAssessment | undefined> {
  const { rows } = await sql<{
    id: string;
    incident_id: string | null;
    assessed_at: Instant;
    assessed_by: string;
    inventory: JsonValue;
    verdict: Assessment;
  }>`select id, incident_id, assessed_at, assessed_by, inventory, verdict
    from continuity.assessment where id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    id: row.id,
    incidentId: row.incident_id,
    assessedAt: row.assessed_at,
    assessedBy: row.assessed_by,
    inventory: row.inventory,
    verdict: row.verdict,
  };
}

/** Loads the waivers that came with an assessed inventory last; undefined when its files never came here. */
export async function loadWaivers(
  tx: Tx,
  assessmentId: string,
): Promise<readonly WaiverGiven[] | undefined> {
  const { rows } = await sql<{ waivers: WaiverGiven[] }>`
    select waivers from continuity.waivers_given where assessment_id = ${assessmentId}
    order by position desc limit 1`.execute(tx);
  return rows[0]?.waivers;
}
