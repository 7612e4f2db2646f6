import { type Context, PlatformError } from '../../platform/index.ts';
import { loadGrants } from '../grants/grant-queries.ts';
import type { Rail, RailAnswer } from '../rails/rail.ts';
import { recordAnswers } from './answer-commands.ts';
import type { Payout } from './payout.ts';

/**
 * Submits payouts that are recorded as sent, and records each answer, or that it was lost.
 *
 * Nothing is submitted from an installation that may not send; see `EpochGate`.
 *
 * A rail that is busy took none of them: they stay sent, and are submitted again when looked up.
 */
export async function submitPayouts(
  ctx: Context,
  rail: Rail,
  payouts: readonly Payout[],
): Promise<void> {
  await ctx.epochGate.demand();
  const grants = await loadGrants(ctx, payouts);
  const payments = payouts.map((payout) => ({
    reference: payout.railReference,
    amountMinor: payout.amountMinor,
    currency: payout.currency,
    payeeRef: payout.payeeRef,
    ...grants.get(payout.id),
  }));
  const answers = await rail.submit(payments, ctx.now).catch(emptyWhenLost);
  // That a payment waits at the rail is what `sent` says already: there is nothing to record.
  const told = payouts.filter(({ railReference }) => !isPlainlyQueued(answers.get(railReference)));
  if (told.length > 0) await recordAnswers(ctx, { payouts: told, answers, isLostRecorded: true });
}

function isPlainlyQueued(answer: RailAnswer | undefined): boolean {
  const { amountMinor, currency } = answer ?? {};
  return answer?.state === 'queued' && amountMinor === undefined && currency === undefined;
}

function emptyWhenLost(error: unknown): ReadonlyMap<string, RailAnswer> {
  if (error instanceof PlatformError && error.code === 'rail_answer_lost') return new Map();
  throw error;
}
