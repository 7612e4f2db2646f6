import { canonicalJson, type JsonValue, renderInstant } from '../kernel/index.ts';
import { type Context, sql, type Tx } from '../platform/index.ts';
import type { Assessment } from './assess-inventory.ts';
import { renderAssessment } from './assess-inventory.ts';
import { loadWaivers, type WaiverGiven } from './queries.ts';

/** A new assessment with everything it was made from. */
export interface NewAssessment {
  readonly id: string;
  readonly incidentId: string | null;
  readonly inventory: JsonValue;
  readonly lossesHash: string;
  readonly assessment: Assessment;
}

/**
 * Appends an assessment unless the same inventory and losses were assessed for the same incident.
 *
 * @returns the id under which it is recorded, and whether this call recorded it
 */
export async function appendAssessment(
  tx: Tx,
  ctx: Context,
  made: NewAssessment,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { assessment } = made;
  const { rows } = await sql<{ id: string }>`
    insert into continuity.assessment
      (id, incident_id, inventory_name, inventory_hash, losses_hash, inventory, verdict,
       assessed_at, assessed_by)
    values (${made.id}, ${made.incidentId}, ${assessment.inventory}, ${assessment.inventoryHash},
      ${made.lossesHash}, ${canonicalJson(made.inventory)}::jsonb,
      ${canonicalJson(renderAssessment(assessment))}::jsonb,
      ${renderInstant(ctx.now)}::timestamptz, ${ctx.actor.id})
    on conflict on constraint assessed_once do nothing
    returning id`.execute(tx);
  if (rows[0] !== undefined) return { id: rows[0].id, isNew: true };
  const { rows: earlier } = await sql<{ id: string }>`
    select id from continuity.assessment
    where inventory_hash = ${assessment.inventoryHash} and losses_hash = ${made.lossesHash}
      and incident_id is not distinct from ${made.incidentId}::uuid`.execute(tx);
  return { id: earlier[0]?.id ?? made.id, isNew: false };
}

/** Keeps the waivers an assessed inventory was given with, unless they are those that count already. */
export async function appendWaivers(
  tx: Tx,
  ctx: Context,
  given: { readonly assessmentId: string; readonly waivers: readonly WaiverGiven[] },
): Promise<void> {
  const { assessmentId } = given;
  // One at a time for an assessment, so that the latest set is the one read here.
  await sql`select pg_advisory_xact_lock(hashtextextended(${assessmentId}, 0))`.execute(tx);
  const earlier = await loadWaivers(tx, assessmentId);
  const text = renderWaivers(given.waivers);
  if (earlier !== undefined && renderWaivers(earlier) === text) return;
  await sql`
    insert into continuity.waivers_given (assessment_id, waivers, given_at, given_by)
    values (${assessmentId}, ${text}::jsonb,
      ${renderInstant(ctx.now)}::timestamptz, ${ctx.actor.id})`.execute(tx);
}

function renderWaivers(waivers: readonly WaiverGiven[]): string {
  return canonicalJson(
    waivers.map(({ rule, about, owner, until, why }): JsonValue => {
      const all = { rule, about, until, why };
      return owner === undefined ? all : { ...all, owner };
    }),
  );
}
