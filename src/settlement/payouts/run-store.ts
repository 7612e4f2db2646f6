import { type CurrencyCode, type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { ApprovalLimit } from './limit-approval.ts';
import type { Chunk, PayableAward } from './propose-run.ts';

/** Everywhere a payout run may stand, in the order it goes through them. */
export const payoutRunStates = [
  'drafted',
  'proposed',
  'approved',
  'sending',
  'paused',
  'sent',
  'closed',
  'stopped',
  'sent_back',
] as const;

/** Where a payout run stands. */
export type PayoutRunState = (typeof payoutRunStates)[number];

/** A set of payouts that one person prepares, another approves, and a rail is asked to make. */
export interface PayoutRun {
  readonly id: string;
  readonly incidentId: string;
  readonly currency: CurrencyCode;
  readonly rail: string;
  /** What the run gives. */
  readonly remedy: string;
  /** So many days after it is sent what it gives may be used; null is for ever. */
  readonly validDays: number | null;
  readonly state: PayoutRunState;
  readonly payoutCount: bigint;
  readonly totalMinor: bigint;
  readonly digest: string;
  readonly preparedBy: string;
  readonly preparedAt: Instant;
  readonly approvedBy: string | null;
  readonly approvedAt: Instant | null;
  readonly sentAt: Instant | null;
  /** Why it is paused; null when it is not. */
  readonly pausedCode: string | null;
  /** Who sent it back instead of approving it, when, and what they wrote; null when nobody did. */
  readonly sentBackBy: string | null;
  readonly sentBackAt: Instant | null;
  readonly sentBackReason: string | null;
}

const runColumns = sql`id, incident_id as "incidentId", currency, rail, remedy,
  valid_days as "validDays", state, payout_count as "payoutCount", total_minor as "totalMinor", digest,
  prepared_by as "preparedBy", prepared_at as "preparedAt", approved_by as "approvedBy",
  approved_at as "approvedAt", sent_at as "sentAt", paused_code as "pausedCode",
  sent_back_by as "sentBackBy", sent_back_at as "sentBackAt", sent_back_reason as "sentBackReason"`;

/** Loads a run without locking it. */
export async function loadRun(tx: Tx, runId: string): Promise<PayoutRun | undefined> {
  const { rows } = await sql<PayoutRun>`select ${runColumns} from settlement.payout_run
    where id = ${runId}`.execute(tx);
  return rows[0];
}

/** Loads a run and locks its row until the transaction ends. */
export async function lockRun(tx: Tx, runId: string): Promise<PayoutRun | undefined> {
  const { rows } = await sql<PayoutRun>`select ${runColumns} from settlement.payout_run
    where id = ${runId} for update`.execute(tx);
  return rows[0];
}

/** Lists an incident's runs, the latest first. */
export async function listRuns(tx: Tx, incidentId: string): Promise<PayoutRun[]> {
  const { rows } = await sql<PayoutRun>`select ${runColumns} from settlement.payout_run
    where incident_id = ${incidentId} order by prepared_at desc, id`.execute(tx);
  return rows;
}

/** Locks proposing runs of an incident until the transaction ends. */
export async function lockProposing(tx: Tx, incidentId: string): Promise<void> {
  await sql`select 1 from settlement.ledger where incident_id = ${incidentId}
    for update`.execute(tx);
}

/** So long after a failure the rail's statements must go on without the payment to prove it. */
const failureHoldOff = '5 days';

/** Lists an incident's awards of a remedy by id with their latest attempts, a page after an award. */
export async function listPayableAwards(
  tx: Tx,
  page: {
    incidentId: string;
    currency: string;
    remedy: string;
    now: Instant;
    afterId: string;
    limit: number;
  },
): Promise<PayableAward[]> {
  const now = renderInstant(page.now);
  const isCash = page.remedy === 'cash';
  // What is not cash is given in the app, which knows the claimant by the party's id.
  const payeeRef = isCash
    ? sql`coalesce('payee:' || payee.id, award.payee_ref)`
    : sql`'party:' || award.party_id`;
  const { rows } = await sql<PayableAward>`
    select award.id as "awardId", award.claim_id as "claimId", award.party_class as "partyClass",
      coalesce(award.amount_minor, 0) as "amountMinor", ${page.currency} as currency,
      ${payeeRef} as "payeeRef", coalesce(payee.usable_from > ${now}::timestamptz, false) as "isPayeeCooling",
      coalesce(last.attempt, 0) as "lastAttempt",
      last.state as "lastState", last.payee_ref as "lastPayeeRef",
      coalesce(last.is_failure_final or last.state = 'failed' and (
        select range_agg(tstzrange(from_at, until_at)) @>
          tstzrange(last.sent_at, last.changed_at + ${failureHoldOff}::interval)
        from settlement.statement_read as read where read.rail = last.rail), false)
        as "isLastFailureProved"
    from (
      select id, claim_id, party_id, party_class, amount_minor, payee_ref from settlement.award
      where incident_id = ${page.incidentId} and remedy = ${page.remedy}
        and (currency is null or currency = ${page.currency}) and id > ${page.afterId}::uuid
      order by id limit ${page.limit}
    ) as award
    left join lateral (
      select attempt, state, payee_ref, rail, is_failure_final, sent_at, changed_at
      from settlement.payout
      where payout.award_id = award.id order by attempt desc limit 1
    ) as last on true
    left join lateral (
      select id, usable_from from settlement.payee where payee.claim_id = award.claim_id
        and ${isCash}
      order by changed_at desc, id desc limit 1
    ) as payee on true
    order by award.id`.execute(tx);
  return rows;
}

/** Records a proposed run as it begins; its payouts and totals follow. */
export async function recordRun(
  tx: Tx,
  ctx: Context,
  run: {
    id: string;
    incidentId: string;
    currency: string;
    rail: string;
    remedy: string;
    validDays: number | null;
    payoutCount: number;
    totalMinor: bigint;
    digest: string;
  },
): Promise<void> {
  await sql`insert into settlement.payout_run (id, incident_id, currency, rail, remedy, valid_days,
      state, payout_count, total_minor, digest, prepared_by, prepared_at)
    values (${run.id}, ${run.incidentId}, ${run.currency}, ${run.rail}, ${run.remedy},
      ${run.validDays}, 'proposed',
      ${run.payoutCount}, ${run.totalMinor}, ${run.digest}, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
}

/** Records what a proposed run comes to, now that all of its payouts are known. */
export async function recordRunTotals(
  tx: Tx,
  run: { id: string; payoutCount: number; totalMinor: bigint; digest: string },
): Promise<void> {
  await sql`update settlement.payout_run set payout_count = ${run.payoutCount},
      total_minor = ${run.totalMinor}, digest = ${run.digest}
    where id = ${run.id} and state = 'proposed'`.execute(tx);
}

/** Records the chunks of a run. */
export async function recordChunks(tx: Tx, runId: string, chunks: readonly Chunk[]): Promise<void> {
  await sql`insert into settlement.payout_chunk
      (run_id, number, first_award_id, last_award_id, payout_count, hash)
    select ${runId}::uuid, number, "firstAwardId", "lastAwardId", "payoutCount", hash
    from json_to_recordset(${JSON.stringify(chunks)}::json) as row(number integer,
      "firstAwardId" uuid, "lastAwardId" uuid, "payoutCount" bigint, hash text)`.execute(tx);
}

/** Lists the chunks of a run by number. */
export async function listChunks(tx: Tx, runId: string): Promise<Chunk[]> {
  const { rows } = await sql<Omit<Chunk, 'payoutCount'> & { payoutCount: bigint }>`
    select number, first_award_id as "firstAwardId", last_award_id as "lastAwardId",
      payout_count as "payoutCount", hash
    from settlement.payout_chunk where run_id = ${runId} order by number`.execute(tx);
  return rows.map((row) => ({ ...row, payoutCount: Number(row.payoutCount) }));
}

/** Gives the first chunk of a run that is not wholly sent; undefined when all are. */
export async function loadUnsentChunk(tx: Tx, runId: string): Promise<Chunk | undefined> {
  const { rows } = await sql<Omit<Chunk, 'payoutCount'> & { payoutCount: bigint }>`
    select number, first_award_id as "firstAwardId", last_award_id as "lastAwardId",
      payout_count as "payoutCount", hash
    from settlement.payout_chunk where run_id = ${runId} and sent_at is null
    order by number limit 1`.execute(tx);
  return rows[0] === undefined
    ? undefined
    : { ...rows[0], payoutCount: Number(rows[0].payoutCount) };
}

/**
 * Gives the last award of the chunks before the one that was wholly sent last, by id: what a turn
 * cut off may have left open comes after it. Undefined when there is no such chunk.
 */
export async function loadLastSentAwardBefore(tx: Tx, runId: string): Promise<string | undefined> {
  const { rows } = await sql<{ awardId: string }>`select last_award_id as "awardId"
    from settlement.payout_chunk where run_id = ${runId} and sent_at is not null
    order by number desc offset 1 limit 1`.execute(tx);
  return rows[0]?.awardId;
}

/** Records that every payout of a chunk was recorded as sent, or withdrawn. */
export async function recordChunkSent(
  tx: Tx,
  ctx: Context,
  chunk: { runId: string; number: number },
): Promise<void> {
  await sql`update settlement.payout_chunk set sent_at = ${renderInstant(ctx.now)}::timestamptz
    where run_id = ${chunk.runId} and number = ${chunk.number}`.execute(tx);
}

/** Records that a run moved on; who approved it and when it was sent stay as they were first. */
export async function recordRunState(
  tx: Tx,
  ctx: Context,
  change: { runId: string; state: PayoutRunState; pausedCode?: string },
): Promise<void> {
  const at = renderInstant(ctx.now);
  const { runId, state } = change;
  await sql`update settlement.payout_run set state = ${state},
      paused_code = ${change.pausedCode ?? null},
      approved_by = case when ${state} = 'approved' then ${ctx.actor.id} else approved_by end,
      approved_at = case when ${state} = 'approved' then ${at}::timestamptz else approved_at end,
      sent_at = case when ${state} = 'sent' then ${at}::timestamptz else sent_at end
    where id = ${runId}`.execute(tx);
}

/** Records that somebody sent a run back, and why. */
export async function recordRunSentBack(
  tx: Tx,
  ctx: Context,
  change: { runId: string; reason: string },
): Promise<void> {
  await sql`update settlement.payout_run set state = 'sent_back', sent_back_by = ${ctx.actor.id},
      sent_back_at = ${renderInstant(ctx.now)}::timestamptz, sent_back_reason = ${change.reason}
    where id = ${change.runId}`.execute(tx);
}

/** Gives the largest payment of a run, in minor units. */
export async function loadLargestPayment(tx: Tx, runId: string): Promise<bigint> {
  const { rows } = await sql<{ largest: bigint | null }>`select max(amount_minor) as largest
    from settlement.payout where run_id = ${runId}`.execute(tx);
  return rows[0]?.largest ?? 0n;
}

/** Lists the limits set for roles in a currency. */
export async function listLimits(
  tx: Tx,
  asked: { roles: readonly string[]; currency: string },
): Promise<ApprovalLimit[]> {
  const { rows } = await sql<ApprovalLimit>`select role, payment_minor_max as "paymentMinorMax",
      run_minor_max as "runMinorMax", day_minor_max as "dayMinorMax"
    from settlement.approval_limit
    where role = any(${[...asked.roles]}::text[]) and currency = ${asked.currency}
    order by role`.execute(tx);
  return rows;
}

/** Sets what a role may approve in a currency; null lifts that bound. */
export async function recordLimit(
  tx: Tx,
  ctx: Context,
  limit: ApprovalLimit & { currency: string },
): Promise<void> {
  const at = renderInstant(ctx.now);
  await sql`insert into settlement.approval_limit
      (role, currency, payment_minor_max, run_minor_max, day_minor_max, set_by, set_at)
    values (${limit.role}, ${limit.currency}, ${limit.paymentMinorMax}, ${limit.runMinorMax},
      ${limit.dayMinorMax}, ${ctx.actor.id}, ${at}::timestamptz)
    on conflict (role, currency) do update set payment_minor_max = excluded.payment_minor_max,
      run_minor_max = excluded.run_minor_max, day_minor_max = excluded.day_minor_max,
      set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx);
}

/**
 * Gives what somebody approved in a currency on the calendar day of now, in the zone of the
 * incident; and locks that person's approvals, so that two at once do not pass one limit.
 */
export async function lockApprovedToday(
  tx: Tx,
  ctx: Context,
  run: { incidentId: string; currency: string },
): Promise<bigint> {
  const key = `approvals ${ctx.actor.id}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  const { rows } = await sql<{ total: bigint }>`
    select coalesce(sum(total_minor), 0)::bigint as total
    from settlement.payout_run as run
      cross join (select zone from incident.incident where id = ${run.incidentId}) as place
    where run.approved_by = ${ctx.actor.id} and run.currency = ${run.currency}
      and run.state <> 'stopped'
      and (run.approved_at at time zone place.zone)::date =
        (${renderInstant(ctx.now)}::timestamptz at time zone place.zone)::date`.execute(tx);
  return rows[0]?.total ?? 0n;
}
