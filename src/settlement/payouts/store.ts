import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import {
  isEffective,
  type Payout,
  type PayoutEventType,
  type PayoutState,
  payoutIdOf,
} from './payout.ts';

interface PayoutRow {
  id: string;
  run_id: string;
  incident_id: string;
  award_id: string;
  claim_id: string;
  attempt: number;
  state: PayoutState;
  remedy: string;
  amount_minor: bigint;
  currency: string;
  source_account: Payout['sourceAccount'];
  payee_ref: string;
  rail: string;
  rail_reference: string;
  event_count: number;
  reason_code: string | null;
  sent_at: Instant | null;
  rail_version: bigint | null;
}

const payoutColumns = sql`id, run_id, incident_id, award_id, claim_id, attempt, state, remedy,
  amount_minor, currency, source_account, payee_ref, rail, rail_reference, event_count,
  reason_code, sent_at, rail_version`;

function payoutOf(row: PayoutRow): Payout {
  return {
    id: row.id,
    runId: row.run_id,
    incidentId: row.incident_id,
    awardId: row.award_id,
    claimId: row.claim_id,
    attempt: row.attempt,
    state: row.state,
    remedy: row.remedy,
    amountMinor: row.amount_minor,
    currency: row.currency,
    sourceAccount: row.source_account,
    payeeRef: row.payee_ref,
    rail: row.rail,
    railReference: row.rail_reference,
    eventCount: row.event_count,
    ...(row.reason_code === null ? {} : { reasonCode: row.reason_code }),
    sentAt: row.sent_at,
    railVersion: row.rail_version,
  };
}

/** Records proposed payouts of a run. What is proposed stands in the run, not in an event each. */
export async function recordPayouts(
  tx: Tx,
  ctx: Context,
  payouts: readonly Payout[],
): Promise<void> {
  const [first] = payouts;
  if (first === undefined) return;
  const { runId, incidentId, remedy, currency, rail } = first;
  // Ids, amounts and accounts hold no comma; a payee's name for the app may, so it goes as an array.
  const column = (read: (payout: Payout) => unknown) =>
    sql`string_to_array(${payouts.map(read).join(',')}, ',')`;
  await sql`insert into settlement.payout (id, run_id, incident_id, award_id, effective_award_id,
      claim_id, attempt, state, remedy, amount_minor, currency, source_account, payee_ref, rail,
      rail_reference, event_count, changed_at)
    select id, ${runId}::uuid, ${incidentId}::uuid, award_id, award_id, claim_id, attempt,
      'proposed', ${remedy}, amount, ${currency}, source, payee, ${rail},
      'A' || replace(id::text, '-', ''), 1, ${renderInstant(ctx.now)}::timestamptz
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ awardId }) => awardId)}::uuid[],
      ${column(({ claimId }) => claimId)}::uuid[], ${column(({ attempt }) => attempt)}::integer[],
      ${column(({ amountMinor }) => amountMinor)}::bigint[],
      ${column(({ sourceAccount }) => sourceAccount)},
      ${payouts.map(({ payeeRef }) => payeeRef)}::text[])
      as row(id, award_id, claim_id, attempt, amount, source, payee)`.execute(tx);
}

/** The hash of what stored payouts pay, as `chunkHash` gives it: over canonical JSON, by award. */
export const hashOfPaid = sql`encode(sha256(convert_to('[' || string_agg(
    '{"amountMinor":"' || amount_minor || '","attempt":' || attempt || ',"awardId":"'
    || award_id || '","currency":"' || currency || '","payeeRef":' || to_json(payee_ref)
    || ',"reference":"' || rail_reference || '"'
    || case remedy when 'cash' then '' else ',"remedy":' || to_json(remedy) end || '}',
    ',' order by award_id) || ']', 'UTF8')), 'hex')`;

/**
 * Approves what is proposed of a chunk of a run, and gives the hash of what the chunk pays, as
 * `chunkHash` gives it, from the rows as they stand.
 */
export async function recordChunkApproval(
  tx: Tx,
  ctx: Context,
  chunk: { runId: string; firstAwardId: string; lastAwardId: string },
): Promise<{ readonly approvedCount: number; readonly hash: string }> {
  const at = renderInstant(ctx.now);
  const { rows } = await sql<{ approvedCount: bigint; hash: string | null }>`
    with paid as (
      update settlement.payout set
        state = case when state = 'proposed' then 'approved' else state end,
        event_count = case when state = 'proposed' then 2 else event_count end,
        changed_at = case when state = 'proposed' then ${at}::timestamptz else changed_at end
      where run_id = ${chunk.runId}
        and award_id between ${chunk.firstAwardId}::uuid and ${chunk.lastAwardId}::uuid
      returning *
    )
    select count(*) filter (where state = 'approved') as "approvedCount",
      ${hashOfPaid} as hash
    from paid`.execute(tx);
  const [row] = rows;
  return { approvedCount: Number(row?.approvedCount ?? 0), hash: row?.hash ?? '' };
}

/** Locks payouts of a run in the given states, by award, at most `limit`, after an award. */
export async function lockPayoutsOfRun(
  tx: Tx,
  options: {
    runId: string;
    states: readonly PayoutState[];
    limit?: number;
    afterAwardId?: string | undefined;
  },
): Promise<Payout[]> {
  const after = options.afterAwardId ?? '00000000-0000-0000-0000-000000000000';
  const { rows } = await sql<PayoutRow>`select ${payoutColumns} from settlement.payout
    where run_id = ${options.runId} and state = any(${[...options.states]}::text[])
      and award_id > ${after}::uuid
    order by award_id limit ${options.limit ?? null}::bigint for update`.execute(tx);
  return rows.map(payoutOf);
}

/** Locks every payout of a chunk of a run: those of the awards between two, both included. */
export async function lockPayoutsOfChunk(
  tx: Tx,
  chunk: { runId: string; firstAwardId: string; lastAwardId: string },
): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`select ${payoutColumns} from settlement.payout
    where award_id between ${chunk.firstAwardId}::uuid and ${chunk.lastAwardId}::uuid
      and run_id = ${chunk.runId} order by award_id for update`.execute(tx);
  return rows.map(payoutOf);
}

/** Locks payouts by id; those that do not exist are left out. */
export async function lockPayouts(tx: Tx, ids: readonly string[]): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`select ${payoutColumns} from settlement.payout
    where id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx);
  return rows.map(payoutOf);
}

/** Locks the payouts a rail knows by the references. */
export async function lockPayoutsByReference(
  tx: Tx,
  options: { rail: string; references: readonly string[] },
): Promise<Payout[]> {
  const ids = options.references.flatMap((reference) => payoutIdOf(reference) ?? []);
  const payouts = await lockPayouts(tx, ids);
  return payouts.filter(({ rail }) => rail === options.rail);
}

/** Locks every attempt for the awards. */
export async function lockAttempts(tx: Tx, awardIds: readonly string[]): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`select ${payoutColumns} from settlement.payout
    where award_id = any(${[...awardIds]}::uuid[]) order by id for update`.execute(tx);
  return rows.map(payoutOf);
}

/** Lists the current payee of claims that changed it, by claim. */
export async function listChangedPayees(
  tx: Tx,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ claimId: string; payeeRef: string }>`
    select distinct on (claim_id) claim_id as "claimId", 'payee:' || id as "payeeRef"
    from settlement.payee where claim_id = any(${[...claimIds]}::uuid[])
    order by claim_id, changed_at desc, id desc`.execute(tx);
  return new Map(rows.map(({ claimId, payeeRef }) => [claimId, payeeRef]));
}

/** Lists every payout of a run, by award. */
export async function listPayouts(tx: Tx, runId: string): Promise<Payout[]> {
  const { rows } = await sql<PayoutRow>`select ${payoutColumns} from settlement.payout
    where run_id = ${runId} order by award_id`.execute(tx);
  return rows.map(payoutOf);
}

/** One decided change of a payout, ready to be recorded. */
export interface PayoutChange {
  readonly payout: Payout;
  readonly event: PayoutEventType;
  readonly next: PayoutState;
  readonly reasonCode?: string;
  /** Of a failure: the rail guarantees that it will never be paid. */
  readonly isFinal?: boolean;
  /** The rail's own number of what it said. */
  readonly version?: bigint;
}

/** Records decided changes: each payout's new state, and one event each. */
export async function recordPayoutChanges(
  tx: Tx,
  ctx: Context,
  changes: readonly PayoutChange[],
): Promise<void> {
  const at = renderInstant(ctx.now);
  const column = (read: (change: PayoutChange) => unknown) =>
    sql`string_to_array(${changes.map(read).join(',')}, ',')`;
  const reasons = changes.map(({ reasonCode }) => reasonCode ?? null);
  const versions = changes.map(({ version }) => version?.toString() ?? null);
  await sql`with change as materialized (
      select * from unnest(${column(({ payout }) => payout.id)}::uuid[],
        ${column(({ payout }) => payout.eventCount + 1)}::integer[],
        ${column(({ event }) => event)}, ${column(({ payout }) => payout.state)},
        ${column(({ next }) => next)}, ${column(({ next }) => isEffective(next))}::boolean[],
        ${column(({ isFinal }) => isFinal === true)}::boolean[], ${reasons}::text[],
        ${versions}::bigint[])
        as row(id, position, event, from_state, next, is_effective, is_final, reason, version)
    ), recorded as (
      insert into settlement.payout_event
        (payout_id, position, type, from_state, to_state, reason_code, actor_id, at)
      select id, position, event, from_state, next, reason, ${ctx.actor.id}, ${at}::timestamptz
      from change
    )
    update settlement.payout set state = change.next, event_count = change.position,
      effective_award_id = case when change.is_effective then award_id end,
      reason_code = coalesce(change.reason, payout.reason_code),
      is_failure_final = change.is_final, changed_at = ${at}::timestamptz,
      rail_version = coalesce(change.version, payout.rail_version),
      sent_at = case when change.event = 'payout_sent' then ${at}::timestamptz
        else payout.sent_at end
    from change where payout.id = change.id`.execute(tx);
}
