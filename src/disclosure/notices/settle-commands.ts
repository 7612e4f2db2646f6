import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, sql } from '../../platform/index.ts';
import { loadNoticeState } from './notice-queries.ts';
import { recordSettled } from './notice-store.ts';
import { recordConfirmed } from './subscriber-store.ts';

/** How a person settles a notice: it came, it goes once more, or it never will. */
export type NoticeSettling = 'came' | 'send_again' | 'give_up';

export type SettleRefusal =
  | { readonly code: 'notice_not_found'; readonly noticeId: string }
  | { readonly code: 'notice_not_open'; readonly state: string };

/**
 * Settles a notice of which it is not known whether it came, or sends a failed one once more.
 *
 * Refusals are checked in this order: notice_not_found, notice_not_open (only an unknown one can
 * have come or be given up; an unknown or failed one can be sent again).
 */
export async function settleNotice(
  ctx: Context,
  request: { readonly noticeId: string; readonly as: NoticeSettling },
): Promise<Outcome<null, SettleRefusal>> {
  requirePermission(ctx, 'incident:write');
  const { noticeId, as } = request;
  return ctx.transact(async (tx): Promise<Outcome<null, SettleRefusal>> => {
    const found = await loadNoticeState(tx, noticeId);
    if (found === undefined) return refuse({ code: 'notice_not_found', noticeId });
    const { state: was } = found;
    const isOpen = was === 'unknown' || (was === 'failed' && as === 'send_again');
    if (!isOpen) return refuse({ code: 'notice_not_open', state: was });
    const state = ({ came: 'sent', send_again: 'waiting', give_up: 'failed' } as const)[as];
    const reason = as === 'send_again' ? {} : { reason: 'settled_by_staff' as const };
    const settled = { id: noticeId, was, state, now: ctx.now, ...reason };
    if (!(await recordSettled(tx, settled))) {
      return refuse({ code: 'notice_not_open', state: 'sent' });
    }
    await recordAudit(tx, { ctx, action: 'notice_settled', subject: noticeId, details: { as } });
    return accept(null);
  });
}

/** Asks a webhook again that was given up on. */
export async function enableWebhook(
  ctx: Context,
  subscriberId: string,
): Promise<Outcome<null, { readonly code: 'subscription_not_found' }>> {
  requirePermission(ctx, 'incident:write');
  return ctx.transact(async (tx) => {
    const { rows } = await sql`select 1 from disclosure.subscriber
      where id = ${subscriberId} and state = 'disabled' for update`.execute(tx);
    if (rows.length === 0) return refuse({ code: 'subscription_not_found' as const });
    await recordConfirmed(tx, ctx, subscriberId);
    await recordAudit(tx, { ctx, action: 'webhook_enabled', subject: subscriberId });
    return accept(null);
  });
}
