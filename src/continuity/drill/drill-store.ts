import { canonicalJson, type JsonValue, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { KeptDrill } from './drill-evidence.ts';
import type { DrillFile } from './drill-file.ts';
import { removedBy } from './drill-file.ts';

/**
 * Appends the record of a drill unless the same record is there.
 *
 * @param made.recordHash SHA-256 of the record's canonical JSON, in hexadecimal
 * @returns the id under which it is kept, and whether this call kept it
 */
export async function appendDrill(
  tx: Tx,
  ctx: Context,
  made: {
    readonly drill: DrillFile;
    readonly recordHash: string;
    readonly inventoryName: string;
  },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { drill, recordHash } = made;
  const { rows } = await sql<{ id: string }>`
    insert into continuity.drill
      (id, record_hash, inventory_hash, node, removed, scope, result, started_at, record,
       recorded_at, recorded_by, inventory_name)
    values (${ctx.newId()}, ${recordHash}, ${drill.inventoryHash}, ${drill.node},
      ${removedBy(drill)}, ${drill.scope}, ${drill.result}, ${drill.startedAt}::timestamptz,
      ${canonicalJson(drill as JsonValue)}::jsonb, ${renderInstant(ctx.now)}::timestamptz,
      ${ctx.actor.id}, ${made.inventoryName})
    on conflict on constraint drill_recorded_once do nothing
    returning id`.execute(tx);
  if (rows[0] !== undefined) return { id: rows[0].id, isNew: true };
  const { rows: earlier } = await sql<{ id: string }>`
    select id from continuity.drill where record_hash = ${recordHash}`.execute(tx);
  return { id: earlier[0]?.id ?? '', isNew: false };
}

/**
 * Loads the drills recorded of an inventory, newest first, at most 1000.
 *
 * One recorded before names were kept counts when an assessment of that name has its inventory's hash.
 */
export async function loadDrills(tx: Tx, inventoryName: string | undefined): Promise<KeptDrill[]> {
  const { rows } = await sql<{ id: string; record_hash: string; record: DrillFile }>`
    select id, record_hash, record from continuity.drill
    where ${inventoryName ?? null}::text is null or inventory_name = ${inventoryName ?? null}
      or (inventory_name is null and inventory_hash in (
        select inventory_hash from continuity.assessment
        where assessment.inventory_name = ${inventoryName ?? null}))
    order by started_at desc, id limit 1000`.execute(tx);
  return rows.map((row) => ({ id: row.id, recordHash: row.record_hash, record: row.record }));
}
