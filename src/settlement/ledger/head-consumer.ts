import { type Consumer, type Context, publishEvents, type Tx } from '../../platform/index.ts';
import { loadLedgerHead } from './store.ts';

/**
 * Publishes the head of a ledger for the transparency log: how many transfers there are and the
 * hash of the last.
 *
 * @param about.publishedCount how many transfers the head published last covered; nothing is
 *   published while the ledger has not grown since
 */
export async function publishLedgerHead(
  ctx: Context,
  tx: Tx,
  about: { readonly incidentId: string; readonly publishedCount?: bigint | undefined },
): Promise<void> {
  const { incidentId, publishedCount } = about;
  const head = await loadLedgerHead(tx, incidentId);
  if (head === undefined || head.transferCount === publishedCount) return;
  const { transferCount, headHash } = head;
  const payload = { incidentId, transferCount: transferCount.toString(), headHash };
  await publishEvents(tx, [
    { type: 'ledger_head_recorded', subject: incidentId, payload, occurredAt: ctx.now },
  ]);
}

/**
 * Publishes the head of every chain that grew. Growth heard of together is published once, so that
 * a long run is a leaf per turn and not per batch.
 */
export const ledgerHeads: Consumer = {
  name: 'settlement.heads',
  eventTypes: ['ledger_extended'],
  batchSize: 1000,
  async consume(ctx, tx, events) {
    for (const incidentId of new Set(events.map(({ subject }) => subject))) {
      await publishLedgerHead(ctx, tx, { incidentId });
    }
  },
};
