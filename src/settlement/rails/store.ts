import { type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { SimulatedPayment } from './simulate-payment.ts';

interface PaymentRow {
  reference: string;
  number: number;
  amount_minor: bigint;
  currency: string;
  payee_ref: string;
  received_at: Instant;
  rejected_code: string | null;
  settles_at: Instant | null;
  returns_at: Instant | null;
}

function paymentOf(row: PaymentRow): SimulatedPayment {
  return {
    reference: row.reference,
    number: row.number,
    amountMinor: row.amount_minor,
    currency: row.currency,
    payeeRef: row.payee_ref,
    receivedAt: row.received_at,
    ...(row.rejected_code === null ? {} : { rejectedCode: row.rejected_code }),
    ...(row.settles_at === null ? {} : { settlesAt: row.settles_at }),
    ...(row.returns_at === null ? {} : { returnsAt: row.returns_at }),
  };
}

/**
 * Loads what the simulated rail remembers of the references, each with its payments in order;
 * absent ones it never received.
 */
export async function loadSimulatedPayments(
  tx: Tx,
  references: readonly string[],
): Promise<Map<string, SimulatedPayment[]>> {
  const { rows } = await sql<PaymentRow>`select * from settlement.simulated_rail_payment
    where reference = any(${[...references]}::text[])
    order by reference, number`.execute(tx);
  const byReference = new Map<string, SimulatedPayment[]>();
  for (const row of rows) {
    const payments = byReference.get(row.reference) ?? [];
    payments.push(paymentOf(row));
    byReference.set(row.reference, payments);
  }
  return byReference;
}

/** Sums what a simulated rail took from an instant on and did not refuse for good. */
export async function sumSimulatedPayments(
  tx: Tx,
  asked: { rail: string; from: Instant },
): Promise<bigint> {
  const { rows } = await sql<{ total: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as total
    from settlement.simulated_rail_payment
    where rail = ${asked.rail} and received_at >= ${renderInstant(asked.from)}::timestamptz
      and settles_at is not null`.execute(tx);
  return rows[0]?.total ?? 0n;
}

/** Remembers payments; one whose reference is remembered already stays as it was. */
export async function recordSimulatedPayments(
  tx: Tx,
  rail: string,
  payments: readonly SimulatedPayment[],
): Promise<void> {
  const rows = payments.map((payment) => ({
    reference: payment.reference,
    number: payment.number,
    amount: payment.amountMinor.toString(),
    currency: payment.currency,
    payee: payment.payeeRef,
    received: renderInstant(payment.receivedAt),
    rejected: payment.rejectedCode ?? null,
    settles: payment.settlesAt === undefined ? null : renderInstant(payment.settlesAt),
    returns: payment.returnsAt === undefined ? null : renderInstant(payment.returnsAt),
  }));
  await sql`insert into settlement.simulated_rail_payment (reference, number, rail, amount_minor, currency,
      payee_ref, received_at, rejected_code, settles_at, returns_at)
    select reference, number, ${rail}, amount, currency, payee, received, rejected, settles, returns
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(reference text, number integer, amount bigint,
      currency text, payee text, received timestamptz, rejected text, settles timestamptz,
      returns timestamptz)
    on conflict (reference, number) do nothing`.execute(tx);
}

/** Lists every payment a simulated rail took, in the order it took them. */
export async function listAllSimulatedPayments(tx: Tx, rail: string): Promise<SimulatedPayment[]> {
  const { rows } = await sql<PaymentRow>`select * from settlement.simulated_rail_payment
    where rail = ${rail} order by received_at, reference, number`.execute(tx);
  return rows.map(paymentOf);
}

/** Lists the payments that may have booked something in a half-open window. */
export async function listSimulatedPayments(
  tx: Tx,
  options: { rail: string; from: Instant; until: Instant },
): Promise<SimulatedPayment[]> {
  const from = renderInstant(options.from);
  const until = renderInstant(options.until);
  const { rows } = await sql<PaymentRow>`select * from settlement.simulated_rail_payment
    where rail = ${options.rail} and (
      settles_at >= ${from}::timestamptz and settles_at < ${until}::timestamptz
      or returns_at >= ${from}::timestamptz and returns_at < ${until}::timestamptz)
    order by settles_at, reference`.execute(tx);
  return rows.map(paymentOf);
}
