import type { Context } from '../../platform/index.ts';
import { renderJournalEntry } from './render-journal.ts';
import { listAccounts, listTransfers } from './store.ts';

const pageSize = 1_000;

/**
 * Gives an incident's books as a plain-text journal, a piece at a time.
 *
 * Transfers are never changed, so the pieces agree although each is read on its own.
 */
export async function* streamJournal(
  ctx: Context,
  incidentId: string,
): AsyncGenerator<string, void> {
  const accounts = await ctx.read((tx) => listAccounts(tx, incidentId));
  const byId = new Map(accounts.map((account) => [account.id, account]));
  yield `; Books of incident ${incidentId}, exported by Amends.\n\n`;
  for (let afterPosition = 0n; ; ) {
    const asked = { incidentId, afterPosition, limit: pageSize };
    const transfers = await ctx.read((tx) => listTransfers(tx, asked));
    const last = transfers.at(-1);
    if (last === undefined) return;
    yield transfers.map((transfer) => renderJournalEntry(transfer, byId)).join('');
    afterPosition = last.position;
  }
}
