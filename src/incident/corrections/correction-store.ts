import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { Impact } from '../impact.ts';
import { listAdoptedImpacts, listImpacts } from '../impact-queries.ts';
import {
  type ConsideredChange,
  type CorrectionCost,
  type CostReckoner,
  changeOfRecord,
} from './record-change.ts';

/** What a correction or an adoption meant in money when it was recorded. */
export interface RecordedCost {
  readonly recordId: string;
  readonly impactId: string;
  readonly cost: CorrectionCost;
  readonly reckonedAt: Instant;
}

/** Loads what a statement is considered among. */
export async function loadConsidered(
  tx: Tx,
  of: { readonly next: Impact; readonly corrects?: string | undefined },
): Promise<ConsideredChange> {
  const { next, corrects } = of;
  const adopted = await listAdoptedImpacts(tx, next.incidentId);
  if (corrects === undefined) return { next, corrected: undefined, adopted };
  const known = await listImpacts(tx, next.incidentId);
  return { next, corrected: known.find(({ id }) => id === corrects), adopted };
}

/** Reckons what a considered change means in money, and keeps it with the record of that id. */
export async function recordCorrectionCost(
  ctx: Context,
  tx: Tx,
  kept: {
    readonly recordId: string;
    readonly considered: ConsideredChange;
    readonly reckonCost: CostReckoner;
  },
): Promise<void> {
  const { recordId, considered, reckonCost } = kept;
  const { id: impactId, incidentId } = considered.next;
  const cost = await reckonCost(tx, changeOfRecord(considered, ctx.now));
  await sql`insert into incident.correction_cost
      (record_id, incident_id, impact_id, document, reckoned_at)
    values (${recordId}, ${incidentId}, ${impactId},
      ${JSON.stringify({ format: 'amends-correction/1', ...cost })}::jsonb,
      ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
}

/** Lists what corrections and adoptions of an incident meant in money, the latest first. */
export async function listCorrectionCosts(
  tx: Tx,
  incidentId: string,
): Promise<readonly RecordedCost[]> {
  const { rows } = await sql<RecordedCost>`
    select record_id as "recordId", impact_id as "impactId", document - 'format' as cost,
      reckoned_at as "reckonedAt"
    from incident.correction_cost where incident_id = ${incidentId}
    order by reckoned_at desc, record_id desc`.execute(tx);
  return rows;
}
