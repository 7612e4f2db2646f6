import { z } from 'zod';
import { loadClaimContact } from '../../claims/identity/index.ts';
import { parseInstant } from '../../kernel/index.ts';
import type { Consumer, Context, OutboxEvent } from '../../platform/index.ts';
import { beginNotice, endNotice } from './notice-store.ts';
import { type PayeeNotice, renderPayeeNotice } from './payee-notice.ts';

const changed = z.object({
  claimId: z.uuid(),
  usableFrom: z.string().transform((text, ctx) => {
    const at = parseInstant(text);
    if (at !== undefined) return at;
    ctx.addIssue({ code: 'custom', message: 'an instant' });
    return z.NEVER;
  }),
});
const reminder = z.object({
  claimId: z.uuid(),
  reason: z.enum(['payee_missing', 'returned_payee_unchanged']),
  reminderCount: z.int(),
});

function noticeOf(event: OutboxEvent): { readonly claimId: string; readonly notice: PayeeNotice } {
  if (event.type === 'payee_changed') {
    const { claimId, usableFrom } = changed.parse(event.payload);
    return { claimId, notice: { kind: 'payee_changed', usableFrom } };
  }
  const { claimId, ...due } = reminder.parse(event.payload);
  return { claimId, notice: { kind: 'payee_reminder_due', ...due } };
}

/**
 * Tells one claimant. The message is written down before it is sent, in a transaction of its own: a
 * process that ends in between leaves it as `sending`, and it is not sent a second time.
 */
async function tell(ctx: Context, event: OutboxEvent): Promise<void> {
  const { claimId, notice } = noticeOf(event);
  const { id: eventId } = event;
  const isBegun = await ctx.transact((tx) =>
    beginNotice(tx, ctx, { eventId, claimId, kind: notice.kind }),
  );
  if (!isBegun) return;
  const end = (state: 'sent' | 'not_taken' | 'unreachable') =>
    ctx.transact((tx) => endNotice(tx, ctx, { eventId, state }));
  const claimant = await loadClaimContact(ctx, claimId);
  const { courier } = ctx.outside;
  if (claimant === undefined || !courier.reaches(claimant.contact)) return end('unreachable');
  try {
    await courier.send({ to: claimant.contact, ...renderPayeeNotice(notice, claimant) });
  } catch (error) {
    // The courier throws only when the way out did not take it: it is tried again later.
    await end('not_taken');
    throw error;
  }
  return end('sent');
}

/** Tells claimants that where they are paid was changed, or that they cannot be paid. */
export const payeeNotices: Consumer = {
  name: 'settlement.payee_notices',
  eventTypes: ['payee_changed', 'payee_reminder_due'],
  batchSize: 20,
  isPatient: true,
  async consume(ctx, _tx, events) {
    for (const event of events) await tell(ctx, event);
  },
};
