import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';

/** How long an incident's personal data is kept; version 0 when nothing was said: for ever. */
export interface RetentionRules {
  readonly version: number;
  readonly personalDays?: number;
}

/** Loads the retention that holds for an incident now. */
export async function loadRetention(tx: Tx, incidentId: string): Promise<RetentionRules> {
  const { rows } = await sql<RetentionRules>`
    select version, personal_days as "personalDays" from claims.retention_rules
    where incident_id = ${incidentId} order by version desc limit 1`.execute(tx);
  return rows[0] ?? { version: 0 };
}

/** Lets one publication of an incident's retention at a time through, until the transaction ends. */
export async function lockRetention(tx: Tx, incidentId: string): Promise<void> {
  const key = `retention ${incidentId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

/** Records the next version of an incident's retention. */
export async function recordRetention(
  tx: Tx,
  options: { ctx: Context; incidentId: string; version: number; personalDays: number },
): Promise<void> {
  const { ctx, incidentId, version, personalDays } = options;
  await sql`insert into claims.retention_rules
      (incident_id, version, personal_days, published_by, published_at)
    values (${incidentId}, ${version}, ${personalDays}, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
}

/** Lists incidents whose personal data is not kept for ever. */
export async function listRetainedIncidents(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct incident_id as id from claims.retention_rules order by 1`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Lists claims decided for good at or before an instant that are not erased yet, by id. */
export async function listDueClaims(
  tx: Tx,
  asked: { incidentId: string; decidedBy: Instant; limit: number },
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select c.id from claims.claim c
    where c.incident_id = ${asked.incidentId} and c.state in ('approved', 'closed')
      and c.erased_at is null
      and (select max(d.approved_at) from claims.decision d where d.claim_id = c.id)
        <= ${renderInstant(asked.decidedBy)}::timestamptz
    order by c.id limit ${asked.limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Records that somebody asks for a claim's personal data to be erased; false when known. */
export async function recordErasureRequest(
  tx: Tx,
  options: { ctx: Context; requestId: string; claimId: string },
): Promise<boolean> {
  const { ctx, requestId, claimId } = options;
  const { numAffectedRows } = await sql`insert into claims.erasure_request
      (id, claim_id, asked_by_kind, asked_by, asked_at)
    values (${requestId}, ${claimId}, ${ctx.actor.kind}, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** A request for erasure that nobody has carried out yet. */
export interface ErasureRequest {
  readonly requestId: string;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly state: string;
  readonly askedAt: Instant;
}

/** Lists open requests for erasure of an incident, the longest waiting first. */
export async function listErasureRequests(
  tx: Tx,
  incidentId: string,
): Promise<readonly ErasureRequest[]> {
  const { rows } = await sql<ErasureRequest>`select r.id as "requestId",
      c.id as "claimId", c.number as "claimNumber", c.state, r.asked_at as "askedAt"
    from claims.erasure_request r join claims.claim c on c.id = r.claim_id
    where c.incident_id = ${incidentId} and c.erased_at is null
    order by r.asked_at, r.id limit 500`.execute(tx);
  return rows;
}
