import { accept, type Instant, type Outcome, refuse } from '../../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, type Tx } from '../../../platform/index.ts';
import { isSamePerson } from '../../limits/person-queries.ts';
import { recordAnswers } from '../../payouts/answer-commands.ts';
import type { Payout, PayoutState } from '../../payouts/payout.ts';
import { lockPayouts } from '../../payouts/store.ts';
import { reconcileLines } from '../../reconcile/reconcile-commands.ts';
import { loadRailSetup } from '../setup-store.ts';
import {
  lockManualResult,
  type ManualResult,
  recordManualResult,
  settleManualResult,
} from './manual-store.ts';

/** Why what became of a payment is not recorded, or not settled. */
export type ManualRefusal =
  | { readonly code: 'payout_not_found'; readonly payoutId: string }
  | { readonly code: 'payout_not_manual'; readonly rail: string }
  | { readonly code: 'payout_state_settled'; readonly state: PayoutState }
  | { readonly code: 'manual_result_waits' }
  | { readonly code: 'manual_result_not_found'; readonly payoutId: string }
  | { readonly code: 'manual_result_same_person' }
  | { readonly code: 'manual_result_in_future' };

/** What a person says became of a payment made by hand. */
export interface SaidResult {
  readonly payoutId: string;
  readonly result: 'paid' | 'failed';
  readonly bankReference: string;
  readonly evidence: string;
  readonly bookedAt: Instant;
}

const openStates: ReadonlySet<PayoutState> = new Set(['sent', 'accepted', 'unknown']);

async function lockManualPayout(tx: Tx, payoutId: string): Promise<Outcome<Payout, ManualRefusal>> {
  const [payout] = await lockPayouts(tx, [payoutId]);
  if (payout === undefined) return refuse({ code: 'payout_not_found', payoutId });
  const setup = await loadRailSetup(tx, payout.rail);
  if (setup?.kind !== 'manual') return refuse({ code: 'payout_not_manual', rail: payout.rail });
  return openStates.has(payout.state)
    ? accept(payout)
    : refuse({ code: 'payout_state_settled', state: payout.state });
}

/**
 * Records what became of a payment made by hand, with the bank's reference and what shows it. Nothing
 * is booked before another person confirms it. Refusals in order: no such payout; not a payment by
 * hand; its outcome is known; another result waits; booked in the future.
 */
export async function sayManualResult(
  ctx: Context,
  said: SaidResult,
): Promise<Outcome<{ readonly payoutId: string }, ManualRefusal>> {
  requirePermission(ctx, 'payout:send');
  const { payoutId } = said;
  return ctx.transact(async (tx): Promise<Outcome<{ payoutId: string }, ManualRefusal>> => {
    const payout = await lockManualPayout(tx, payoutId);
    if (!payout.ok) return payout;
    if ((await lockManualResult(tx, payoutId)) !== undefined) {
      return refuse({ code: 'manual_result_waits' });
    }
    if (said.bookedAt > ctx.now) return refuse({ code: 'manual_result_in_future' });
    await recordManualResult(tx, ctx, said);
    const { result, bankReference } = said;
    const action = 'settlement.manual_result_said';
    await recordAudit(tx, { ctx, action, subject: payoutId, details: { result, bankReference } });
    return accept({ payoutId });
  });
}

/** What settling a result did. */
export interface SettledResult {
  readonly payoutId: string;
  readonly ending: 'confirmed' | 'declined';
}

/**
 * Confirms what another person says became of a payment, or declines it. Confirmed, a payment is
 * booked as a line of the rail's statement, once; a failure is final. Declined, it can be said anew.
 *
 * Refusals in order: no such payout; not a payment by hand; its outcome is known; nobody said
 * anything; the same person. A confirmation that was cut off is gone on with by asking again.
 */
export async function settleManual(
  ctx: Context,
  asked: { readonly payoutId: string; readonly ending: 'confirmed' | 'declined' },
): Promise<Outcome<SettledResult, ManualRefusal>> {
  requirePermission(ctx, 'payout:approve');
  const { payoutId, ending } = asked;
  type Found = { readonly payout: Payout; readonly said: ManualResult };
  const found = await ctx.transact(async (tx): Promise<Outcome<Found, ManualRefusal>> => {
    const payout = await lockManualPayout(tx, payoutId);
    if (!payout.ok) return payout;
    const said = await lockManualResult(tx, payoutId);
    if (said === undefined) return refuse({ code: 'manual_result_not_found', payoutId });
    const accounts = { one: said.recordedBy, other: ctx.actor.id };
    if (await isSamePerson(tx, accounts)) return refuse({ code: 'manual_result_same_person' });
    if (said.state === 'waiting') {
      await settleManualResult(tx, ctx, { id: said.id, state: ending });
      const action = `settlement.manual_result_${ending}`;
      await recordAudit(tx, { ctx, action, subject: payoutId, details: { result: said.result } });
    }
    return accept({ payout: payout.value, said });
  });
  if (!found.ok) return found;
  if (ending === 'confirmed') await bookResult(ctx, found.value.payout, found.value.said);
  return accept({ payoutId, ending });
}

async function bookResult(ctx: Context, payout: Payout, said: ManualResult): Promise<void> {
  const { rail, railReference: reference, amountMinor, currency } = payout;
  // Two people stand for it: that is what lets a bank's own word be booked.
  const acting: Context = { ...ctx, actor: { ...ctx.actor, kind: 'system' } };
  if (said.result === 'failed') {
    const answer = { state: 'rejected' as const, reasonCode: 'refused_by_bank', isFinal: true };
    const answers = new Map([[reference, answer]]);
    await recordAnswers(acting, { payouts: [payout], answers, isLostRecorded: false });
    return;
  }
  const lineId = `manual-${said.id}`;
  const line = { lineId, reference, amountMinor, currency, bookedAt: said.bookedAt };
  await reconcileLines(acting, { rail, lines: [{ ...line, direction: 'paid' }] });
}
