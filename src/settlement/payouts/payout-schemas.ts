import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import type { PayoutCount } from '../queries.ts';
import {
  actorOrNullSchema,
  actorSchema,
  amountOrNullSchema,
  amountSchema,
  currencySchema,
  instantSchema,
  limitSchema,
  type Names,
  renderActor,
  renderActorOrNull,
  renderAmount,
  renderAmountOrNull,
  renderMoment,
} from '../schemas.ts';
import type { PreparedRun } from './commands.ts';
import { payoutEventTypes, payoutStates } from './payout.ts';
import type {
  PayoutDetail,
  PayoutHistoryEntry,
  PayoutListItem,
  PayoutTransfer,
} from './payout-queries.ts';
import { leaveReasons, type RunPreview } from './preview-run.ts';
import { type PayoutRun, payoutRunStates } from './run-store.ts';

/** What a run may give. */
const remedies = ['cash', 'points', 'credit', 'voucher', 'extension', 'item'] as const;

/** Body of POST /api/v1/payout-runs. The id is the caller's: sent again, it prepares nothing new. */
export const prepareRunSchema = z.object({
  runId: z.uuid(),
  incidentId: z.uuid(),
  currency: currencySchema,
  rail: z.string().min(1).max(64),
  remedy: z.enum(remedies).default('cash'),
});

/** Query of GET /api/v1/payout-runs/preview. */
export const previewQuerySchema = z.object({
  incidentId: z.uuid(),
  currency: currencySchema,
  remedy: z.enum(remedies).default('cash'),
});

/** Path of one payout run. */
export const runPathSchema = z.object({ runId: z.uuid() });

/** Body of POST /api/v1/payout-runs/{runId}/return: what is to be put right. */
export const sendBackRunSchema = z.object({
  reason: z.string().trim().min(1).max(2_000),
});

/** Path of one payout. */
export const payoutPathSchema = z.object({ payoutId: z.uuid() });

const payoutStateSchema = z.enum(payoutStates).openapi('PayoutState');

/** Query of the payouts of a run. */
export const payoutsQuerySchema = z.object({
  state: payoutStateSchema.optional(),
  after: z.uuid().optional(),
  limit: limitSchema,
});

const stateCountSchema = z
  .strictObject({ state: payoutStateSchema, payoutCount: z.number().int(), amount: amountSchema })
  .openapi('PayoutStateCount');

/** A payout run, with its payouts counted by state. */
export const runSchema = z
  .strictObject({
    id: z.string(),
    incidentId: z.string(),
    rail: z.string(),
    remedy: z.string(),
    validDays: z.number().int().nullable(),
    state: z.enum(payoutRunStates).openapi('PayoutRunState'),
    payoutCount: z.number().int(),
    total: amountSchema,
    digest: z.string(),
    preparedBy: actorSchema,
    preparedAt: instantSchema,
    approvedBy: actorOrNullSchema,
    approvedAt: instantSchema.nullable(),
    sentAt: instantSchema.nullable(),
    pausedCode: z.string().nullable(),
    sentBackBy: actorOrNullSchema,
    sentBackAt: instantSchema.nullable(),
    sentBackReason: z.string().nullable(),
    payouts: z.array(stateCountSchema),
  })
  .openapi('PayoutRun');

export const runListSchema = z.array(runSchema);

/** A run after its open payouts were looked up. */
export const followedRunSchema = z
  .strictObject({ lookedUpCount: z.number().int(), run: runSchema })
  .openapi('FollowedRun');

/** A run as it was prepared. */
export const preparedRunSchema = z
  .strictObject({
    runId: z.string(),
    payoutCount: z.number().int(),
    total: amountSchema,
    digest: z.string(),
    heldBackCount: z.number().int(),
    heldBack: z.array(
      z.strictObject({
        awardId: z.string(),
        reason: z.enum(leaveReasons),
      }),
    ),
    isNew: z.boolean(),
  })
  .openapi('PreparedRun');

/** What a run would pay and leave out. */
export const previewSchema = z
  .strictObject({
    payoutCount: z.number().int(),
    total: amountSchema,
    smallest: amountOrNullSchema,
    largest: amountOrNullSchema,
    classes: z.array(
      z.strictObject({
        partyClass: z.string(),
        payoutCount: z.number().int(),
        amount: amountSchema,
      }),
    ),
    leftOut: z.array(
      z.strictObject({
        reason: z.enum(leaveReasons),
        awardCount: z.number().int(),
        amount: amountSchema,
      }),
    ),
  })
  .openapi('PayoutRunPreview');

const payoutFields = {
  id: z.string(),
  awardId: z.string(),
  claimId: z.string(),
  partyClass: z.string().nullable(),
  attempt: z.number().int(),
  state: payoutStateSchema,
  amount: amountSchema,
  railReference: z.string(),
  reasonCode: z.string().nullable(),
  changedAt: instantSchema,
};

/** A page of a run's payouts; `next` is absent on the last. */
export const payoutPageSchema = z
  .strictObject({
    payouts: z.array(z.strictObject(payoutFields).openapi('Payout')),
    next: z.string().optional(),
  })
  .openapi('PayoutPage');

/** One payout: the award, everything that happened to its attempts, and its transfers. */
export const payoutStorySchema = z
  .strictObject({
    ...payoutFields,
    runId: z.string(),
    runState: z.enum(payoutRunStates),
    incidentId: z.string(),
    rail: z.string(),
    clause: z.string(),
    awardApprovedAt: instantSchema,
    history: z.array(
      z.strictObject({
        payoutId: z.string(),
        attempt: z.number().int(),
        type: z.enum(payoutEventTypes),
        fromState: z.union([payoutStateSchema, z.null()]),
        toState: payoutStateSchema,
        reasonCode: z.string().nullable(),
        actor: actorSchema,
        at: instantSchema,
      }),
    ),
    transfers: z.array(
      z.strictObject({
        id: z.string(),
        position: z.string(),
        kind: z.enum(['posted', 'pending', 'post', 'void', 'expire']),
        code: z.string(),
        debit: z.string(),
        credit: z.string(),
        amount: amountSchema,
        at: instantSchema,
      }),
    ),
  })
  .openapi('PayoutStory');

/** Renders a payout run, with its payouts counted by state. */
export function renderRun(
  run: PayoutRun,
  shown: { readonly names: Names; readonly counts: readonly PayoutCount[] },
): z.output<typeof runSchema> {
  const { currency } = run;
  return {
    id: run.id,
    incidentId: run.incidentId,
    rail: run.rail,
    remedy: run.remedy,
    validDays: run.validDays,
    state: run.state,
    payoutCount: Number(run.payoutCount),
    total: renderAmount(run.totalMinor, currency),
    digest: run.digest,
    preparedBy: renderActor(run.preparedBy, shown.names),
    preparedAt: renderInstant(run.preparedAt),
    approvedBy: renderActorOrNull(run.approvedBy, shown.names),
    approvedAt: renderMoment(run.approvedAt),
    sentAt: renderMoment(run.sentAt),
    pausedCode: run.pausedCode,
    sentBackBy: renderActorOrNull(run.sentBackBy, shown.names),
    sentBackAt: renderMoment(run.sentBackAt),
    sentBackReason: run.sentBackReason,
    payouts: shown.counts.map(({ state, payoutCount, amountMinor }) => ({
      state,
      payoutCount: Number(payoutCount),
      amount: renderAmount(amountMinor, currency),
    })),
  };
}

/** Renders what preparing a run gave. */
export function renderPrepared(
  prepared: PreparedRun,
  currency: string,
): z.output<typeof preparedRunSchema> {
  const { totalMinor, heldBack, ...rest } = prepared;
  return { ...rest, total: renderAmount(totalMinor, currency), heldBack: [...heldBack] };
}

/** Renders what a run would pay and leave out. */
export function renderPreview(
  preview: RunPreview,
  currency: string,
): z.output<typeof previewSchema> {
  return {
    payoutCount: preview.payoutCount,
    total: renderAmount(preview.totalMinor, currency),
    smallest: renderAmountOrNull(preview.smallestMinor, currency),
    largest: renderAmountOrNull(preview.largestMinor, currency),
    classes: preview.classes.map(({ partyClass, awardCount, amountMinor }) => ({
      partyClass,
      payoutCount: awardCount,
      amount: renderAmount(amountMinor, currency),
    })),
    leftOut: preview.leftOut.map(({ amountMinor, ...rest }) => ({
      ...rest,
      amount: renderAmount(amountMinor, currency),
    })),
  };
}

/** Renders a payout in a list. */
export function renderPayout(
  payout: PayoutListItem,
): z.output<typeof payoutPageSchema>['payouts'][number] {
  const { amountMinor, currency, changedAt, ...rest } = payout;
  return {
    ...rest,
    amount: renderAmount(amountMinor, currency),
    changedAt: renderInstant(changedAt),
  };
}

/** Renders one payout with everything that happened to it. */
export function renderStory(
  payout: PayoutDetail,
  told: {
    readonly history: readonly PayoutHistoryEntry[];
    readonly transfers: readonly PayoutTransfer[];
    readonly names: Names;
  },
): z.output<typeof payoutStorySchema> {
  const { runId, runState, incidentId, rail, clause, awardApprovedAt, ...listed } = payout;
  return {
    ...renderPayout(listed),
    ...{ runId, runState, incidentId, rail, clause },
    awardApprovedAt: renderInstant(awardApprovedAt),
    history: told.history.map(({ actorId, at, ...entry }) => ({
      ...entry,
      actor: renderActor(actorId, told.names),
      at: renderInstant(at),
    })),
    transfers: told.transfers.map(({ amountMinor, currency, position, at, ...transfer }) => ({
      ...transfer,
      position: position.toString(),
      amount: renderAmount(amountMinor, currency),
      at: renderInstant(at),
    })),
  };
}
