import { canonicalJson, type JsonValue } from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
} from '../../platform/index.ts';
import type { DrillFile } from './drill-file.ts';
import { appendDrill } from './drill-store.ts';

/** Gives the SHA-256 of a drill's record, in hexadecimal: of its canonical JSON, so that spelling does not matter. */
export function hashDrill(drill: DrillFile): string {
  return Buffer.from(sha256(canonicalJson(drill as JsonValue))).toString('hex');
}

/**
 * Keeps the record of a drill, and publishes `drill_recorded` in the same transaction, for the transparency log.
 *
 * The event carries the record's hash and how the drill ended; what was removed stays here. The same record
 * again is answered with the earlier one, and publishes nothing.
 *
 * @source continuity specification, section 4 (evidence record: its hash goes to the transparency log)
 */
export async function recordDrill(
  ctx: Context,
  made: { readonly drill: DrillFile; readonly inventoryName: string },
): Promise<{ readonly id: string; readonly isNew: boolean; readonly recordHash: string }> {
  requirePermission(ctx, 'continuity:write');
  const { drill } = made;
  const recordHash = hashDrill(drill);
  return ctx.transact(async (tx) => {
    const kept = await appendDrill(tx, ctx, { ...made, recordHash });
    if (!kept.isNew) return { ...kept, recordHash };
    const { inventoryHash, result } = drill;
    const payload = { drillId: kept.id, inventoryHash, recordHash, result };
    await publishEvents(tx, [{ type: 'drill_recorded', subject: kept.id, payload }]);
    const details = { recordHash, node: drill.node };
    await recordAudit(tx, { ctx, action: 'record_drill', subject: kept.id, details });
    return { ...kept, recordHash };
  });
}
