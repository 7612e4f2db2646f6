import { type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { SimulatedPayment } from './simulate-payment.ts';

interface PaymentRow {
  reference: string;
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
    amountMinor: row.amount_minor,
    currency: row.currency,
    payeeRef: row.payee_ref,
    receivedAt: row.received_at,
    ...(row.rejected_code === null ? {} : { rejectedCode: row.rejected_code }),
    ...(row.settles_at === null ? {} : { settlesAt: row.settles_at }),
    ...(row.returns_at === null ? {} : { returnsAt: row.returns_at }),
  };
}

/** Loads what the simulated rail remembers of the references; absent ones it never received. */
export async function loadSimulatedPayments(
  tx: Tx,
  references: readonly string[],
): Promise<Map<string, SimulatedPayment>> {
  const { rows } = await sql<PaymentRow>`select * from settlement.simulated_rail_payment
    where reference = any(${[...references]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.reference, paymentOf(row)]));
}

/** Remembers payments; one whose reference is remembered already stays as it was. */
export async function recordSimulatedPayments(
  tx: Tx,
  rail: string,
  payments: readonly SimulatedPayment[],
): Promise<void> {
  const rows = payments.map((payment) => ({
    reference: payment.reference,
    amount: payment.amountMinor.toString(),
    currency: payment.currency,
    payee: payment.payeeRef,
    received: renderInstant(payment.receivedAt),
    rejected: payment.rejectedCode ?? null,
    settles: payment.settlesAt === undefined ? null : renderInstant(payment.settlesAt),
    returns: payment.returnsAt === undefined ? null : renderInstant(payment.returnsAt),
  }));
  await sql`insert into settlement.simulated_rail_payment (reference, rail, amount_minor, currency,
      payee_ref, received_at, rejected_code, settles_at, returns_at)
    select reference, ${rail}, amount, currency, payee, received, rejected, settles, returns
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(reference text, amount bigint,
      currency text, payee text, received timestamptz, rejected text, settles timestamptz,
      returns timestamptz)
    on conflict (reference) do nothing`.execute(tx);
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
