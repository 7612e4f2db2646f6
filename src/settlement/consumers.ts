import { z } from 'zod';
import { assert } from '../kernel/index.ts';
import type { Consumer, Context, OutboxEvent, Tx } from '../platform/index.ts';
import { type ApprovedAward, transferForAward } from './award.ts';
import { recordAwardIssues, recordAwards } from './award-store.ts';
import { postDeterminationRun } from './determination/commands.ts';
import { postTransfers } from './ledger/commands.ts';
import { openChart } from './ledger/store.ts';

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

function parseAward(event: OutboxEvent): ApprovedAward {
  const award = awardApproved.parse(event.payload);
  const isMoney = award.amountMinor !== null && award.currency !== null;
  // An award of nothing, or in kind, carries no money at all.
  return isMoney && award.amountMinor !== 0n
    ? award
    : { ...award, amountMinor: null, currency: null };
}

/** Records approved awards and posts what each owes, in the transaction of the events. */
export async function recordApprovedAwards(
  ctx: Context,
  tx: Tx,
  awards: readonly ApprovedAward[],
): Promise<void> {
  const fresh = await recordAwards(tx, ctx, awards);
  const inKind = fresh.filter(({ remedy }) => remedy !== 'cash');
  if (inKind.length > 0) await recordAwardIssues(tx, ctx, inKind);
  for (const incidentId of new Set(fresh.map((award) => award.incidentId))) {
    const ofIncident = fresh.filter((award) => award.incidentId === incidentId);
    const currencies = new Set(ofIncident.flatMap(({ currency }) => currency ?? []));
    for (const currency of currencies) await openChart(tx, { incidentId, currency });
    const requests = ofIncident.flatMap((award) => transferForAward(award) ?? []);
    if (requests.length === 0) continue;
    const posted = await postTransfers(ctx, tx, { incidentId, requests });
    assert(posted.ok, 'settlement: an approved award is posted', posted);
  }
}

/** What settlement hears: awards the claims room approved, and its own approved runs. */
export const settlementConsumers: readonly Consumer[] = [
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
];
