import { renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';

/** How far a message to a claimant is. */
export type NoticeState = 'sending' | 'sent' | 'not_taken' | 'unreachable';

/**
 * Writes down that a message is about to be sent; false when it was sent before, or may have been:
 * then it is not sent again. One that was plainly not taken may be tried again.
 */
export async function beginNotice(
  tx: Tx,
  ctx: Context,
  notice: { readonly eventId: bigint; readonly claimId: string; readonly kind: string },
): Promise<boolean> {
  const { rows } = await sql`insert into settlement.payee_notice as notice
      (event_id, claim_id, kind, state, at)
    values (${notice.eventId}, ${notice.claimId}, ${notice.kind}, 'sending',
      ${renderInstant(ctx.now)}::timestamptz)
    on conflict (event_id) do update set state = 'sending',
      attempt_count = notice.attempt_count + 1, at = excluded.at
    where notice.state = 'not_taken' returning event_id`.execute(tx);
  return rows.length > 0;
}

/** Records what became of a message. */
export async function endNotice(
  tx: Tx,
  ctx: Context,
  notice: { readonly eventId: bigint; readonly state: NoticeState },
): Promise<void> {
  await sql`update settlement.payee_notice set state = ${notice.state},
      at = ${renderInstant(ctx.now)}::timestamptz
    where event_id = ${notice.eventId}`.execute(tx);
}

/** How many messages to claimants of an incident are in each state. */
export async function countNotices(
  tx: Tx,
  incidentId: string,
): Promise<
  readonly { readonly kind: string; readonly state: NoticeState; readonly count: bigint }[]
> {
  const { rows } = await sql<{ kind: string; state: NoticeState; count: bigint }>`
    select kind, state, count(*) as count from settlement.payee_notice
    where claim_id in (select claim_id from settlement.award where incident_id = ${incidentId})
    group by kind, state order by kind, state`.execute(tx);
  return rows;
}
