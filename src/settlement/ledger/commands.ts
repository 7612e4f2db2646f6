import { accept, assert, type CurrencyCode, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import type { Account } from './account.ts';
import { derivedId } from './derived-id.ts';
import { decideTransfers, type TransferRefusal } from './post-transfer.ts';
import { listShortfalls, provisionRequest } from './provide.ts';
import {
  listExpiredPending,
  loadLedger,
  lockLedger,
  openChart,
  recordLedgerChange,
} from './store.ts';
import type { TransferRequest } from './transfer.ts';

/** What posting a batch answers: how many are new, and how many were recorded before. */
export interface PostedTransfers {
  readonly newCount: number;
  readonly repeatedCount: number;
  readonly headHash: string;
}

/**
 * Posts a batch of transfers to one incident's ledger in the caller's transaction: all or none.
 *
 * Idempotent for ever by transfer id: the same request again changes nothing and is accepted; the
 * same id with other content is refused with `transfer_id_reused`.
 */
export async function postTransfers(
  ctx: Context,
  tx: Tx,
  batch: { readonly incidentId: string; readonly requests: readonly TransferRequest[] },
): Promise<Outcome<PostedTransfers, TransferRefusal>> {
  const ledger = await lockLedger(tx, batch);
  const decision = decideTransfers(ledger, batch.requests, ctx.now);
  if (!decision.ok) return decision;
  const { incidentId } = batch;
  await recordLedgerChange(tx, incidentId, decision.value);
  const { transfers, repeatedIds } = decision.value;
  if (transfers.length > 0) {
    const payload = { incidentId };
    await publishEvents(tx, [
      { type: 'ledger_extended', subject: incidentId, payload, occurredAt: ctx.now },
    ]);
  }
  return accept({
    newCount: transfers.length,
    repeatedCount: repeatedIds.length,
    headHash: transfers.at(-1)?.hash ?? ledger.headHash,
  });
}

/** What a batch of transfers would do: the transfers as they would stand, and the accounts after. */
export interface TransfersPreview {
  readonly newCount: number;
  readonly repeatedCount: number;
  readonly accounts: readonly Account[];
}

/**
 * Decides a batch exactly as {@link postTransfers} would, and records nothing: a dry run.
 *
 * @returns the accounts the batch would change, with the sums they would have
 */
export async function previewTransfers(
  ctx: Context,
  batch: { readonly incidentId: string; readonly requests: readonly TransferRequest[] },
): Promise<Outcome<TransfersPreview, TransferRefusal | LedgerIncidentRefusal>> {
  requirePermission(ctx, 'ledger:read');
  const { incidentId, requests } = batch;
  return ctx.read(async (tx) => {
    const ledger = await loadLedger(tx, batch);
    if (ledger === undefined) return refuse({ code: 'incident_not_found', incidentId });
    const decision = decideTransfers(ledger, requests, ctx.now);
    if (!decision.ok) return decision;
    const { transfers, repeatedIds, accounts } = decision.value;
    return accept({
      newCount: transfers.length,
      repeatedCount: repeatedIds.length,
      accounts,
    });
  });
}

/**
 * Expires every pending transfer of an incident whose time has passed, and so frees what it held.
 *
 * @returns how many expired now
 */
export async function expirePending(ctx: Context, incidentId: string): Promise<number> {
  return ctx.transact(async (tx) => {
    const pending = await listExpiredPending(tx, { incidentId, at: ctx.now });
    const requests = pending.map(
      ({ id, reference }): TransferRequest => ({
        id: derivedId(['expire', id]),
        kind: 'expire',
        pendingId: id,
        code: 'pending_expired',
        reference,
      }),
    );
    if (requests.length === 0) return 0;
    const posted = await postTransfers(ctx, tx, { incidentId, requests });
    assert(posted.ok, 'ledger: what has expired is expired', posted);
    return posted.value.newCount;
  });
}

/**
 * Posts what becomes owed, out of the provision, and first sets aside what the provision falls
 * short of it, all in the caller's transaction. No provision is ever overdrawn.
 */
export async function postOwed(
  ctx: Context,
  tx: Tx,
  batch: { readonly incidentId: string; readonly requests: readonly TransferRequest[] },
): Promise<Outcome<PostedTransfers, TransferRefusal>> {
  const { incidentId, requests } = batch;
  const ledger = await lockLedger(tx, batch);
  const shortfalls = listShortfalls(ledger, requests);
  return postTransfers(ctx, tx, { incidentId, requests: [...shortfalls, ...requests] });
}

/** Why an incident has no ledger to post to. */
export interface LedgerIncidentRefusal {
  readonly code: 'incident_not_found';
  readonly incidentId: string;
}

/**
 * Sets money aside for an incident before anything is owed: the cost of redress, against the
 * provision. What becomes owed uses it first.
 */
export async function recordProvision(
  ctx: Context,
  provision: { id: string; incidentId: string; amountMinor: bigint; currency: CurrencyCode },
): Promise<Outcome<PostedTransfers, TransferRefusal | LedgerIncidentRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  const { id, incidentId, amountMinor, currency } = provision;
  return ctx.transact(async (tx) => {
    if (!(await openChart(tx, { incidentId, currency }))) {
      return refuse({ code: 'incident_not_found', incidentId });
    }
    const request = provisionRequest({ incidentId, currency, amountMinor, reference: id });
    const posted = await postTransfers(ctx, tx, { incidentId, requests: [request] });
    if (posted.ok && posted.value.newCount > 0) {
      const details = { amountMinor: amountMinor.toString(), currency };
      await recordAudit(tx, {
        ctx,
        action: 'settlement.provision_recorded',
        subject: incidentId,
        details,
      });
    }
    return posted;
  });
}
