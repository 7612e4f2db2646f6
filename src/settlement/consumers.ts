import { z } from 'zod';
import { assert } from '../kernel/index.ts';
import type { Consumer, Context, OutboxEvent, Tx } from '../platform/index.ts';
import type { ApprovedAward } from './award.ts';
import { recordApprovedAwards } from './award-commands.ts';
import { postDeterminationRun } from './determination/commands.ts';
import { ledgerHeads } from './ledger/head-consumer.ts';
import { loadRun } from './payouts/run-store.ts';
import { publishSending, sendPayoutRun } from './payouts/send-commands.ts';
import { installedRailOf, type RailOf } from './rails/rail-of.ts';
import { batchSizeOf } from './rails/setup.ts';
import { loadRailSetup } from './rails/setup-store.ts';
import { payeeNotices } from './unclaimed/notice-consumer.ts';

const minorUnits = z.union([z.string().regex(/^\d+$/), z.int().nonnegative()]).transform(BigInt);

const awardApproved = z.object({
  awardId: z.uuid(),
  claimId: z.uuid(),
  incidentId: z.uuid(),
  decisionId: z.uuid().nullish().default(null),
  partyId: z.string(),
  partyClass: z.string().nullish().default(null),
  remedy: z.string(),
  name: z.string().nullish().default(null),
  amountMinor: minorUnits.nullish().default(null),
  currency: z.string().nullish().default(null),
  quantity: z
    .union([z.string(), z.int().transform(String)])
    .nullish()
    .default(null),
  unit: z.string().nullish().default(null),
  clause: z.string(),
  policyHash: z.string(),
  payeeRef: z.string().nullish().default(null),
});

const determinationApproved = z.object({ runId: z.uuid() });
const runSending = z.object({
  runId: z.uuid(),
  sentBy: z.string(),
  isNextTurn: z.boolean().optional(),
});

function parseAward(event: OutboxEvent): ApprovedAward {
  const award = awardApproved.parse(event.payload);
  const isMoney = award.amountMinor !== null && award.currency !== null;
  // An award of nothing, or in kind, carries no money at all.
  return isMoney && award.amountMinor !== 0n
    ? award
    : { ...award, amountMinor: null, currency: null };
}

// A turn is a second or two, so that no other consumer waits for a long run.
const batchesPerTurn = 5;

/**
 * Sends what one turn may of a run, and has the next turn come when there is more.
 *
 * The payouts commit as they go, in transactions of their own. When the turn is cut off its event
 * stays, and the next turn first looks up what this one left open.
 */
async function sendTurn(
  ctx: Context,
  tx: Tx,
  turn: SendingOptions & z.output<typeof runSending>,
): Promise<void> {
  const { runId, sentBy, railOf, isNextTurn = false } = turn;
  const run = await loadRun(tx, runId);
  assert(run !== undefined, 'payout: a run that is being sent is on record', { runId });
  const acting: Context = { ...ctx, actor: { ...ctx.actor, id: sentBy } };
  const rail = railOf(acting, run.rail);
  const setup = await loadRailSetup(tx, run.rail);
  const batchSize = turn.batchSize ?? batchSizeOf(setup);
  const request = { runId, rail, batchSize, isNextTurn, batchCountMax: batchesPerTurn };
  const sent = await sendPayoutRun(acting, request);
  if (!sent.ok) {
    ctx.log.warn({ runId, ...sent.refusal }, 'a payout run is not sent on');
    return;
  }
  if (sent.value.state === 'sending') {
    await publishSending(tx, acting, { runId, sentBy, isNextTurn: true });
  }
}

interface SendingOptions {
  readonly railOf: RailOf;
  readonly batchSize?: number;
}

/** Makes settlement's consumers over the rails of an installation. */
export function settlementConsumersOver(
  railOf: RailOf,
  options: Omit<SendingOptions, 'railOf'> = {},
): readonly Consumer[] {
  return [
    {
      name: 'settlement.awards',
      eventTypes: ['award_approved'],
      batchSize: 500,
      async consume(ctx, tx, events) {
        // Cash of nothing is nothing: it is neither owed nor paid.
        const awards = events
          .map(parseAward)
          .filter(({ remedy, amountMinor }) => remedy !== 'cash' || amountMinor !== null);
        await recordApprovedAwards(ctx, tx, awards);
      },
    },
    {
      name: 'settlement.determinations',
      eventTypes: ['determination_run_approved'],
      batchSize: 10,
      async consume(ctx, tx, events) {
        for (const event of events) {
          const { runId } = determinationApproved.parse(event.payload);
          await postDeterminationRun(ctx, tx, runId);
        }
      },
    },
    {
      name: 'settlement.sending',
      eventTypes: ['payout_run_sending'],
      batchSize: 10,
      async consume(ctx, tx, events) {
        // A run asked for twice is sent on once a turn.
        const turns = new Map(
          events.map((event) => {
            const turn = runSending.parse(event.payload);
            return [turn.runId, turn] as const;
          }),
        );
        for (const turn of turns.values()) await sendTurn(ctx, tx, { ...turn, ...options, railOf });
      },
    },
    ledgerHeads,
    payeeNotices,
  ];
}

/**
 * What settlement hears: awards the claims room approved, its own approved determination runs, and
 * payout runs that are being sent.
 */
export const settlementConsumers: readonly Consumer[] = settlementConsumersOver(installedRailOf);
