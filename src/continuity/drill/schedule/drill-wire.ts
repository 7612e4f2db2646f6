import { z } from '@hono/zod-openapi';
import { type LocalDate, parseLocalDate, renderInstant } from '../../../kernel/index.ts';
import { DRILL_KINDS, drillFileSchema } from '../drill-file.ts';
import type { DrillPlan } from '../plan-drills.ts';
import type { DrillSchedule } from './schedule-commands.ts';

const dayWire = z.string().openapi({ format: 'date' });
const instantWire = z.string().openapi({ format: 'date-time' });
const ids = z.array(z.string());
const showWire = z.strictObject({ node: z.string(), option: z.string().nullable() });

const planWire = z
  .strictObject({
    id: z.string(),
    inventoryName: z.string(),
    domains: ids,
    kind: z.enum(DRILL_KINDS),
    shows: z.array(showWire),
    owner: z.string(),
    dueOn: dayWire,
    state: z.enum(['planned', 'approved', 'overdue', 'held', 'failed', 'called_off']),
    plannedAt: instantWire,
    plannedBy: z.string(),
    approvedBy: z.string().nullable(),
    calledOff: z.string().nullable().openapi({ description: 'the reason' }),
  })
  .openapi('ScheduledDrill');

const recordWire = z
  .strictObject({
    id: z.string(),
    recordHash: z.string(),
    node: z.string(),
    option: z.string().nullable(),
    removed: z.string().openapi({ description: 'one domain, or two joined by +' }),
    scope: z.enum(['full', 'partial']),
    kind: z.enum(DRILL_KINDS),
    result: z.enum(['passed', 'failed']),
    startedAt: instantWire,
    doneAt: instantWire.nullable(),
    deviations: ids,
  })
  .openapi('DrillRecord');

/** Planned and recorded drills, and the day that decides what is overdue. */
export const scheduleWire = z
  .strictObject({ today: dayWire, plans: z.array(planWire), records: z.array(recordWire) })
  .openapi('DrillSchedule');

/** What an inventory should be drilled on, the most telling first. */
export const drillPlanWire = z
  .strictObject({
    targetCount: z.number(),
    freshCount: z.number(),
    drills: z.array(
      z.strictObject({
        domains: ids,
        kind: z.enum(DRILL_KINDS),
        weight: z.number(),
        covers: z.array(
          z.strictObject({
            node: z.string(),
            option: z.string().nullable(),
            lastOn: dayWire.nullable(),
          }),
        ),
        before: z.array(z.strictObject({ kind: z.enum(DRILL_KINDS), about: z.string() })),
      }),
    ),
  })
  .openapi('DrillPlan');

export const plannedWire = z.strictObject({ id: z.string() }).openapi('PlannedDrill');
export const keptDrillWire = z
  .strictObject({ id: z.string(), recordHash: z.string() })
  .openapi('KeptDrill');

const day = z
  .string()
  .refine((value) => parseLocalDate(value) !== undefined, 'a date, as 2023-06-30')
  .transform((value) => value as LocalDate)
  .openapi({ type: 'string', format: 'date' });
const domainId = z.string().min(1).max(64);

/** Body of a plan. */
export const planSchema = z.object({
  id: z.uuid(),
  assessmentId: z.uuid(),
  domains: z.array(domainId).min(1).max(2),
  kind: z.enum(DRILL_KINDS).default('whole-domain'),
  owner: z.string().trim().min(1).max(200),
  dueOn: day,
});

/** Body of a calling-off. */
export const callingOffSchema = z.object({ reason: z.string().trim().min(1).max(2_000) });

/** Body of a record: what a drill's file says, but for what the server takes from the inventory. */
export const heldDrillSchema = z.object({
  assessmentId: z.uuid(),
  drill: drillFileSchema.omit({ format: true, inventoryHash: true, reliesOnHash: true }),
});

export const planPathSchema = z.object({
  planId: z.uuid().openapi({ param: { name: 'planId', in: 'path' } }),
});

/** Gives the schedule for the wire. */
export function renderSchedule(found: DrillSchedule): z.infer<typeof scheduleWire> {
  return {
    today: found.today,
    plans: found.plans.map(({ plan, state }) => ({
      id: plan.id,
      inventoryName: plan.inventoryName,
      domains: [...plan.domains],
      kind: plan.kind,
      shows: plan.shows.map((show) => ({ ...show })),
      owner: plan.owner,
      dueOn: plan.dueOn,
      state,
      plannedAt: renderInstant(plan.plannedAt),
      plannedBy: plan.plannedBy,
      approvedBy: plan.approval?.by ?? null,
      calledOff: plan.callingOff?.reason ?? null,
    })),
    records: found.records.map(({ id, recordHash, record }) => ({
      id,
      recordHash,
      node: record.node,
      option: record.option ?? null,
      removed: [record.domain, record.with].filter((name) => name !== undefined).join('+'),
      scope: record.scope,
      kind: record.kind,
      result: record.result,
      startedAt: record.startedAt,
      doneAt: record.doneAt ?? null,
      deviations: [...(record.deviations ?? [])],
    })),
  };
}

/** Gives what to drill on for the wire. */
export function renderDrillPlan(plan: DrillPlan): z.infer<typeof drillPlanWire> {
  return {
    targetCount: plan.targetCount,
    freshCount: plan.freshCount,
    drills: plan.drills.map((drill) => ({
      domains: [...drill.domains],
      kind: drill.kind,
      weight: drill.weight,
      covers: drill.covers.map((target) => ({
        node: target.node,
        option: target.option === undefined ? null : target.name,
        lastOn: target.lastOn === '' ? null : target.lastOn,
      })),
      before: drill.before.map((step) => ({ ...step })),
    })),
  };
}
