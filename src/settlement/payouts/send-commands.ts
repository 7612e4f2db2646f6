import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  PlatformError,
  publishEvents,
  recordAudit,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import type { Rail, RailAnswer } from '../rails/rail.ts';
import {
  applyPayoutEvents,
  eventsOf,
  isRunUnchanged,
  type PayoutOccurrence,
  type PayoutRunRefusal,
} from './commands.ts';
import {
  decidePayoutEvent,
  type Payout,
  type PayoutEventType,
  type PayoutState,
} from './payout.ts';
import { lockPayouts, lockPayoutsOfRun, lockRun, type PayoutRun, recordRunState } from './store.ts';

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
  readonly onProgress?: (progress: SendProgress) => void;
}

const eventByAnswer: Readonly<Record<RailAnswer['state'], PayoutEventType>> = {
  accepted: 'payout_accepted',
  confirmed: 'payout_confirmed',
  rejected: 'payout_failed',
  returned: 'payout_returned',
};

function occurrenceOf(payout: Payout, answer: RailAnswer): PayoutOccurrence | undefined {
  const event = eventByAnswer[answer.state];
  if (!decidePayoutEvent(payout, event).ok) return undefined;
  return {
    payout,
    event,
    ...('reasonCode' in answer ? { reasonCode: answer.reasonCode } : {}),
  };
}

/**
 * Sends an approved run through its rail, or goes on with one that was interrupted.
 *
 * Each attempt is recorded as sent, with its transfer pending, before the rail is called. After a
 * crash what was recorded is looked up first; only what the rail never received is submitted, by
 * the same reference. A lost answer is recorded as unknown and looked up, never sent again blindly.
 * A run that is still `sending` afterwards has more to send (`batchCountMax`). Refusals in order: not found; not approved, sending or sent; another rail; changed since it was
 * approved.
 *
 * @source ARCHITECTURE.md, "Settlement": payout; invariants P1–P4
 */
export async function sendPayoutRun(
  ctx: Context,
  request: SendRequest,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:send');
  const { runId, batchCountMax = Infinity } = request;
  const begun = await ctx.transact((tx) => beginSending(ctx, tx, request));
  if (!begun.ok) return begun;
  if (begun.value.state === 'sent') return begun;
  const payoutCount = Number(begun.value.payoutCount);
  await followPayouts(ctx, { ...request, states: ['sent', 'unknown'] });
  let settledCount = 0;
  for (let batchCount = 0; ; batchCount += 1) {
    if (batchCount === batchCountMax) return begun;
    const batch = await ctx.transact((tx) => recordSending(ctx, tx, request));
    if (batch.length === 0) break;
    await submitPayouts(ctx, request.rail, batch);
    settledCount += batch.length;
    request.onProgress?.({ settledCount, payoutCount });
  }
  await followPayouts(ctx, { ...request, states: ['accepted', 'unknown'] });
  return ctx.transact((tx) => finishSending(ctx, tx, runId));
}

/**
 * Has an approved run sent by the consumer of `payout_run_sending`, and answers before it is.
 *
 * The event is published with the change of state, so that a crash at any point leaves the run to
 * be gone on with. A run that is being sent is gone on with; one that was sent stays as it is.
 * Refusals as of {@link sendPayoutRun}.
 */
export async function requestSending(
  ctx: Context,
  runId: string,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:send');
  return ctx.transact(async (tx) => {
    const begun = await beginSending(ctx, tx, { runId });
    if (!begun.ok || begun.value.state === 'sent') return begun;
    await publishSending(tx, ctx, { runId, sentBy: ctx.actor.id });
    await recordAudit(tx, { ctx, action: 'settlement.payout_run_sending', subject: runId });
    return begun;
  });
}

/** Publishes that a run is to be sent, or gone on with, for the member of staff who sends it. */
export async function publishSending(
  tx: Tx,
  ctx: Context,
  payload: { readonly runId: string; readonly sentBy: string },
): Promise<void> {
  const event = { type: 'payout_run_sending', subject: payload.runId, payload: { ...payload } };
  await publishEvents(tx, [{ ...event, occurredAt: ctx.now }]);
}

async function beginSending(
  ctx: Context,
  tx: Tx,
  request: { readonly runId: string; readonly rail?: Rail },
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  const { runId, rail } = request;
  const run = await lockRun(tx, runId);
  if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
  if (run.state === 'sent') return accept(run);
  if (run.state !== 'approved' && run.state !== 'sending') {
    return refuse({ code: 'payout_run_state_refused', state: run.state });
  }
  if (rail !== undefined && run.rail !== rail.name) {
    return refuse({ code: 'payout_rail_differs', rail: run.rail });
  }
  if (!(await isRunUnchanged(tx, run))) return refuse({ code: 'payout_run_changed', runId });
  if (run.state === 'approved') await recordRunState(tx, ctx, { runId, state: 'sending' });
  return accept({ ...run, state: 'sending' });
}

async function recordSending(ctx: Context, tx: Tx, request: SendRequest): Promise<Payout[]> {
  const { runId, batchSize: limit = 100 } = request;
  const payouts = await lockPayoutsOfRun(tx, { runId, states: ['approved'], limit });
  await applyPayoutEvents(ctx, tx, eventsOf(payouts, 'payout_sent'));
  return payouts;
}

async function finishSending(
  ctx: Context,
  tx: Tx,
  runId: string,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  const run = await lockRun(tx, runId);
  if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
  if (run.state === 'sent') return accept(run);
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

/** Submits payouts that are recorded as sent, and records each answer, or that it was lost. */
async function submitPayouts(ctx: Context, rail: Rail, payouts: readonly Payout[]): Promise<void> {
  const payments = payouts.map((payout) => ({
    reference: payout.railReference,
    amountMinor: payout.amountMinor,
    currency: payout.currency,
    payeeRef: payout.payeeRef,
  }));
  const answers = await rail.submit(payments, ctx.now).catch(emptyWhenLost);
  await recordAnswers(ctx, { payouts, answers, isLostRecorded: true });
}

function emptyWhenLost(error: unknown): ReadonlyMap<string, RailAnswer> {
  if (error instanceof PlatformError && error.code === 'rail_answer_lost') return new Map();
  throw error;
}

async function recordAnswers(
  ctx: Context,
  told: {
    payouts: readonly Payout[];
    answers: ReadonlyMap<string, RailAnswer>;
    isLostRecorded: boolean;
  },
): Promise<void> {
  const { answers, isLostRecorded } = told;
  const ids = told.payouts.map(({ id }) => id);
  await ctx.transact(async (tx) => {
    const occurrences = (await lockPayouts(tx, ids)).flatMap((payout): PayoutOccurrence[] => {
      const answer = answers.get(payout.railReference);
      if (answer !== undefined) return [occurrenceOf(payout, answer) ?? []].flat();
      const isLost = isLostRecorded && payout.state === 'sent';
      return isLost ? [{ payout, event: 'payout_answer_lost' }] : [];
    });
    await applyPayoutEvents(ctx, tx, occurrences);
  });
}

/**
 * Looks up payouts of a run whose outcome is open, and records what the rail says of each.
 *
 * One that is sent or unknown and that the rail never received is submitted again by the same
 * reference: the same attempt, not another.
 *
 * @param request.states which payouts to look up; all with an open outcome unless given
 * @returns how many were looked up
 */
export async function followPayouts(
  ctx: Context,
  request: SendRequest & { readonly states?: readonly PayoutState[] },
): Promise<number> {
  requirePermission(ctx, 'payout:send');
  const { runId, rail, batchSize: limit = 100 } = request;
  const states = request.states ?? ['sent', 'accepted', 'unknown'];
  let lookedUpCount = 0;
  for (let afterId: string | undefined; ; ) {
    const page = await ctx.transact((tx) =>
      lockPayoutsOfRun(tx, { runId, states, limit, ...(afterId === undefined ? {} : { afterId }) }),
    );
    const last = page.at(-1);
    if (last === undefined) return lookedUpCount;
    lookedUpCount += page.length;
    afterId = last.id;
    const references = page.map(({ railReference }) => railReference);
    const answers = await rail.lookUp(references, ctx.now).catch(emptyWhenUnanswered);
    if (answers === undefined) continue;
    await recordAnswers(ctx, { payouts: page, answers, isLostRecorded: false });
    const absent = page.filter(
      ({ railReference, state }) => state !== 'accepted' && !answers.has(railReference),
    );
    if (absent.length > 0) await submitPayouts(ctx, rail, absent);
  }
}

/** A look-up without an answer says nothing: absence is only what an answer leaves out. */
function emptyWhenUnanswered(error: unknown): undefined {
  if (error instanceof PlatformError && error.code === 'rail_answer_lost') return undefined;
  throw error;
}
