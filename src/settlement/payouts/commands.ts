import {
  accept,
  assert,
  type CurrencyCode,
  type JsonValue,
  type Outcome,
  refuse,
} from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import { type LedgerIncidentRefusal, postTransfers } from '../ledger/commands.ts';
import { openChart } from '../ledger/store.ts';
import { decidePayoutEvent, type Payout, type PayoutEventType, transfersFor } from './payout.ts';
import { previewRun, type RunPreview } from './preview-run.ts';
import { decideRun, type RunEmptyRefusal, type RunProposal, runDigest } from './propose-run.ts';
import {
  listPayableAwards,
  listPayouts,
  lockPayableAwards,
  lockPayoutsOfRun,
  lockRun,
  type PayoutChange,
  type PayoutRun,
  type PayoutRunState,
  recordPayoutChanges,
  recordRun,
  recordRunState,
} from './store.ts';

/** Why a run cannot go on. */
export type PayoutRunRefusal =
  | { readonly code: 'payout_run_not_found'; readonly runId: string }
  | { readonly code: 'payout_run_id_reused'; readonly runId: string }
  | { readonly code: 'payout_run_state_refused'; readonly state: PayoutRunState }
  | { readonly code: 'payout_run_same_person' }
  | { readonly code: 'payout_run_changed'; readonly runId: string }
  | { readonly code: 'payout_rail_differs'; readonly rail: string }
  | LedgerIncidentRefusal
  | RunEmptyRefusal;

/** A run to prepare; its id is the caller's, so that a repeat prepares nothing new. */
export interface PayoutRunRequest {
  readonly runId: string;
  readonly incidentId: string;
  readonly currency: CurrencyCode;
  readonly rail: string;
}

/** Gives what a run would pay now and what it would leave out, and records nothing. */
export async function previewPayoutRun(
  ctx: Context,
  request: Pick<PayoutRunRequest, 'incidentId' | 'currency'>,
): Promise<RunPreview> {
  requirePermission(ctx, 'payout:prepare');
  return ctx.read(async (tx) => previewRun(await listPayableAwards(tx, request)));
}

/** A run as prepared, with what it holds back when this call prepared it. */
export interface PreparedRun {
  readonly runId: string;
  readonly payoutCount: number;
  readonly totalMinor: bigint;
  readonly digest: string;
  readonly heldBack: RunProposal['heldBack'];
  readonly isNew: boolean;
}

/**
 * Prepares a run over every cash award of an incident that is owed and not under way.
 *
 * The same id again answers as before; the same id for another incident, currency or rail is
 * refused.
 */
export async function preparePayoutRun(
  ctx: Context,
  request: PayoutRunRequest,
): Promise<Outcome<PreparedRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  const { runId } = request;
  return ctx.transact(async (tx): Promise<Outcome<PreparedRun, PayoutRunRefusal>> => {
    if (!(await openChart(tx, request))) {
      return refuse({ code: 'incident_not_found', incidentId: request.incidentId });
    }
    const awards = await lockPayableAwards(tx, request);
    const earlier = await lockRun(tx, runId);
    if (earlier !== undefined) return answerEarlier(earlier, request);
    const decision = decideRun(awards, request);
    if (!decision.ok) return decision;
    await recordRun(tx, ctx, { id: runId, ...request, proposal: decision.value });
    const { totalMinor, digest, heldBack, payouts } = decision.value;
    await auditRun(tx, ctx, { runId, verb: 'prepared', digest });
    const payoutCount = payouts.length;
    return accept({ runId, payoutCount, totalMinor, digest, heldBack, isNew: true });
  });
}

function answerEarlier(
  earlier: PayoutRun,
  request: PayoutRunRequest,
): Outcome<PreparedRun, PayoutRunRefusal> {
  const isSame =
    earlier.incidentId === request.incidentId &&
    earlier.currency === request.currency &&
    earlier.rail === request.rail;
  if (!isSame) return refuse({ code: 'payout_run_id_reused', runId: earlier.id });
  const { id: runId, totalMinor, digest } = earlier;
  const payoutCount = Number(earlier.payoutCount);
  return accept({ runId, payoutCount, totalMinor, digest, heldBack: [], isNew: false });
}

async function auditRun(
  tx: Tx,
  ctx: Context,
  entry: { runId: string; verb: string; digest: string },
): Promise<void> {
  const { runId, verb, digest } = entry;
  const action = `settlement.payout_run_${verb}`;
  await recordAudit(tx, { ctx, action, subject: runId, details: { digest } });
}

/** Tells whether a run's payouts are still what its digest says. */
export async function isRunUnchanged(tx: Tx, run: PayoutRun): Promise<boolean> {
  return runDigest(await listPayouts(tx, run.id)) === run.digest;
}

/**
 * Approves a proposed run. Refusals in order: not found; prepared by the same person; not proposed
 * (an approval repeated by the same person is accepted); changed since it was prepared.
 */
export async function approvePayoutRun(
  ctx: Context,
  runId: string,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:approve');
  return ctx.transact(async (tx): Promise<Outcome<PayoutRun, PayoutRunRefusal>> => {
    const run = await lockRun(tx, runId);
    if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
    if (run.preparedBy === ctx.actor.id) return refuse({ code: 'payout_run_same_person' });
    if (run.approvedBy === ctx.actor.id) return accept(run);
    if (run.state !== 'proposed') {
      return refuse({ code: 'payout_run_state_refused', state: run.state });
    }
    if (!(await isRunUnchanged(tx, run))) return refuse({ code: 'payout_run_changed', runId });
    const payouts = await lockPayoutsOfRun(tx, { runId, states: ['proposed'] });
    await applyPayoutEvents(ctx, tx, eventsOf(payouts, 'payout_approved'));
    await recordRunState(tx, ctx, { runId, state: 'approved' });
    await auditRun(tx, ctx, { runId, verb: 'approved', digest: run.digest });
    return accept({ ...run, state: 'approved', approvedBy: ctx.actor.id, approvedAt: ctx.now });
  });
}

/** Stops a run that is not being sent: its payouts are withdrawn, its awards free for another. */
export async function stopPayoutRun(
  ctx: Context,
  runId: string,
): Promise<Outcome<PayoutRun, PayoutRunRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  return ctx.transact(async (tx): Promise<Outcome<PayoutRun, PayoutRunRefusal>> => {
    const run = await lockRun(tx, runId);
    if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
    if (run.state === 'stopped') return accept(run);
    if (run.state !== 'proposed' && run.state !== 'approved') {
      return refuse({ code: 'payout_run_state_refused', state: run.state });
    }
    const payouts = await lockPayoutsOfRun(tx, { runId, states: ['proposed', 'approved'] });
    await applyPayoutEvents(ctx, tx, eventsOf(payouts, 'payout_withdrawn'));
    await recordRunState(tx, ctx, { runId, state: 'stopped' });
    await auditRun(tx, ctx, { runId, verb: 'stopped', digest: run.digest });
    return accept({ ...run, state: 'stopped' });
  });
}

/** One thing that happened to one locked payout. */
export interface PayoutOccurrence {
  readonly payout: Payout;
  readonly event: PayoutEventType;
  readonly reasonCode?: string;
}

/** Lets the same thing happen to every payout. */
export function eventsOf(payouts: readonly Payout[], event: PayoutEventType): PayoutOccurrence[] {
  return payouts.map((payout) => ({ payout, event }));
}

const told: ReadonlySet<PayoutEventType> = new Set([
  'payout_confirmed',
  'payout_failed',
  'payout_returned',
]);

/**
 * Applies events to locked payouts of one incident: state, event, transfers and outbox together.
 *
 * The caller has checked that each event is allowed; one that is not is a fault.
 */
export async function applyPayoutEvents(
  ctx: Context,
  tx: Tx,
  occurrences: readonly PayoutOccurrence[],
): Promise<void> {
  const changes = occurrences.map((occurrence): PayoutChange => {
    const decision = decidePayoutEvent(occurrence.payout, occurrence.event);
    assert(decision.ok, 'payout: the event is allowed in its state', decision);
    return { ...occurrence, next: decision.value };
  });
  if (changes.length === 0) return;
  for (const incidentId of new Set(changes.map(({ payout }) => payout.incidentId))) {
    const ofIncident = changes.filter(({ payout }) => payout.incidentId === incidentId);
    const requests = ofIncident.flatMap(({ payout, next }) => transfersFor(payout, next));
    if (requests.length === 0) continue;
    const posted = await postTransfers(ctx, tx, { incidentId, requests });
    assert(posted.ok, 'payout: its transfers are posted', posted);
  }
  await recordPayoutChanges(tx, ctx, changes);
  await publishEvents(
    tx,
    changes
      .filter(({ event }) => told.has(event))
      .map(({ payout, event }) => {
        const { id: payoutId, awardId, claimId } = payout;
        const payload: JsonValue = { payoutId, awardId, claimId };
        return { type: event, subject: payoutId, payload, occurredAt: ctx.now };
      }),
  );
}
