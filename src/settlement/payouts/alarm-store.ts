import {
  type CurrencyCode,
  type Instant,
  type JsonValue,
  renderInstant,
} from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import { derivedId } from '../ledger/derived-id.ts';
import type { Payout, PayoutState } from './payout.ts';

/** Every reason for which a person has to look at a payout. */
export const alarmCodes = [
  'answer_differs',
  'paid_twice',
  'key_window_passed',
  'outcome_open_too_long',
  'reference_foreign',
  'returned_after_use',
] as const;

/** Why a person has to look at a payout. */
export type AlarmCode = (typeof alarmCodes)[number];

/** Something to raise: about a payout, or about a reference that is none of ours. */
export type NewAlarm = { readonly code: AlarmCode; readonly details?: JsonValue } & (
  | { readonly payout: Payout }
  | { readonly rail: string; readonly reference: string }
);

/** Raises alarms; one raised before about the same reference for the same reason stays as it was. */
export async function raiseAlarms(
  tx: Tx,
  ctx: Context,
  alarms: readonly NewAlarm[],
): Promise<void> {
  if (alarms.length === 0) return;
  const rows = alarms.map((alarm) => {
    const payout = 'payout' in alarm ? alarm.payout : undefined;
    const rail = 'payout' in alarm ? alarm.payout.rail : alarm.rail;
    const reference = 'payout' in alarm ? alarm.payout.railReference : alarm.reference;
    return {
      id: derivedId(['alarm', rail, reference, alarm.code]),
      rail,
      reference,
      payoutId: payout?.id ?? null,
      incidentId: payout?.incidentId ?? null,
      code: alarm.code,
      details: alarm.details ?? {},
    };
  });
  await sql`insert into settlement.payout_alarm
      (id, rail, reference, payout_id, incident_id, code, details, raised_at)
    select id, rail, reference, "payoutId", "incidentId", code, details,
      ${renderInstant(ctx.now)}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(id uuid, rail text,
      reference text, "payoutId" uuid, "incidentId" uuid, code text, details jsonb)
    on conflict (rail, reference, code) do nothing`.execute(tx);
}

/** Something a person has to look at, with the payout it is about when it is one of ours. */
export interface PayoutAlarm {
  readonly id: string;
  readonly rail: string;
  readonly reference: string;
  readonly payoutId: string | null;
  readonly code: AlarmCode;
  readonly state: PayoutState | null;
  readonly amountMinor: bigint | null;
  readonly currency: CurrencyCode | null;
  readonly raisedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly resolvedBy: string | null;
}

/** Lists alarms, the first raised first: of an incident and of no payout; at most 500. */
export async function listAlarms(
  tx: Tx,
  asked: { incidentId: string; isOpen?: boolean | undefined },
): Promise<PayoutAlarm[]> {
  const open =
    asked.isOpen === undefined ? sql`true` : sql`(resolved_at is null) = ${asked.isOpen}`;
  const { rows } = await sql<PayoutAlarm>`
    select alarm.id, alarm.rail, reference, payout_id as "payoutId", code, payout.state,
      payout.amount_minor as "amountMinor", payout.currency, raised_at as "raisedAt",
      resolved_at as "resolvedAt", resolved_by as "resolvedBy"
    from settlement.payout_alarm as alarm left join settlement.payout on payout.id = payout_id
    where (alarm.incident_id = ${asked.incidentId} or alarm.incident_id is null) and ${open}
    order by raised_at, alarm.id limit 500`.execute(tx);
  return rows;
}

/** Closes the alarms about outcomes that were open too long, now that they are known. */
export async function closeOpenOutcomes(
  tx: Tx,
  ctx: Context,
  payoutIds: readonly string[],
): Promise<void> {
  if (payoutIds.length === 0) return;
  await sql`update settlement.payout_alarm
    set resolved_at = ${renderInstant(ctx.now)}::timestamptz, resolved_by = ${ctx.actor.id}
    where payout_id = any(${[...payoutIds]}::uuid[]) and code = 'outcome_open_too_long'
      and resolved_at is null`.execute(tx);
}

/** Closes an alarm; false when there is none of the id. One that is closed stays as it was. */
export async function recordAlarmResolved(tx: Tx, ctx: Context, alarmId: string): Promise<boolean> {
  const at = renderInstant(ctx.now);
  const { rows } = await sql`update settlement.payout_alarm
    set resolved_at = coalesce(resolved_at, ${at}::timestamptz),
      resolved_by = coalesce(resolved_by, ${ctx.actor.id})
    where id = ${alarmId} returning id`.execute(tx);
  return rows.length > 0;
}
