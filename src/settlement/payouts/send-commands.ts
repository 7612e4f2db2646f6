import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import { isDisabled } from '../limits/person-queries.ts';
import type { Rail } from '../rails/rail.ts';
import { applyPayoutEvents, eventsOf } from './apply-events.ts';
import { isDigestKept } from './approval-commands.ts';
import { type PayoutRunRefusal, pausePayoutRun } from './commands.ts';
import { followPayouts } from './follow-commands.ts';
import type { Payout, PayoutState } from './payout.ts';
import { chunkHash, chunkSize } from './propose-run.ts';
import {
  loadLastSentAwardBefore,
  loadUnsentChunk,
  lockRun,
  type PayoutRun,
  recordChunkSent,
  recordRunState,
} from './run-store.ts';
import { listChangedPayees, lockPayoutsOfChunk } from './store.ts';
import { submitPayouts } from './submit-commands.ts';

/** How far the sending of a run is. */
export interface SendProgress {
  readonly settledCount: number;
  readonly payoutCount: number;
}

/** A run to send, by which rail, in batches of how many payments a call. */
export interface SendRequest {
  readonly runId: string;
  readonly rail: Rail;
  readonly batchSize?: number;
  /** After so many batches it stops, and the run stays `sending`; none unless given. */
  readonly batchCountMax?: number;
  /**
   * A turn of this run went before: only what that one may have left open is looked up, which is
   * the batch it did last.
   */
  readonly isNextTurn?: boolean;
  readonly onProgress?: (progress: SendProgress) => void;
}

/** The code under which a run is paused whose rail has not enough money left for a batch. */
export const fundsShort = 'funds_short';

/** The code under which a run is paused whose sender may not act any more. */
export const senderDisabled = 'sender_disabled';

/**
 * Sends an approved run through its rail, or goes on with one that was interrupted or paused.
 *
 * Each attempt is recorded as sent, with its transfer pending, before the rail is called. After a
 * crash what was recorded is looked up first; only what the rail never received is submitted, by
 * the same reference. A lost answer is recorded as unknown and looked up, never sent again blindly.
 * Before each batch the rail's balance is asked for; a batch it cannot cover is not begun, and the
 * run is paused. A run that is still `sending` afterwards has more to send (`batchCountMax`).
 * Refusals in order: not found; not approved, sending, paused or sent; another rail; changed since
 * it was approved.
 *
 * @throws PlatformError `rail_busy` when the rail takes nothing now; what is left stays in order
 * @source ARCHITECTURE.md, "Settlement": payout; invariants P1–P4, L5
 */
export async function sendPayoutRun(
  ctx: Context,
  request: SendRequest,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:send');
  await ctx.epochGate.demand();
  const { runId, batchCountMax = Infinity } = request;
  const begun = await ctx.transact((tx) => beginSending(ctx, tx, request));
  if (!begun.ok || begun.value.state !== 'sending') return begun;
  const payoutCount = Number(begun.value.payoutCount);
  const afterAwardId = await findOpenFrom(ctx, request);
  await followPayouts(ctx, { ...request, states: ['sent', 'unknown'], afterAwardId });
  let settledCount = 0;
  for (let batchCount = 0; ; batchCount += 1) {
    if (batchCount === batchCountMax) return begun;
    const batch = await sendBatch(ctx, request);
    if (batch === 'changed') return refuse({ code: 'payout_run_changed', runId });
    if (batch === 'over') break;
    if (typeof batch === 'object') return accept(batch);
    settledCount += batch;
    request.onProgress?.({ settledCount, payoutCount });
  }
  await followPayouts(ctx, { ...request, states: statesAtEnd(request.rail) });
  return ctx.transact((tx) => finishSending(ctx, tx, runId));
}

/** A rail that knows at once of what it was given has left nothing `sent` that it did not get. */
function statesAtEnd({ promise }: Rail): readonly PayoutState[] {
  const isSentSure = promise.lookUpLagMs === 0;
  return isSentSure ? ['accepted', 'unknown'] : ['sent', 'accepted', 'unknown'];
}

/**
 * Gives the award after which payouts may have been left open by the turn before, by id; undefined
 * for all of the run. Batches are sent in the order of awards, and one is submitted before the next
 * is recorded.
 */
async function findOpenFrom(
  ctx: Context,
  { runId, isNextTurn = false }: SendRequest,
): Promise<string | undefined> {
  return isNextTurn ? ctx.read((tx) => loadLastSentAwardBefore(tx, runId)) : undefined;
}

/** Sends one batch. Gives how many payments, or why there is none: the run, when it is paused. */
async function sendBatch(
  ctx: Context,
  request: SendRequest,
): Promise<number | 'over' | 'changed' | PayoutRun> {
  const { rail } = request;
  const available = (currency: string) => rail.availableMinor?.(currency, ctx.now);
  const batch = await ctx
    .transact((tx) => recordSending(ctx, tx, { request, available }))
    .catch((error: unknown) => {
      if (error instanceof FundsShort) return 'funds_short' as const;
      throw error;
    });
  if (batch === 'funds_short') {
    const paused = await pausePayoutRun(ctx, request.runId, fundsShort);
    return paused.ok ? paused.value : 'over';
  }
  if (!Array.isArray(batch)) return batch;
  await submitPayouts(ctx, rail, batch);
  return batch.length;
}

/**
 * Has an approved run sent by the consumer of `payout_run_sending`, and answers before it is.
 *
 * The event is published with the change of state, so that a crash at any point leaves the run to
 * be gone on with. A run that is being sent or paused is gone on with; one that was sent stays as it
 * is. Refusals as of {@link sendPayoutRun}.
 */
export async function requestSending(
  ctx: Context,
  runId: string,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:send');
  return ctx.transact(async (tx) => {
    const begun = await beginSending(ctx, tx, { runId, isResumed: true });
    if (!begun.ok || begun.value.state !== 'sending') return begun;
    await publishSending(tx, ctx, { runId, sentBy: ctx.actor.id });
    await recordAudit(tx, { ctx, action: 'settlement.payout_run_sending', subject: runId });
    return begun;
  });
}

/** Publishes that a run is to be sent, or gone on with, for the member of staff who sends it. */
export async function publishSending(
  tx: Tx,
  ctx: Context,
  payload: { readonly runId: string; readonly sentBy: string; readonly isNextTurn?: boolean },
): Promise<void> {
  const event = { type: 'payout_run_sending', subject: payload.runId, payload: { ...payload } };
  await publishEvents(tx, [{ ...event, occurredAt: ctx.now }]);
}

async function beginSending(
  ctx: Context,
  tx: Tx,
  request: { readonly runId: string; readonly rail?: Rail; readonly isResumed?: boolean },
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  const { runId, rail } = request;
  const run = await lockRun(tx, runId);
  if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
  if (run.state === 'sent' || (run.state === 'paused' && request.isResumed !== true)) {
    return accept(run);
  }
  if (!['approved', 'sending', 'paused'].includes(run.state)) {
    return refuse({ code: 'payout_run_state_refused', state: run.state });
  }
  if (rail !== undefined && run.rail !== rail.name) {
    return refuse({ code: 'payout_rail_differs', rail: run.rail });
  }
  if (!(await isDigestKept(tx, run))) return refuse({ code: 'payout_run_changed', runId });
  if (run.state !== 'sending') await recordRunState(tx, ctx, { runId, state: 'sending' });
  return accept({ ...run, state: 'sending' });
}

/**
 * Records the next batch of a run as sent. The run's row is locked, so that a run is never stopped
 * or paused and sent at once; and the chunk the batch is of must have the hash that was approved.
 */
async function recordSending(
  ctx: Context,
  tx: Tx,
  sending: {
    request: SendRequest;
    available: (currency: string) => Promise<bigint | undefined> | undefined;
  },
): Promise<Payout[] | 'over' | 'changed' | PayoutRun> {
  const { runId, batchSize = chunkSize } = sending.request;
  for (;;) {
    const run = await lockSending(ctx, tx, runId);
    if (run?.state !== 'sending') return run ?? 'over';
    const chunk = await loadUnsentChunk(tx, runId);
    if (chunk === undefined) return 'over';
    const payouts = await lockPayoutsOfChunk(tx, { runId, ...chunk });
    if (chunkHash(payouts) !== chunk.hash) return 'changed';
    const waiting = await withdrawChanged(ctx, tx, payouts);
    const batch = waiting.slice(0, batchSize);
    if (batch.length === waiting.length) {
      await recordChunkSent(tx, ctx, { runId, number: chunk.number });
    }
    if (batch.length === 0) continue;
    requireFunds(batch, await sending.available(run.currency));
    await applyPayoutEvents(ctx, tx, eventsOf(batch, 'payout_sent'));
    return batch;
  }
}

/** Locks a run to send more of it; one whose sender was shut out meanwhile is paused. */
async function lockSending(ctx: Context, tx: Tx, runId: string): Promise<PayoutRun | undefined> {
  const run = await lockRun(tx, runId);
  if (run?.state !== 'sending' || !(await isDisabled(tx, ctx.actor.id))) return run;
  const paused = { state: 'paused' as const, pausedCode: senderDisabled };
  await recordRunState(tx, ctx, { runId, ...paused });
  return { ...run, ...paused };
}

/** Thrown to undo a batch that the rail's balance does not cover. */
class FundsShort extends Error {}

function requireFunds(batch: readonly Payout[], availableMinor: bigint | undefined): void {
  const totalMinor = batch.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  if (availableMinor !== undefined && availableMinor < totalMinor) throw new FundsShort();
}

/** Withdraws what is approved for a payee that changed since, and gives what may be sent. */
async function withdrawChanged(
  ctx: Context,
  tx: Tx,
  payouts: readonly Payout[],
): Promise<Payout[]> {
  const approved = payouts.filter(({ state }) => state === 'approved');
  const current = await listChangedPayees(
    tx,
    approved.map(({ claimId }) => claimId),
  );
  const isChanged = ({ claimId, payeeRef, remedy }: Payout): boolean =>
    remedy === 'cash' && (current.get(claimId) ?? payeeRef) !== payeeRef;
  const changed = approved.filter(isChanged);
  await applyPayoutEvents(ctx, tx, eventsOf(changed, 'payout_withdrawn', 'payee_changed'));
  return approved.filter((payout) => !isChanged(payout));
}

async function finishSending(
  ctx: Context,
  tx: Tx,
  runId: string,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  const run = await lockRun(tx, runId);
  if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
  if (run.state !== 'sending') return accept(run);
  await recordRunState(tx, ctx, { runId, state: 'sent' });
  const { incidentId, digest, payoutCount, totalMinor, currency } = run;
  const count = Number(payoutCount);
  const payload = { runId, incidentId, digest, count, currency, totalMinor: String(totalMinor) };
  await publishEvents(tx, [
    { type: 'payout_run_sent', subject: runId, payload, occurredAt: ctx.now },
  ]);
  const details = { digest };
  await recordAudit(tx, { ctx, action: 'settlement.payout_run_sent', subject: runId, details });
  return accept({ ...run, state: 'sent', sentAt: ctx.now });
}
