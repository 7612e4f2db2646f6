import { type CurrencyCode, type Instant, renderInstant } from '../../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../../platform/index.ts';

/** What somebody says became of a payment made by hand. */
export interface ManualResult {
  readonly id: string;
  readonly payoutId: string;
  readonly result: 'paid' | 'failed';
  /** What the bank knows the payment, or its refusal, by. */
  readonly bankReference: string;
  /** What shows it: where the bank's paper is kept, what it says. */
  readonly evidence: string;
  readonly bookedAt: Instant;
  readonly state: 'waiting' | 'confirmed' | 'declined';
  readonly recordedBy: string;
  readonly recordedAt: Instant;
  readonly settledBy: string | null;
  readonly settledAt: Instant | null;
}

const columns = sql`result.id, payout_id as "payoutId", result, bank_reference as "bankReference",
  evidence, booked_at as "bookedAt", result.state, recorded_by as "recordedBy",
  recorded_at as "recordedAt", settled_by as "settledBy", settled_at as "settledAt"`;

/** Locks the result of a payout that waits for another person, or was confirmed. */
export async function lockManualResult(
  tx: Tx,
  payoutId: string,
): Promise<ManualResult | undefined> {
  const { rows } = await sql<ManualResult>`select ${columns}
    from settlement.manual_result as result
    where payout_id = ${payoutId} and state <> 'declined' for update`.execute(tx);
  return rows[0];
}

/** Records what one person says of a payment. */
export async function recordManualResult(
  tx: Tx,
  ctx: Context,
  result: Pick<ManualResult, 'payoutId' | 'result' | 'bankReference' | 'evidence' | 'bookedAt'>,
): Promise<void> {
  await sql`insert into settlement.manual_result (id, payout_id, incident_id, result,
      bank_reference, evidence, booked_at, state, recorded_by, recorded_at)
    select ${ctx.newId()}, id, incident_id, ${result.result}, ${result.bankReference},
      ${result.evidence}, ${renderInstant(result.bookedAt)}::timestamptz, 'waiting',
      ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz
    from settlement.payout where id = ${result.payoutId}`.execute(tx);
}

/** Records that another person confirmed, or declined, what one says. */
export async function settleManualResult(
  tx: Tx,
  ctx: Context,
  settled: { readonly id: string; readonly state: 'confirmed' | 'declined' },
): Promise<void> {
  await sql`update settlement.manual_result set state = ${settled.state},
      settled_by = ${ctx.actor.id}, settled_at = ${renderInstant(ctx.now)}::timestamptz
    where id = ${settled.id} and state = 'waiting'`.execute(tx);
}

/** A payment made by hand, with what is said of it. */
export interface ManualPayment {
  readonly payoutId: string;
  readonly claimId: string;
  readonly railReference: string;
  readonly rail: string;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly sentAt: Instant | null;
  /** Null while nobody said anything. */
  readonly result: ManualResult | null;
}

type Joined = Omit<ManualPayment, 'result'> & {
  readonly [K in keyof ManualResult]: ManualResult[K] | null;
};

/** Lists payments of an incident made by hand that are not settled, the first sent first; at most 500. */
export async function listManualPayments(tx: Tx, incidentId: string): Promise<ManualPayment[]> {
  const { rows } = await sql<Joined>`select payout.id as "payoutId", payout.claim_id as "claimId",
      payout.rail_reference as "railReference", payout.rail, payout.amount_minor as "amountMinor",
      payout.currency, payout.sent_at as "sentAt", ${columns}, payout.id as "payoutId"
    from settlement.payout
      join settlement.rail_setup as setup on setup.rail = payout.rail and setup.kind = 'manual'
      left join settlement.manual_result as result
        on result.payout_id = payout.id and result.state <> 'declined'
    where payout.incident_id = ${incidentId} and payout.state in ('sent', 'accepted', 'unknown')
    order by payout.sent_at, payout.id limit 500`.execute(tx);
  return rows.map((row) => ({
    payoutId: row.payoutId,
    claimId: row.claimId,
    railReference: row.railReference,
    rail: row.rail,
    amountMinor: row.amountMinor,
    currency: row.currency,
    sentAt: row.sentAt,
    result: row.id === null ? null : (row as ManualResult),
  }));
}
