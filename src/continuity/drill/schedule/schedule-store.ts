import { type Instant, type LocalDate, renderInstant } from '../../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../../platform/index.ts';
import type { DrillKind } from '../drill-file.ts';
import type { ScheduledDrill, ToShow } from './scheduled-drill.ts';

/** A plan as it is made. */
export type NewPlan = Omit<ScheduledDrill, 'plannedAt' | 'plannedBy' | 'approval' | 'callingOff'>;

/** Records a plan; the same id again changes nothing. */
export async function appendPlan(tx: Tx, ctx: Context, made: NewPlan): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into continuity.drill_plan
      (id, inventory_name, domains, kind, shows, owner, due_on, planned_at, planned_by)
    values (${made.id}, ${made.inventoryName}, ${[...made.domains]}::text[], ${made.kind},
      ${JSON.stringify(made.shows)}::jsonb, ${made.owner}, ${made.dueOn}::date,
      ${renderInstant(ctx.now)}::timestamptz, ${ctx.actor.id})
    on conflict (id) do nothing returning id`.execute(tx);
  return rows.length > 0;
}

/** Records who approved a plan. */
export async function appendApproval(tx: Tx, ctx: Context, plan: ScheduledDrill): Promise<void> {
  await sql`
    insert into continuity.drill_approval (plan_id, planned_by, approved_by, approved_at)
    values (${plan.id}, ${plan.plannedBy}, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
}

/** Records that a plan was called off, and why. */
export async function appendCallingOff(
  tx: Tx,
  ctx: Context,
  made: { readonly planId: string; readonly reason: string },
): Promise<void> {
  await sql`
    insert into continuity.drill_calling_off (plan_id, reason, called_off_at, called_off_by)
    values (${made.planId}, ${made.reason}, ${renderInstant(ctx.now)}::timestamptz,
      ${ctx.actor.id})`.execute(tx);
}

/** Loads plans, the earliest due first, at most 1000; with an id only that one, locked. */
export async function loadPlans(tx: Tx, id?: string): Promise<ScheduledDrill[]> {
  const { rows } = await sql<{
    id: string;
    inventory_name: string;
    domains: string[];
    kind: DrillKind;
    shows: ToShow[];
    owner: string;
    due_on: string;
    planned_at: Instant;
    planned_by: string;
    approved_by: string | null;
    approved_at: Instant | null;
    reason: string | null;
    called_off_at: Instant | null;
    called_off_by: string | null;
  }>`select plan.id, inventory_name, domains, kind, shows, owner, due_on::text as due_on, planned_at,
      plan.planned_by, approved_by, approved_at, reason, called_off_at, called_off_by
    from continuity.drill_plan plan
    left join continuity.drill_approval approval on approval.plan_id = plan.id
    left join continuity.drill_calling_off off on off.plan_id = plan.id
    where ${id ?? null}::uuid is null or plan.id = ${id ?? null}::uuid
    order by due_on, plan.id limit 1000
    ${id === undefined ? sql`` : sql`for update of plan`}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    inventoryName: row.inventory_name,
    domains: row.domains,
    kind: row.kind,
    shows: row.shows,
    owner: row.owner,
    dueOn: row.due_on as LocalDate,
    plannedAt: row.planned_at,
    plannedBy: row.planned_by,
    approval: row.approved_at === null ? null : { at: row.approved_at, by: row.approved_by ?? '' },
    callingOff:
      row.called_off_at === null
        ? null
        : { at: row.called_off_at, by: row.called_off_by ?? '', reason: row.reason ?? '' },
  }));
}
