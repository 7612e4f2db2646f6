import {
  accept,
  assert,
  type CurrencyCode,
  type Outcome,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';
import {
  type Context,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../platform/index.ts';
import { accountId } from '../ledger/account.ts';
import { postTransfers } from '../ledger/commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { openChart } from '../ledger/store.ts';
import { recordAlarmResolved } from '../payouts/alarm-store.ts';

/** Names one exception: a line of a rail's statement, and what is wrong with it. */
export interface ExceptionName {
  readonly rail: string;
  readonly lineId: string;
  readonly code: string;
}

/** How an exception may be closed. */
export const exceptionEndings = ['dealt_with', 'booked_to_recover'] as const;

/**
 * How an exception is closed: dealt with outside the books, or booked as money that left and is to
 * be recovered (`recourse`).
 */
export type ExceptionEnding = (typeof exceptionEndings)[number];

/** Why an exception is not closed. */
export type ExceptionRefusal =
  | { readonly code: 'exception_not_found'; readonly lineId: string }
  | { readonly code: 'exception_not_bookable'; readonly lineId: string };

interface Found {
  readonly isOpen: boolean;
  readonly incidentId: string | null;
  readonly direction: 'paid' | 'returned';
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
}

/**
 * Closes an exception a person has dealt with; who, when and how stay on record. One that is closed
 * already stays as it was first. Booked to recover is only what left: a payment that names one of
 * our payouts.
 */
export async function resolveException(
  ctx: Context,
  exception: ExceptionName & { readonly ending?: ExceptionEnding },
): Promise<Outcome<ExceptionName, ExceptionRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  const { rail, lineId, code, ending = 'dealt_with' } = exception;
  return ctx.transact(async (tx): Promise<Outcome<ExceptionName, ExceptionRefusal>> => {
    const found = await lockException(tx, exception);
    if (found === undefined) return refuse({ code: 'exception_not_found', lineId });
    if (!found.isOpen) return accept({ rail, lineId, code });
    if (ending === 'booked_to_recover') {
      const { incidentId } = found;
      if (incidentId === null || found.direction !== 'paid') {
        return refuse({ code: 'exception_not_bookable', lineId });
      }
      await bookToRecover(ctx, tx, { ...found, incidentId, rail, lineId });
    }
    await sql`update settlement.reconciliation_exception
      set resolved_at = ${renderInstant(ctx.now)}::timestamptz, resolved_by = ${ctx.actor.id},
        details = details || jsonb_build_object('ending', ${ending}::text)
      where rail = ${rail} and line_id = ${lineId} and code = ${code}`.execute(tx);
    const action = 'settlement.exception_resolved';
    const subject = `${rail}/${lineId}`;
    await recordAudit(tx, { ctx, action, subject, details: { code, ending } });
    return accept({ rail, lineId, code });
  });
}

async function lockException(tx: Tx, name: ExceptionName): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select exception.resolved_at is null as "isOpen", line.incident_id as "incidentId",
      line.direction, line.amount_minor as "amountMinor", line.currency
    from settlement.reconciliation_exception as exception
      join settlement.statement_line as line
        on line.rail = exception.rail and line.line_id = exception.line_id
    where exception.rail = ${name.rail} and exception.line_id = ${name.lineId}
      and exception.code = ${name.code} for update of exception`.execute(tx);
  return rows[0];
}

async function bookToRecover(
  ctx: Context,
  tx: Tx,
  line: Found & { incidentId: string; rail: string; lineId: string },
): Promise<void> {
  const { incidentId, currency, amountMinor, rail, lineId } = line;
  await openChart(tx, { incidentId, currency });
  const request = {
    id: derivedId(['recover', rail, lineId]),
    kind: 'posted' as const,
    debitAccountId: accountId({ incidentId, currency, code: 'recourse' }),
    creditAccountId: accountId({ incidentId, currency, code: 'other_paid' }),
    amountMinor,
    currency,
    code: 'payment_to_recover',
    reference: lineId,
  };
  const posted = await postTransfers(ctx, tx, { incidentId, requests: [request] });
  assert(posted.ok, 'reconciliation: what is to be recovered is posted', posted);
}

/** Why an alarm is not closed. */
export interface AlarmRefusal {
  readonly code: 'alarm_not_found';
  readonly alarmId: string;
}

/** Closes an alarm a person has dealt with; one that is closed already stays as it was. */
export async function resolveAlarm(
  ctx: Context,
  alarmId: string,
): Promise<Outcome<{ readonly alarmId: string }, AlarmRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  return ctx.transact(async (tx) => {
    if (!(await recordAlarmResolved(tx, ctx, alarmId))) {
      return refuse({ code: 'alarm_not_found', alarmId });
    }
    const action = 'settlement.payout_alarm_resolved';
    await recordAudit(tx, { ctx, action, subject: alarmId });
    return accept({ alarmId });
  });
}
