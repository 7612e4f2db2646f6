import type { JsonValue } from '../kernel/index.ts';
import type { Consumer, OutboxEvent } from '../platform/index.ts';
import { assessByIds, assessStale } from './assess-commands.ts';

const chunk = 500;

function textOf(event: OutboxEvent, member: string): string {
  const payload = event.payload as { readonly [key: string]: JsonValue };
  return String(payload[member]);
}

/**
 * Gives the claims room's ears: a claim that is filed is assessed, and a policy that is published
 * has every open claim of its incident assessed again.
 */
export function claimConsumers(): readonly Consumer[] {
  return [
    {
      name: 'claims_assess',
      eventTypes: ['claim_submitted'],
      batchSize: 500,
      async consume(ctx, tx, events) {
        const claimIds = events.map((event) => textOf(event, 'claimId'));
        await assessByIds(tx, { ctx, claimIds });
      },
    },
    {
      name: 'claims_assess_again',
      eventTypes: ['policy_published'],
      batchSize: 10,
      async consume(ctx, tx, events) {
        for (const incidentId of new Set(events.map((event) => textOf(event, 'incidentId')))) {
          let assessed = 1;
          while (assessed > 0) assessed = await assessStale(tx, { ctx, incidentId, limit: chunk });
        }
      },
    },
  ];
}
