import { renderInstant } from '../../kernel/index.ts';
import {
  type Context,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../platform/index.ts';
import { type RailSetup, railSetupSchema } from './setup.ts';

/** Loads how a rail is set up; undefined when it is not. */
export async function loadRailSetup(tx: Tx, rail: string): Promise<RailSetup | undefined> {
  const { rows } = await sql<{ settings: unknown }>`select settings from settlement.rail_setup
    where rail = ${rail}`.execute(tx);
  return rows[0] === undefined ? undefined : railSetupSchema.parse(rows[0].settings);
}

/** Lists the rails that are set up, by name. */
export async function listRailSetups(
  tx: Tx,
): Promise<readonly { readonly rail: string; readonly setup: RailSetup }[]> {
  const { rows } = await sql<{ rail: string; settings: unknown }>`
    select rail, settings from settlement.rail_setup order by rail`.execute(tx);
  return rows.map(({ rail, settings }) => ({ rail, setup: railSetupSchema.parse(settings) }));
}

/** Sets a rail up, or changes how it is; what was written before stays as it was written. */
export async function setUpRail(
  ctx: Context,
  rail: { readonly name: string; readonly setup: RailSetup },
): Promise<void> {
  requirePermission(ctx, 'staff:administer');
  const settings = JSON.stringify(rail.setup);
  await ctx.transact(async (tx) => {
    await sql`insert into settlement.rail_setup (rail, kind, settings, set_by, set_at)
      values (${rail.name}, ${rail.setup.kind}, ${settings}::jsonb, ${ctx.actor.id},
        ${renderInstant(ctx.now)}::timestamptz)
      on conflict (rail) do update set kind = excluded.kind, settings = excluded.settings,
        set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx);
    const details = { kind: rail.setup.kind };
    await recordAudit(tx, { ctx, action: 'settlement.rail_set_up', subject: rail.name, details });
  });
}
