import type { JsonValue } from '../kernel/index.ts';
import {
  type Consumer,
  type Context,
  type OutboxEvent,
  publishEvents,
  type Tx,
} from '../platform/index.ts';
import { redecisionConsumer } from './appeals/redecision-consumer.ts';
import { assessByIds, assessStale } from './assess-commands.ts';
import { clusterConsumer } from './clusters/cluster-commands.ts';
import { contactConsumer } from './identity/contact-commands.ts';
import { replyConsumers } from './review/many/reply-commands.ts';

const claimsPerBatch = 500;

function textOf(event: OutboxEvent, member: string): string {
  const payload = event.payload as { readonly [key: string]: JsonValue };
  return String(payload[member]);
}

/**
 * Tells of claims that were filed and assessed, many in one event, so that whatever else is done
 * about a new claim adds nothing to the recording of it.
 */
async function publishArrivals(
  tx: Tx,
  { ctx, events }: { ctx: Context; events: readonly OutboxEvent[] },
): Promise<void> {
  const incidentIds = [...new Set(events.map((event) => textOf(event, 'incidentId')))];
  await publishEvents(
    tx,
    incidentIds.map((incidentId) => {
      const here = events.filter((event) => textOf(event, 'incidentId') === incidentId);
      const claimIds = here.map((event) => textOf(event, 'claimId'));
      const payload = { incidentId, claimIds };
      return { type: 'claims_arrived', subject: incidentId, payload, occurredAt: ctx.now };
    }),
  );
}

/**
 * Gives the claims room's ears: a claim that is filed is assessed, and a policy that is published or
 * whose day has come has every open claim of its incident assessed again, a batch at a time.
 *
 * Each batch is a transaction of its own, which also publishes `reassessment_advanced` while more
 * claims may wait; that event brings the next batch. Killed between two batches, the work goes on
 * from the event; killed within one, that batch is repeated whole. A claim assessed under the
 * policies in force now is not found again, so it is never assessed twice under the same ones.
 */
export function claimConsumers(options: { readonly batchSize?: number } = {}): readonly Consumer[] {
  const limit = options.batchSize ?? claimsPerBatch;
  return [
    {
      name: 'claims_assess',
      eventTypes: ['claim_submitted'],
      batchSize: 500,
      isPatient: true,
      async consume(ctx, tx, events) {
        const claimIds = events.map((event) => textOf(event, 'claimId'));
        await assessByIds(tx, { ctx, claimIds });
        await publishArrivals(tx, { ctx, events });
      },
    },
    {
      name: 'claims_assess_again',
      eventTypes: ['policy_published', 'policy_begun', 'reassessment_advanced'],
      batchSize: 10,
      async consume(ctx, tx, events) {
        for (const incidentId of new Set(events.map((event) => textOf(event, 'incidentId')))) {
          const batch = { ctx, incidentId, limit };
          const { assessedCount, isMoreWaiting } = await assessStale(tx, batch);
          if (!isMoreWaiting) continue;
          const payload = { incidentId, assessedCount };
          const next = { type: 'reassessment_advanced', subject: incidentId, payload };
          await publishEvents(tx, [{ ...next, occurredAt: ctx.now }]);
        }
      },
    },
    contactConsumer,
    ...replyConsumers({ batchSize: limit }),
    redecisionConsumer(options),
    clusterConsumer(),
  ];
}
