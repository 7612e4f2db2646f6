import type { Context, Tx } from '../../platform/index.ts';
import { listTouchedLots } from '../grants/lot-store.ts';
import type { RailAnswer } from '../rails/rail.ts';
import { raiseAlarms } from './alarm-store.ts';
import { applyPayoutEvents, type PayoutOccurrence } from './apply-events.ts';
import { decidePayoutEvent, isEffective, type Payout, type PayoutEventType } from './payout.ts';
import { lockAttempts, lockPayouts } from './store.ts';

/** What an answer of a rail comes to for a payout. */
export type AnswerMatch =
  | { readonly kind: 'event'; readonly occurrence: PayoutOccurrence }
  | { readonly kind: 'agrees' | 'stale' | 'answer_differs' | 'not_allowed' };

const eventByAnswer: Readonly<Record<Exclude<RailAnswer['state'], 'queued'>, PayoutEventType>> = {
  accepted: 'payout_accepted',
  confirmed: 'payout_confirmed',
  rejected: 'payout_failed',
  returned: 'payout_returned',
};

const stateByAnswer: Readonly<Record<RailAnswer['state'], readonly Payout['state'][]>> = {
  queued: ['sent', 'unknown'],
  accepted: ['accepted', 'confirmed', 'returned'],
  confirmed: ['confirmed', 'returned'],
  rejected: ['failed'],
  returned: ['returned'],
};

/**
 * Matches what a rail says with the payout it speaks of.
 *
 * Checked in this order: behind what it said before (`stale`); another amount or currency than asked
 * (`answer_differs`); what is on record already (`agrees`); an event the state allows; otherwise
 * `not_allowed`.
 *
 * @source invariants P2, D5
 */
export function matchAnswer(payout: Payout, answer: RailAnswer): AnswerMatch {
  const { version } = answer;
  if (version !== undefined && payout.railVersion !== null && version <= payout.railVersion) {
    return { kind: 'stale' };
  }
  const { amountMinor = payout.amountMinor, currency = payout.currency } = answer;
  if (amountMinor !== payout.amountMinor || currency !== payout.currency) {
    return { kind: 'answer_differs' };
  }
  if (stateByAnswer[answer.state].includes(payout.state)) return { kind: 'agrees' };
  if (answer.state === 'queued') return { kind: 'not_allowed' };
  const event = eventByAnswer[answer.state];
  if (!decidePayoutEvent(payout, event).ok) return { kind: 'not_allowed' };
  return { kind: 'event', occurrence: { payout, event, ...detailsOf(answer) } };
}

function detailsOf(
  answer: RailAnswer,
): Pick<PayoutOccurrence, 'reasonCode' | 'isFinal' | 'version'> {
  return {
    ...('reasonCode' in answer ? { reasonCode: answer.reasonCode } : {}),
    ...(answer.state === 'rejected' ? { isFinal: answer.isFinal === true } : {}),
    ...(answer.version === undefined ? {} : { version: answer.version }),
  };
}

/**
 * Records occurrences of locked payouts, and first makes way for a payment that was thought failed:
 * another attempt that is not sent yet is withdrawn. One that is sent is left, and the late truth is
 * given back to be put before a person: money may have been paid twice. What is said to have come back
 * although it was used stays as it is, and raises an alarm.
 *
 * @returns the occurrences that were not recorded
 * @source invariant P1
 */
export async function applyWithLateTruth(
  ctx: Context,
  tx: Tx,
  told: readonly PayoutOccurrence[],
): Promise<PayoutOccurrence[]> {
  const occurrences = await withoutUsed(ctx, tx, told);
  const revived = occurrences.filter(
    ({ payout, event }) => payout.state === 'failed' && event === 'payout_confirmed',
  );
  if (revived.length === 0) {
    await applyPayoutEvents(ctx, tx, occurrences);
    return [];
  }
  const awardIds = revived.map(({ payout }) => payout.awardId);
  const others = (await lockAttempts(tx, awardIds)).filter(({ state }) => isEffective(state));
  const unsent = others.filter(({ state }) => state === 'proposed' || state === 'approved');
  const blocked = new Set(
    others.filter((other) => !unsent.includes(other)).map(({ awardId }) => awardId),
  );
  await applyPayoutEvents(
    ctx,
    tx,
    unsent
      .filter(({ awardId }) => !blocked.has(awardId))
      .map((payout) => ({
        payout,
        event: 'payout_withdrawn' as const,
        reasonCode: 'earlier_attempt_paid',
      })),
  );
  const isBlocked = (one: PayoutOccurrence): boolean =>
    revived.includes(one) && blocked.has(one.payout.awardId);
  await applyPayoutEvents(
    ctx,
    tx,
    occurrences.filter((one) => !isBlocked(one)),
  );
  return occurrences.filter(isBlocked);
}

async function withoutUsed(
  ctx: Context,
  tx: Tx,
  occurrences: readonly PayoutOccurrence[],
): Promise<readonly PayoutOccurrence[]> {
  const back = occurrences.filter(
    ({ payout, event }) => payout.remedy !== 'cash' && event === 'payout_returned',
  );
  if (back.length === 0) return occurrences;
  const used = await listTouchedLots(
    tx,
    back.map(({ payout }) => payout.id),
  );
  const kept = back.filter(({ payout }) => used.has(payout.id));
  const code = 'returned_after_use' as const;
  await raiseAlarms(
    tx,
    ctx,
    kept.map(({ payout }) => ({ payout, code })),
  );
  return occurrences.filter((one) => !kept.includes(one));
}

/** What a rail said of payouts, to be recorded. */
export interface ToldAnswers {
  readonly payouts: readonly Payout[];
  readonly answers: ReadonlyMap<string, RailAnswer>;
  /** Whether a payout without an answer becomes unknown. */
  readonly isLostRecorded: boolean;
}

/** Records what a rail said of payouts, each as far as its state allows; alarms for the rest. */
export async function recordAnswers(ctx: Context, told: ToldAnswers): Promise<void> {
  const ids = told.payouts.map(({ id }) => id);
  await ctx.transact(async (tx) =>
    recordLockedAnswers(ctx, tx, { ...told, payouts: await lockPayouts(tx, ids) }),
  );
}

async function recordLockedAnswers(ctx: Context, tx: Tx, told: ToldAnswers): Promise<void> {
  const occurrences: PayoutOccurrence[] = [];
  const differing: Payout[] = [];
  for (const payout of told.payouts) {
    const answer = told.answers.get(payout.railReference);
    if (answer === undefined) {
      const isLost = told.isLostRecorded && payout.state === 'sent';
      if (isLost) occurrences.push({ payout, event: 'payout_answer_lost' });
      continue;
    }
    const match = matchAnswer(payout, answer);
    if (match.kind === 'event') occurrences.push(match.occurrence);
    if (match.kind === 'answer_differs') differing.push(payout);
  }
  const blocked = await applyWithLateTruth(ctx, tx, occurrences);
  await raiseAlarms(tx, ctx, [
    ...differing.map((payout) => ({ payout, code: 'answer_differs' as const })),
    ...blocked.map(({ payout }) => ({ payout, code: 'paid_twice' as const })),
  ]);
}
