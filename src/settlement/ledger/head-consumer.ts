import type { Consumer } from '../../platform/index.ts';
import { publishEvents } from '../../platform/index.ts';
import { loadLedgerHead } from './store.ts';

/**
 * Publishes the head of every chain that grew, for the transparency log: how many transfers there
 * are and the hash of the last. Growth heard of together is published once, so that a long run is a
 * leaf per turn and not per batch.
 */
export const ledgerHeads: Consumer = {
  name: 'settlement.heads',
  eventTypes: ['ledger_extended'],
  batchSize: 1000,
  async consume(ctx, tx, events) {
    for (const incidentId of new Set(events.map(({ subject }) => subject))) {
      const head = await loadLedgerHead(tx, incidentId);
      if (head === undefined) continue;
      const { transferCount, headHash } = head;
      const payload = { incidentId, transferCount: transferCount.toString(), headHash };
      await publishEvents(tx, [
        { type: 'ledger_head_recorded', subject: incidentId, payload, occurredAt: ctx.now },
      ]);
    }
  },
};
