import { setTimeout as sleep } from 'node:timers/promises';
import { localDateOf, renderInstant } from '../../kernel/index.ts';
import {
  type Context,
  type Platform,
  publishEvents,
  recordAudit,
  requirePermission,
  sql,
  systemActor,
  type Tx,
} from '../../platform/index.ts';
import { loadLegalDay } from './in-force-queries.ts';

interface Waiting {
  readonly policyVersionId: string;
  readonly incidentId: string;
  readonly policyId: string;
  readonly version: string;
  readonly hash: string;
}

/**
 * Records that published versions whose effective date has come have begun, and tells the rooms, so
 * that open claims are assessed again under them. Several processes may do so at once.
 *
 * @returns how many began
 */
export async function beginPolicies(ctx: Context): Promise<number> {
  requirePermission(ctx, 'case:run');
  return ctx.transact(async (tx) => {
    let count = 0;
    for (const version of await listWaiting(tx, ctx)) {
      const { today } = await loadLegalDay(tx, { incidentId: version.incidentId, at: ctx.now });
      if (await recordBeginning(tx, { ctx, version, today })) count += 1;
    }
    return count;
  });
}

async function listWaiting(tx: Tx, ctx: Context): Promise<readonly Waiting[]> {
  // No zone is a day ahead of this one, so nothing that has begun anywhere is missed.
  const latest = localDateOf(ctx.now, 'Pacific/Kiritimati');
  const { rows } = await sql<Waiting>`
    select id as "policyVersionId", incident_id as "incidentId", policy_id as "policyId", version,
      hash
    from claims.policy_version as version
    where published_at is not null
      and coalesce(effective_from, '-infinity'::date) <= ${latest}::date
      and not exists (select 1 from claims.policy_beginning
        where policy_version_id = version.id)
    order by publication`.execute(tx);
  return rows;
}

async function recordBeginning(
  tx: Tx,
  { ctx, version, today }: { ctx: Context; version: Waiting; today: string },
): Promise<boolean> {
  const { policyVersionId, incidentId, policyId, hash } = version;
  const begun = await insertBeginning(tx, { ctx, policyVersionId, today });
  if (!begun) return false;
  const payload = { policyId, version: version.version, hash, incidentId };
  await publishEvents(tx, [
    { type: 'policy_begun', subject: policyVersionId, payload, occurredAt: ctx.now },
  ]);
  const details = { hash, version: version.version };
  await recordAudit(tx, { ctx, action: 'policy_begun', subject: policyVersionId, details });
  return true;
}

/** Records that a published version has begun, if its day has come; says whether it is news. */
export async function insertBeginning(
  tx: Tx,
  { ctx, policyVersionId, today }: { ctx: Context; policyVersionId: string; today: string },
): Promise<boolean> {
  const { rows } = await sql`insert into claims.policy_beginning (policy_version_id, begun_at)
    select id, ${renderInstant(ctx.now)}::timestamptz from claims.policy_version
    where id = ${policyVersionId} and published_at is not null
      and coalesce(effective_from, '-infinity'::date) <= ${today}::date
    on conflict do nothing returning policy_version_id`.execute(tx);
  return rows.length > 0;
}

async function beginOrLog(platform: Platform): Promise<void> {
  try {
    const count = await beginPolicies(platform.context({ actor: systemActor }));
    if (count > 0) platform.log.info({ count }, 'policy versions began to apply');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    platform.log.warn({ message }, 'policy versions could not be looked at; trying again');
  }
}

/** Lets policy versions begin on their day, a look every `intervalMs`, until the signal aborts. */
export async function runBeginnings(
  platform: Platform,
  { signal, intervalMs = 30_000 }: { signal: AbortSignal; intervalMs?: number },
): Promise<void> {
  while (!signal.aborted) {
    await beginOrLog(platform);
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
