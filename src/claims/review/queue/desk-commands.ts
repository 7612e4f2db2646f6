import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import {
  type Context,
  loadStaffNames,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../../platform/index.ts';
import { evolve, statesBefore } from '../../claim.ts';
import { type ClaimChange, lockClaims, recordClaimEvents, toClaim } from '../../store.ts';
import { escalate, type Priority } from './clock.ts';
import type { ClaimPart } from './queue-filter.ts';
import { partConditions } from './queue-queries.ts';
import { loadRules } from './rules-store.ts';

type AssignRefusal = { readonly code: 'staff_not_found'; readonly staffId: string };

/** Which claims somebody has now; those that do not wait for a reviewer are left out. */
export interface Assigned {
  readonly claimIds: readonly string[];
}

async function assign(
  tx: Tx,
  options: { ctx: Context; claimIds: readonly string[]; to: string | null },
): Promise<Assigned> {
  const { ctx, claimIds, to } = options;
  const rows = await lockClaims(tx, claimIds);
  const changes = [...rows.values()].flatMap((row): ClaimChange[] => {
    const claim = toClaim(row);
    const isOpen = statesBefore.review_taken.includes(row.state) && row.erased_at === null;
    if (!isOpen || row.assigned_to === to) return [];
    if (to === null) return [{ claimId: row.id, events: [], next: claim, assignedTo: null }];
    const event = { type: 'review_taken', reviewerId: to } as const;
    return [{ claimId: row.id, events: [event], next: evolve(claim, event), assignedTo: to }];
  });
  await recordClaimEvents(tx, { ctx, changes });
  const assigned = changes.map(({ claimId }) => claimId);
  const [subject] = assigned;
  if (subject !== undefined) {
    const details = { to, claimIds: assigned };
    await recordAudit(tx, { ctx, action: 'claims_assigned', subject, details });
  }
  return { claimIds: assigned };
}

/** Gives claims to a member of staff, or back to everybody (`to: null`). */
export async function assignClaims(
  ctx: Context,
  input: { readonly claimIds: readonly string[]; readonly to: string | null },
): Promise<Outcome<Assigned, AssignRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { claimIds, to } = input;
  return ctx.transact(async (tx): Promise<Outcome<Assigned, AssignRefusal>> => {
    const isKnown = to === null || to === ctx.actor.id || (await loadStaffNames(tx, [to])).has(to);
    if (!isKnown) return refuse({ code: 'staff_not_found', staffId: to });
    return accept(await assign(tx, { ctx, claimIds, to }));
  });
}

/**
 * Takes the next claims of a queue that are nobody's, the most urgent first.
 *
 * Two who ask at the same time get different ones; none is waited for.
 */
export async function takeNext(
  ctx: Context,
  input: { readonly incidentId: string; readonly part: ClaimPart; readonly count: number },
): Promise<Outcome<Assigned, never>> {
  requirePermission(ctx, 'claim:review');
  const { incidentId, part, count } = input;
  return ctx.transact(async (tx) => {
    const conditions = partConditions({ incidentId, ...part, assignedTo: 'nobody' });
    const { rows } = await sql<{ id: string }>`select c.id from claims.claim c
      where c.state in ('assessed', 'in_review') and c.erased_at is null
        and ${sql.join(conditions, sql` and `)}
      order by c.priority, c.clock_from_ms, c.id limit ${count}
      for update skip locked`.execute(tx);
    const claimIds = rows.map(({ id }) => id);
    return accept(await assign(tx, { ctx, claimIds, to: ctx.actor.id }));
  });
}

/** Sets how urgent a claim is, with who did it in its history. */
export async function setPriority(
  ctx: Context,
  input: { readonly claimId: string; readonly priority: Priority },
): Promise<Outcome<{ readonly claimId: string; readonly priority: Priority }, NotFound>> {
  requirePermission(ctx, 'claim:review');
  const { claimId, priority } = input;
  type Answer = Outcome<{ claimId: string; priority: Priority }, NotFound>;
  return ctx.transact(async (tx): Promise<Answer> => {
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined) return refuse({ code: 'claim_not_found', claimId });
    const event = { type: 'priority_set', priority, because: 'person' } as const;
    const next = evolve(toClaim(row), event);
    if (row.priority !== priority) {
      await recordClaimEvents(tx, { ctx, changes: [{ claimId, events: [event], next, priority }] });
      const details = { priority };
      await recordAudit(tx, { ctx, action: 'priority_set', subject: claimId, details });
    }
    return accept({ claimId, priority });
  });
}

type NotFound = { readonly code: 'claim_not_found'; readonly claimId: string };

async function escalateIncident(
  tx: Tx,
  options: { ctx: Context; incidentId: string; limit: number },
): Promise<number> {
  const { ctx, incidentId, limit } = options;
  const rules = await loadRules(tx, incidentId);
  // Each kind is read in the order of the queue's own index, so that nobody else's claim is looked at.
  const waiting = (kind: { priority: number; hours: number }) => sql`
    (select c.id from claims.claim c
    where c.incident_id = ${incidentId} and c.state in ('assessed', 'in_review')
      and c.erased_at is null and c.priority = ${kind.priority}
      and c.clock_from_ms <= ${ctx.now}::bigint - ${kind.hours}::bigint * 3600000
    order by c.clock_from_ms, c.id limit ${limit})`;
  const { rows: due } = await sql<{ id: string }>`
    ${waiting({ priority: 3, hours: rules.raiseHours })} union all
    ${waiting({ priority: 2, hours: rules.targetHours })}`.execute(tx);
  const claimIds = due.map(({ id }) => id);
  const locked = await lockClaims(tx, claimIds);
  const changes = [...locked.values()].flatMap((row): ClaimChange[] => {
    const priority = escalate(ctx.now - Number(row.clock_from_ms), rules);
    const isOpen = row.state === 'assessed' || row.state === 'in_review';
    if (!isOpen || priority >= row.priority) return [];
    const event = { type: 'priority_set', priority, because: 'waiting' } as const;
    return [{ claimId: row.id, events: [event], next: evolve(toClaim(row), event), priority }];
  });
  await recordClaimEvents(tx, { ctx, changes });
  return changes.length;
}

/**
 * Makes claims more urgent that have waited long, up to `limit` of each incident, each incident in
 * a transaction of its own. What is done is not found again.
 *
 * @returns how many became more urgent; 0 when nothing was due
 */
export async function escalateWaiting(
  ctx: Context,
  { limit = 500 }: { readonly limit?: number } = {},
): Promise<number> {
  requirePermission(ctx, 'case:run');
  const { rows } = await ctx.read((tx) =>
    sql<{ incidentId: string }>`select distinct incident_id as "incidentId"
      from claims.questionnaire`.execute(tx),
  );
  let count = 0;
  for (const { incidentId } of rows) {
    count += await ctx.transact((tx) => escalateIncident(tx, { ctx, incidentId, limit }));
  }
  return count;
}
