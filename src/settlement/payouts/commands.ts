import { accept, assert, type CurrencyCode, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, type Tx } from '../../platform/index.ts';
import { loadValidDays } from '../grants/term-store.ts';
import type { LedgerIncidentRefusal } from '../ledger/commands.ts';
import { openChart } from '../ledger/store.ts';
import { isSamePerson } from '../limits/person-queries.ts';
import { applyPayoutEvents, eventsOf } from './apply-events.ts';
import { approvePayouts, refuseChanged } from './approval-commands.ts';
import type { ApprovalLimitRefusal } from './limit-approval.ts';
import { addToPreview, closePreview, type RunPreview, startPreview } from './preview-run.ts';
import {
  type Chunk,
  chunkOf,
  chunkSize,
  type HeldBack,
  type PayableAward,
  proposePayouts,
  type RunEmptyRefusal,
  runDigest,
} from './propose-run.ts';
import {
  listPayableAwards,
  lockProposing,
  lockRun,
  type PayoutRun,
  type PayoutRunState,
  recordChunks,
  recordRun,
  recordRunSentBack,
  recordRunState,
  recordRunTotals,
} from './run-store.ts';
import { lockPayoutsOfRun, recordPayouts } from './store.ts';

/** Why a run cannot go on. */
export type PayoutRunRefusal =
  | { readonly code: 'payout_run_not_found'; readonly runId: string }
  | { readonly code: 'payout_run_id_reused'; readonly runId: string }
  | { readonly code: 'payout_run_state_refused'; readonly state: PayoutRunState }
  | { readonly code: 'payout_run_same_person' }
  | { readonly code: 'payout_run_changed'; readonly runId: string }
  | { readonly code: 'payout_rail_differs'; readonly rail: string }
  | ApprovalLimitRefusal
  | LedgerIncidentRefusal
  | RunEmptyRefusal;

/** A run to prepare; its id is the caller's, so that a repeat prepares nothing new. */
export interface PayoutRunRequest {
  readonly runId: string;
  readonly incidentId: string;
  readonly currency: CurrencyCode;
  readonly rail: string;
  /** What it gives; cash unless given. */
  readonly remedy?: string;
}

type AwardsOf = Pick<PayoutRunRequest, 'incidentId' | 'currency' | 'remedy'>;

/** Gives the awards of a run in pages; the next page is read while one is worked on. */
async function* pagesOfAwards(
  ctx: Context,
  { incidentId, currency, remedy = 'cash' }: AwardsOf,
): AsyncGenerator<PayableAward[], void> {
  const asked = { incidentId, currency, remedy, now: ctx.now, limit: chunkSize };
  const list = (afterId: string) => ctx.read((tx) => listPayableAwards(tx, { ...asked, afterId }));
  for (let page = await list('00000000-0000-0000-0000-000000000000'); ; ) {
    const last = page.at(-1);
    if (last === undefined) return;
    const next = list(last.awardId);
    next.catch(() => undefined);
    yield page;
    page = await next;
  }
}

/** Gives what a run would pay now and what it would leave out, and records nothing. */
export async function previewPayoutRun(
  ctx: Context,
  request: Pick<PayoutRunRequest, 'incidentId' | 'currency' | 'remedy'>,
): Promise<RunPreview> {
  requirePermission(ctx, 'payout:prepare');
  const sums = startPreview();
  for await (const page of pagesOfAwards(ctx, request)) addToPreview(sums, page);
  return closePreview(sums);
}

/** A run as prepared, with what it holds back when this call prepared it. */
export interface PreparedRun {
  readonly runId: string;
  readonly payoutCount: number;
  readonly totalMinor: bigint;
  readonly digest: string;
  readonly heldBackCount: number;
  /** The first thousand of them. */
  readonly heldBack: readonly HeldBack[];
  readonly isNew: boolean;
}

/** How far the preparing of a run is: payouts recorded so far. */
export type PrepareProgress = (payoutCount: number) => void;

const heldBackListedMax = 1_000;

/**
 * Prepares a run over every award of a remedy of an incident that is owed and not under way.
 *
 * The same id again answers as before; the same id for another incident, currency or rail is
 * refused.
 */
export async function preparePayoutRun(
  ctx: Context,
  request: PayoutRunRequest,
  onProgress?: PrepareProgress,
): Promise<Outcome<PreparedRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  const { runId } = request;
  const preparing = ctx.transact(async (tx): Promise<Outcome<PreparedRun, PayoutRunRefusal>> => {
    if (!(await openChart(tx, request))) {
      return refuse({ code: 'incident_not_found', incidentId: request.incidentId });
    }
    await lockProposing(tx, request.incidentId);
    const earlier = await lockRun(tx, runId);
    if (earlier !== undefined) return answerEarlier(earlier, request);
    const provisional = { payoutCount: 1, totalMinor: 1n, digest: '0'.repeat(64) };
    const { remedy = 'cash' } = request;
    const validDays = await loadValidDays(tx, { ...request, remedy });
    await recordRun(tx, ctx, { id: runId, ...request, remedy, validDays, ...provisional });
    const recorded = await recordProposal(ctx, tx, { request, onProgress });
    const { chunks, totalMinor, heldBack, heldBackCount } = recorded;
    if (chunks.length === 0) throw new RunEmpty(heldBackCount);
    const digest = runDigest(chunks.map(({ hash }) => hash));
    const payoutCount = chunks.reduce((count, chunk) => count + chunk.payoutCount, 0);
    await recordRunTotals(tx, { id: runId, payoutCount, totalMinor, digest });
    await auditRun(tx, ctx, { runId, verb: 'prepared', digest });
    return accept({ runId, payoutCount, totalMinor, digest, heldBackCount, heldBack, isNew: true });
  });
  return preparing.catch((error: unknown) => {
    if (!(error instanceof RunEmpty)) throw error;
    return refuse({ code: 'payout_run_empty', heldBackCount: error.heldBackCount });
  });
}

/** Thrown to undo a run that turned out to pay nothing. */
class RunEmpty extends Error {
  readonly heldBackCount: number;

  constructor(heldBackCount: number) {
    super('payout_run_empty');
    this.heldBackCount = heldBackCount;
  }
}

async function recordProposal(
  ctx: Context,
  tx: Tx,
  asked: { request: PayoutRunRequest; onProgress: PrepareProgress | undefined },
) {
  const { request, onProgress } = asked;
  const chunks: Chunk[] = [];
  const heldBack: HeldBack[] = [];
  let heldBackCount = 0;
  let totalMinor = 0n;
  let payoutCount = 0;
  for await (const page of pagesOfAwards(ctx, request)) {
    const proposed = proposePayouts(page, request);
    heldBackCount += proposed.heldBack.length;
    heldBack.push(...proposed.heldBack.slice(0, heldBackListedMax - heldBack.length));
    if (proposed.payouts.length === 0) continue;
    await recordPayouts(tx, ctx, proposed.payouts);
    chunks.push(chunkOf(chunks.length + 1, proposed.payouts));
    for (const { amountMinor } of proposed.payouts) totalMinor += amountMinor;
    payoutCount += proposed.payouts.length;
    onProgress?.(payoutCount);
  }
  await recordChunks(tx, request.runId, chunks);
  return { chunks, heldBack, heldBackCount, totalMinor };
}

function answerEarlier(
  earlier: PayoutRun,
  request: PayoutRunRequest,
): Outcome<PreparedRun, PayoutRunRefusal> {
  const isSame =
    earlier.incidentId === request.incidentId &&
    earlier.currency === request.currency &&
    earlier.rail === request.rail &&
    earlier.remedy === (request.remedy ?? 'cash');
  if (!isSame) return refuse({ code: 'payout_run_id_reused', runId: earlier.id });
  const { id: runId, totalMinor, digest } = earlier;
  const payoutCount = Number(earlier.payoutCount);
  const before = { heldBackCount: 0, heldBack: [], isNew: false };
  return accept({ runId, payoutCount, totalMinor, digest, ...before });
}

/** Puts on record what somebody did to a run. */
export async function auditRun(
  tx: Tx,
  ctx: Context,
  entry: { runId: string; verb: string; digest: string },
): Promise<void> {
  const { runId, verb, digest } = entry;
  const action = `settlement.payout_run_${verb}`;
  await recordAudit(tx, { ctx, action, subject: runId, details: { digest } });
}

/**
 * Approves a proposed run. Refusals in order: not found; prepared by the same person; not proposed
 * (an approval repeated by the same person is accepted); over a limit of the approver; changed
 * since it was prepared.
 */
export async function approvePayoutRun(
  ctx: Context,
  runId: string,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:approve');
  const approving = ctx.transact(async (tx): Promise<Outcome<PayoutRun, PayoutRunRefusal>> => {
    const run = await lockRun(tx, runId);
    if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
    const accounts = { one: run.preparedBy, other: ctx.actor.id };
    if (await isSamePerson(tx, accounts)) return refuse({ code: 'payout_run_same_person' });
    if (run.approvedBy === ctx.actor.id) return accept(run);
    if (run.state !== 'proposed') {
      return refuse({ code: 'payout_run_state_refused', state: run.state });
    }
    const approved = await approvePayouts(ctx, tx, run);
    if (!approved.ok) return approved;
    const { approvedCount } = approved.value;
    assert(approvedCount > 0, 'payout: a proposed run has payouts to approve', { runId });
    await recordRunState(tx, ctx, { runId, state: 'approved' });
    await auditRun(tx, ctx, { runId, verb: 'approved', digest: run.digest });
    return accept({ ...run, state: 'approved', approvedBy: ctx.actor.id, approvedAt: ctx.now });
  });
  return approving.catch((error: unknown) => refuseChanged(error, runId));
}

const stoppable: ReadonlySet<PayoutRunState> = new Set([
  'proposed',
  'approved',
  'sending',
  'paused',
]);

/**
 * Stops a run: what is not sent is withdrawn and its awards are free for another; what was sent is
 * followed to its end.
 *
 * A payment is either withdrawn or sent, never both: sending locks the same rows.
 */
export async function stopPayoutRun(
  ctx: Context,
  runId: string,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  return ctx.transact(async (tx): Promise<Outcome<PayoutRun, PayoutRunRefusal>> => {
    const run = await lockRun(tx, runId);
    if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
    if (run.state === 'stopped') return accept(run);
    if (!stoppable.has(run.state)) {
      return refuse({ code: 'payout_run_state_refused', state: run.state });
    }
    await withdrawUnsent(ctx, tx, { runId, reasonCode: 'run_stopped' });
    await recordRunState(tx, ctx, { runId, state: 'stopped' });
    await auditRun(tx, ctx, { runId, verb: 'stopped', digest: run.digest });
    return accept({ ...run, state: 'stopped' });
  });
}

/** Withdraws every payment of a run that is not sent; its awards are free for another run. */
async function withdrawUnsent(
  ctx: Context,
  tx: Tx,
  { runId, reasonCode }: { readonly runId: string; readonly reasonCode: string },
): Promise<void> {
  const states = ['proposed', 'approved'] as const;
  for (;;) {
    const payouts = await lockPayoutsOfRun(tx, { runId, states, limit: chunkSize });
    if (payouts.length === 0) return;
    await applyPayoutEvents(ctx, tx, eventsOf(payouts, 'payout_withdrawn', reasonCode));
  }
}

/**
 * Sends a proposed run back to the one who prepared it, with the reason: nothing of it is paid, and
 * its awards are free for another run. Refusals in order: not found; prepared by the same person;
 * not proposed (sent back again by the same person is accepted, and the first reason stays).
 */
export async function sendBackPayoutRun(
  ctx: Context,
  { runId, reason }: { readonly runId: string; readonly reason: string },
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:approve');
  return ctx.transact(async (tx): Promise<Outcome<PayoutRun, PayoutRunRefusal>> => {
    const run = await lockRun(tx, runId);
    if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
    const accounts = { one: run.preparedBy, other: ctx.actor.id };
    if (await isSamePerson(tx, accounts)) return refuse({ code: 'payout_run_same_person' });
    if (run.sentBackBy === ctx.actor.id) return accept(run);
    if (run.state !== 'proposed') {
      return refuse({ code: 'payout_run_state_refused', state: run.state });
    }
    await withdrawUnsent(ctx, tx, { runId, reasonCode: 'run_sent_back' });
    await recordRunSentBack(tx, ctx, { runId, reason });
    await auditRun(tx, ctx, { runId, verb: 'sent_back', digest: run.digest });
    const sentBack = { sentBackBy: ctx.actor.id, sentBackAt: ctx.now, sentBackReason: reason };
    return accept({ ...run, ...sentBack, state: 'sent_back' });
  });
}

/** Pauses a run that is being sent: nothing more of it is sent until it is resumed. */
export async function pausePayoutRun(
  ctx: Context,
  runId: string,
  pausedCode = 'asked_to',
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:send');
  return ctx.transact(async (tx): Promise<Outcome<PayoutRun, PayoutRunRefusal>> => {
    const run = await lockRun(tx, runId);
    if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
    if (run.state === 'paused') return accept(run);
    if (run.state !== 'sending') {
      return refuse({ code: 'payout_run_state_refused', state: run.state });
    }
    await recordRunState(tx, ctx, { runId, state: 'paused', pausedCode });
    await auditRun(tx, ctx, { runId, verb: 'paused', digest: run.digest });
    return accept({ ...run, state: 'paused', pausedCode });
  });
}
