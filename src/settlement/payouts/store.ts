import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { Payout, PayoutEventType, PayoutState } from './payout.ts';
import type { PayableAward, RunProposal } from './propose-run.ts';

/** Everywhere a payout run may stand, in the order it goes through them. */
export const payoutRunStates = [
  'drafted',
  'proposed',
  'approved',
  'sending',
  'sent',
  'closed',
  'stopped',
] as const;

/** Where a payout run stands. */
export type PayoutRunState = (typeof payoutRunStates)[number];

/** A set of payouts that one person prepares, another approves, and a rail is asked to make. */
export interface PayoutRun {
  readonly id: string;
  readonly incidentId: string;
  readonly currency: string;
  readonly rail: string;
  readonly state: PayoutRunState;
  readonly payoutCount: bigint;
  readonly totalMinor: bigint;
  readonly digest: string;
  readonly preparedBy: string;
  readonly preparedAt: Instant;
  readonly approvedBy: string | null;
  readonly approvedAt: Instant | null;
  readonly sentAt: Instant | null;
}

interface PayoutRow {
  id: string;
  run_id: string;
  incident_id: string;
  award_id: string;
  claim_id: string;
  attempt: number;
  state: PayoutState;
  amount_minor: bigint;
  currency: string;
  source_account: Payout['sourceAccount'];
  payee_ref: string;
  rail: string;
  rail_reference: string;
  event_count: number;
  reason_code: string | null;
}

function payoutOf(row: PayoutRow): Payout {
  return {
    id: row.id,
    runId: row.run_id,
    incidentId: row.incident_id,
    awardId: row.award_id,
    claimId: row.claim_id,
    attempt: row.attempt,
    state: row.state,
    amountMinor: row.amount_minor,
    currency: row.currency,
    sourceAccount: row.source_account,
    payeeRef: row.payee_ref,
    rail: row.rail,
    railReference: row.rail_reference,
    eventCount: row.event_count,
    ...(row.reason_code === null ? {} : { reasonCode: row.reason_code }),
  };
}

const runColumns = sql`id, incident_id as "incidentId", currency, rail, state,
  payout_count as "payoutCount", total_minor as "totalMinor", digest,
  prepared_by as "preparedBy", prepared_at as "preparedAt", approved_by as "approvedBy",
  approved_at as "approvedAt", sent_at as "sentAt"`;

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

/** Locks proposing runs of an incident, and lists its cash awards with their latest attempts. */
export async function lockPayableAwards(
  tx: Tx,
  options: { incidentId: string; currency: string },
): Promise<PayableAward[]> {
  await sql`select 1 from settlement.ledger where incident_id = ${options.incidentId}
    for update`.execute(tx);
  return listPayableAwards(tx, options);
}

/** Lists an incident's cash awards with their latest attempts. */
export async function listPayableAwards(
  tx: Tx,
  options: { incidentId: string; currency: string },
): Promise<PayableAward[]> {
  const { rows } = await sql<PayableAward>`
    select award.id as "awardId", award.claim_id as "claimId", award.party_class as "partyClass",
      award.amount_minor as "amountMinor", award.currency, award.payee_ref as "payeeRef", coalesce(last.attempt, 0) as "lastAttempt",
      last.state as "lastState", last.payee_ref as "lastPayeeRef"
    from settlement.award
    left join lateral (
      select attempt, state, payee_ref from settlement.payout
      where payout.award_id = award.id order by attempt desc limit 1
    ) as last on true
    where award.incident_id = ${options.incidentId} and award.remedy = 'cash'
      and award.currency = ${options.currency}`.execute(tx);
  return rows;
}

/** Records a proposed run with its payouts and their first events. */
export async function recordRun(
  tx: Tx,
  ctx: Context,
  run: { id: string; incidentId: string; currency: string; rail: string; proposal: RunProposal },
): Promise<void> {
  const { proposal } = run;
  const at = renderInstant(ctx.now);
  await sql`insert into settlement.payout_run (id, incident_id, currency, rail, state,
      payout_count, total_minor, digest, prepared_by, prepared_at)
    values (${run.id}, ${run.incidentId}, ${run.currency}, ${run.rail}, 'proposed',
      ${proposal.payouts.length}, ${proposal.totalMinor}, ${proposal.digest}, ${ctx.actor.id},
      ${at}::timestamptz)`.execute(tx);
  const rows = proposal.payouts.map((payout) => ({
    ...payout,
    amountMinor: payout.amountMinor.toString(),
  }));
  await sql`insert into settlement.payout (id, run_id, incident_id, award_id, claim_id, attempt,
      state, amount_minor, currency, source_account, payee_ref, rail, rail_reference, event_count,
      changed_at)
    select id, "runId", "incidentId", "awardId", "claimId", attempt, 'proposed', "amountMinor",
      currency, "sourceAccount", "payeeRef", rail, "railReference", 1, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(id uuid, "runId" uuid,
      "incidentId" uuid, "awardId" uuid, "claimId" uuid, attempt integer, "amountMinor" bigint,
      currency text, "sourceAccount" text, "payeeRef" text, rail text, "railReference" text)
    `.execute(tx);
  await sql`insert into settlement.payout_event
      (payout_id, position, type, from_state, to_state, actor_id, at)
    select id, 1, 'payout_proposed', null, 'proposed', ${ctx.actor.id}, ${at}::timestamptz
    from settlement.payout where run_id = ${run.id}`.execute(tx);
}

/** Records that a run moved on; who approved it and when it was sent stay as they were first. */
export async function recordRunState(
  tx: Tx,
  ctx: Context,
  change: { runId: string; state: PayoutRunState },
): Promise<void> {
  const at = renderInstant(ctx.now);
  const { runId, state } = change;
  await sql`update settlement.payout_run set state = ${state},
      approved_by = case when ${state} = 'approved' then ${ctx.actor.id} else approved_by end,
      approved_at = case when ${state} = 'approved' then ${at}::timestamptz else approved_at end,
      sent_at = case when ${state} = 'sent' then ${at}::timestamptz else sent_at end
    where id = ${runId}`.execute(tx);
}

/** Locks payouts of a run in the given states, by id, at most `limit`, after an id. */
export async function lockPayoutsOfRun(
  tx: Tx,
  options: { runId: string; states: readonly PayoutState[]; limit?: number; afterId?: string },
): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`select * from settlement.payout
    where run_id = ${options.runId} and state = any(${[...options.states]}::text[])
      and id > ${options.afterId ?? '00000000-0000-0000-0000-000000000000'}::uuid
    order by id limit ${options.limit ?? null}::bigint for update`.execute(tx);
  return rows.map(payoutOf);
}

/** Locks payouts by id; those that do not exist are left out. */
export async function lockPayouts(tx: Tx, ids: readonly string[]): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`select * from settlement.payout
    where id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx);
  return rows.map(payoutOf);
}

/** Locks the payouts a rail knows by the references. */
export async function lockPayoutsByReference(
  tx: Tx,
  options: { rail: string; references: readonly string[] },
): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`select * from settlement.payout
    where rail = ${options.rail} and rail_reference = any(${[...options.references]}::text[])
    order by id for update`.execute(tx);
  return rows.map(payoutOf);
}

/** Lists the awards, among those given, that have an effective attempt. */
export async function listEffectivelyPaidAwards(
  tx: Tx,
  awardIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ award_id: string }>`select award_id from settlement.payout
    where award_id = any(${[...awardIds]}::uuid[])
      and state not in ('failed', 'returned', 'withdrawn')`.execute(tx);
  return new Set(rows.map((row) => row.award_id));
}

/** Lists every payout of a run, by id. */
export async function listPayouts(tx: Tx, runId: string): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`select * from settlement.payout
    where run_id = ${runId} order by id`.execute(tx);
  return rows.map(payoutOf);
}

/** One decided change of a payout, ready to be recorded. */
export interface PayoutChange {
  readonly payout: Payout;
  readonly event: PayoutEventType;
  readonly next: PayoutState;
  readonly reasonCode?: string;
}

/** Records decided changes: each payout's new state, and one event each. */
export async function recordPayoutChanges(
  tx: Tx,
  ctx: Context,
  changes: readonly PayoutChange[],
): Promise<void> {
  const at = renderInstant(ctx.now);
  const rows = JSON.stringify(
    changes.map(({ payout, event, next, reasonCode }) => ({
      id: payout.id,
      position: payout.eventCount + 1,
      event,
      from: payout.state,
      next,
      reason: reasonCode ?? null,
    })),
  );
  const columns = sql`row(id uuid, position integer, event text, "from" text, next text,
    reason text)`;
  await sql`update settlement.payout set state = row.next, event_count = row.position,
      reason_code = coalesce(row.reason, payout.reason_code), changed_at = ${at}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as ${columns}
    where payout.id = row.id`.execute(tx);
  await sql`insert into settlement.payout_event
      (payout_id, position, type, from_state, to_state, reason_code, actor_id, at)
    select id, position, event, "from", next, reason, ${ctx.actor.id}, ${at}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as ${columns}`.execute(tx);
}
