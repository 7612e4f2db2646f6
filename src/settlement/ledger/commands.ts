import { accept, type CurrencyCode, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, type Tx } from '../../platform/index.ts';
import { decideTransfers, type TransferRefusal } from './post-transfer.ts';
import { listShortfalls, provisionRequest } from './provide.ts';
import {
  listAccounts,
  listTransfers,
  loadLedgerHead,
  lockLedger,
  openChart,
  recordLedgerChange,
} from './store.ts';
import type { TransferRequest } from './transfer.ts';
import {
  checkTransfer,
  closeLedgerCheck,
  type LedgerFinding,
  startLedgerCheck,
} from './verify-ledger.ts';

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
  await recordLedgerChange(tx, batch.incidentId, decision.value);
  const { transfers, repeatedIds } = decision.value;
  return accept({
    newCount: transfers.length,
    repeatedCount: repeatedIds.length,
    headHash: transfers.at(-1)?.hash ?? ledger.headHash,
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

/** What re-deriving a ledger from its transfers found. */
export interface LedgerVerification {
  readonly transferCount: bigint;
  readonly headHash: string;
  readonly findings: readonly LedgerFinding[];
}

// Hashing a page holds up everything else the process does: about a twentieth of a second.
const pageSize = 1_000;

/**
 * Re-derives an incident's ledger from its transfers on one snapshot: hashes, chain, sums, pending
 * transfers, zero per currency.
 *
 * @returns undefined when the incident has no ledger
 */
export async function verifyLedger(
  ctx: Context,
  incidentId: string,
  onProgress?: (checkedCount: bigint) => void,
): Promise<LedgerVerification | undefined> {
  requirePermission(ctx, 'ledger:read');
  return ctx.read(async (tx) => {
    const head = await loadLedgerHead(tx, incidentId);
    if (head === undefined) return undefined;
    const check = startLedgerCheck(await listAccounts(tx, incidentId));
    for (;;) {
      const afterPosition = check.position;
      const page = await listTransfers(tx, { incidentId, afterPosition, limit: pageSize });
      for (const transfer of page) checkTransfer(check, transfer);
      onProgress?.(check.position);
      if (page.length < pageSize) break;
    }
    return { ...head, findings: closeLedgerCheck(check, head) };
  });
}
