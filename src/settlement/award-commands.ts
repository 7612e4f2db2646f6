import { assert } from '../kernel/index.ts';
import type { Context, Tx } from '../platform/index.ts';
import { type ApprovedAward, transferForAward } from './award.ts';
import { recordAwardIssues, recordAwards } from './award-store.ts';
import { postOwed } from './ledger/commands.ts';
import { openChart } from './ledger/store.ts';

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
    const posted = await postOwed(ctx, tx, { incidentId, requests });
    assert(posted.ok, 'settlement: an approved award is posted', posted);
  }
}
