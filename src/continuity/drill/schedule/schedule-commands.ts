import {
  accept,
  type LocalDate,
  localDateOf,
  type Outcome,
  refuse,
} from '../../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, type Tx } from '../../../platform/index.ts';
import { hashInventory } from '../../assess-inventory.ts';
import {
  type AssessmentQueryRefusal,
  findAssessment,
  findScorable,
} from '../../find-assessment.ts';
import { partReliedOn } from '../../gate/index.ts';
import { DEFAULT_LIMITS } from '../../read/document.ts';
import { recordDrill } from '../drill-commands.ts';
import { type KeptDrill, withDrills } from '../drill-evidence.ts';
import {
  DRILL_INSTANTS,
  type DrillFile,
  type DrillKind,
  findAhead,
  findMisorder,
} from '../drill-file.ts';
import { loadDrills } from '../drill-store.ts';
import { type DrillPlan, listTargets, planDrills } from '../plan-drills.ts';
import {
  appendApproval,
  appendCallingOff,
  appendPlan,
  loadPlans,
  type NewPlan,
} from './schedule-store.ts';
import {
  type DrillPlanRefusal,
  decideApproval,
  decideCallingOff,
  type ScheduledDrill,
  type ScheduledState,
  scheduledState,
} from './scheduled-drill.ts';

/** Days of drills are Korea's, as those of promises. */
const SCHEDULE_ZONE = 'Asia/Seoul';

/** Why a drill is not planned or recorded. */
export type DrillRefusal =
  | AssessmentQueryRefusal
  | { readonly code: 'domain_not_found'; readonly domain: string }
  | { readonly code: 'option_not_found'; readonly node: string; readonly option: string }
  | { readonly code: 'drill_shows_nothing'; readonly domains: string }
  | { readonly code: 'drill_out_of_order'; readonly instant: string; readonly order: string }
  | { readonly code: 'drill_not_held_yet'; readonly instant: string; readonly found: string };

/** Plans and records, each plan with where it stands today. */
export interface DrillSchedule {
  readonly today: LocalDate;
  readonly plans: readonly { readonly plan: ScheduledDrill; readonly state: ScheduledState }[];
  readonly records: readonly KeptDrill[];
}

/** Lists planned drills, the earliest due first, and recorded ones, the newest first. */
export async function listSchedule(ctx: Context): Promise<DrillSchedule> {
  requirePermission(ctx, 'continuity:read');
  return ctx.read(async (tx) => {
    const plans = await loadPlans(tx);
    const today = localDateOf(ctx.now, SCHEDULE_ZONE);
    const states = [];
    for (const plan of plans) states.push({ plan, state: await stateOf(tx, plan, today) });
    return { today, plans: states, records: await loadDrills(tx, undefined) };
  });
}

async function stateOf(tx: Tx, plan: ScheduledDrill, today: LocalDate): Promise<ScheduledState> {
  return scheduledState(plan, await loadDrills(tx, plan.inventoryName), today);
}

/** Gives what an assessed inventory should be drilled on next, records kept here taken into account. */
export async function planForAssessment(
  ctx: Context,
  assessmentId: string,
): Promise<Outcome<DrillPlan, AssessmentQueryRefusal>> {
  const found = await findScorable(ctx, assessmentId);
  if (!found.ok) return found;
  const { inventory } = found.value;
  const drills = await ctx.read((tx) => loadDrills(tx, inventory.name));
  const drilled = withDrills(inventory, drills);
  const today = localDateOf(ctx.now, SCHEDULE_ZONE);
  return accept(planDrills({ inventory: drilled, limits: DEFAULT_LIMITS }, { today }));
}

/**
 * Plans a drill: whole domains, who answers for it, until when; the same id again changes nothing.
 *
 * What it is to show follows from the inventory. Refusals: assessment_not_found, domain_not_found,
 * drill_shows_nothing (nothing relies on the loss of exactly these).
 */
export async function planDrill(
  ctx: Context,
  made: {
    readonly id: string;
    readonly assessmentId: string;
    readonly domains: readonly string[];
    readonly kind: DrillKind;
    readonly owner: string;
    readonly dueOn: LocalDate;
  },
): Promise<Outcome<{ readonly id: string }, DrillRefusal>> {
  requirePermission(ctx, 'continuity:write');
  const found = await findScorable(ctx, made.assessmentId);
  if (!found.ok) return found;
  const { inventory } = found.value;
  const unknown = made.domains.find((domain) => !inventory.domains.has(domain));
  if (unknown !== undefined) return refuse({ code: 'domain_not_found', domain: unknown });
  const domains = [...new Set(made.domains)].sort();
  const removed = domains.join('+');
  const today = localDateOf(ctx.now, SCHEDULE_ZONE);
  const shows = listTargets({ inventory, limits: DEFAULT_LIMITS }, today)
    .filter((target) => [...target.domains].sort().join('+') === removed)
    .map((target) => ({
      node: target.node,
      option: target.option === undefined ? null : target.name,
    }));
  if (shows.length === 0) return refuse({ code: 'drill_shows_nothing', domains: removed });
  const { id, kind, owner, dueOn } = made;
  const plan = { id, inventoryName: inventory.name, domains, kind, shows, owner, dueOn };
  await ctx.transact((tx) => keepPlan(tx, ctx, plan));
  return accept({ id });
}

/** Gives whether the plan was not there before. */
async function keepPlan(tx: Tx, ctx: Context, plan: NewPlan): Promise<boolean> {
  if (!(await appendPlan(tx, ctx, plan))) return false;
  const { id, domains, kind, owner, dueOn } = plan;
  const details = { domains: domains.join('+'), kind, owner, dueOn };
  await recordAudit(tx, { ctx, action: 'plan_drill', subject: id, details });
  return true;
}

/**
 * Keeps a dated plan, all of it or nothing; plans that were kept before under the same id are left as they are.
 *
 * @returns how many of them are new
 */
export async function scheduleDrills(ctx: Context, plans: readonly NewPlan[]): Promise<number> {
  requirePermission(ctx, 'continuity:write');
  return ctx.transact(async (tx) => {
    let kept = 0;
    for (const plan of plans) if (await keepPlan(tx, ctx, plan)) kept += 1;
    return kept;
  });
}

/** Approves a planned drill; another person than who planned it. */
export async function approveDrill(
  ctx: Context,
  planId: string,
): Promise<Outcome<{ readonly id: string }, DrillPlanRefusal>> {
  requirePermission(ctx, 'continuity:write');
  return ctx.transact(async (tx) => {
    const found = await findPlan(tx, ctx, planId);
    const refusal = decideApproval(found, ctx.actor.id);
    if (refusal !== undefined || found.plan === undefined) {
      return refuse(refusal ?? { code: 'drill_plan_not_found', planId });
    }
    await appendApproval(tx, ctx, found.plan);
    await recordAudit(tx, { ctx, action: 'approve_drill', subject: planId, details: {} });
    return accept({ id: planId });
  });
}

/** Calls a planned drill off, with the reason. */
export async function callDrillOff(
  ctx: Context,
  made: { readonly planId: string; readonly reason: string },
): Promise<Outcome<{ readonly id: string }, DrillPlanRefusal>> {
  requirePermission(ctx, 'continuity:write');
  return ctx.transact(async (tx) => {
    const found = await findPlan(tx, ctx, made.planId);
    const refusal = decideCallingOff(found);
    if (refusal !== undefined) return refuse(refusal);
    await appendCallingOff(tx, ctx, made);
    const details = { reason: made.reason };
    await recordAudit(tx, { ctx, action: 'call_drill_off', subject: made.planId, details });
    return accept({ id: made.planId });
  });
}

async function findPlan(tx: Tx, ctx: Context, planId: string) {
  const [plan] = await loadPlans(tx, planId);
  const today = localDateOf(ctx.now, SCHEDULE_ZONE);
  const state = plan === undefined ? undefined : await stateOf(tx, plan, today);
  return { planId, plan, state };
}

/**
 * Records a drill held against an assessed inventory; the hashes are taken from it.
 *
 * Refusals: assessment_not_found, node_not_found, option_not_found, domain_not_found, drill_out_of_order,
 * drill_not_held_yet (a time more than five minutes ahead of the clock).
 */
export async function recordHeldDrill(
  ctx: Context,
  made: {
    readonly assessmentId: string;
    readonly drill: Omit<DrillFile, 'format' | 'inventoryHash' | 'reliesOnHash'>;
  },
): Promise<Outcome<{ readonly id: string; readonly recordHash: string }, DrillRefusal>> {
  requirePermission(ctx, 'continuity:write');
  const found = await findAssessment(ctx, made.assessmentId);
  if (!found.ok) return found;
  const { inventory } = found.value;
  const { drill } = made;
  const node = inventory.nodes.get(drill.node);
  if (node === undefined) return refuse({ code: 'node_not_found', node: drill.node });
  const { option } = drill;
  if (option !== undefined && !node.options.some(({ name }) => name === option)) {
    return refuse({ code: 'option_not_found', node: drill.node, option });
  }
  const domains = drill.with === undefined ? [drill.domain] : [drill.domain, drill.with];
  const unknown = domains.find((domain) => !inventory.domains.has(domain));
  if (unknown !== undefined) return refuse({ code: 'domain_not_found', domain: unknown });
  const instant = findMisorder(drill);
  if (instant !== undefined) {
    return refuse({ code: 'drill_out_of_order', instant, order: DRILL_INSTANTS.join(', ') });
  }
  const ahead = findAhead(drill, ctx.now);
  if (ahead !== undefined) return refuse({ code: 'drill_not_held_yet', ...ahead });
  const whole: DrillFile = {
    ...drill,
    format: 'amends-drill/1',
    inventoryHash: hashInventory(inventory),
    reliesOnHash: hashInventory(partReliedOn(inventory, drill.node)),
  };
  const kept = await recordDrill(ctx, { drill: whole, inventoryName: inventory.name });
  return accept({ id: kept.id, recordHash: kept.recordHash });
}
