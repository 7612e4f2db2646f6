import { accept, type CurrencyCode, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  permissionsOf,
  type Role,
  recordAudit,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import {
  type ApprovalLimit,
  type ApprovalLimitRefusal,
  decideWithinLimits,
} from './limit-approval.ts';
import { runDigest } from './propose-run.ts';
import {
  listChunks,
  listLimits,
  loadLargestPayment,
  lockApprovedToday,
  type PayoutRun,
  recordLimit,
} from './run-store.ts';
import { recordChunkApproval } from './store.ts';

type ApprovalRefusal =
  | ApprovalLimitRefusal
  | { readonly code: 'payout_run_changed'; readonly runId: string };

/** Thrown to undo an approval of what is not what was prepared. */
class RunChanged extends Error {}

/**
 * Approves every payout of a run that is proposed, as far as the approver's limits allow and if it
 * is still what was prepared: each chunk is hashed as it is approved, and all is undone when they
 * have not the digest that is approved.
 */
export async function approvePayouts(
  ctx: Context,
  tx: Tx,
  run: PayoutRun,
): Promise<Outcome<{ readonly approvedCount: number }, ApprovalRefusal>> {
  const limited = await checkLimits(ctx, tx, run);
  if (!limited.ok) return limited;
  const hashes: string[] = [];
  let approvedCount = 0;
  for (const chunk of await listChunks(tx, run.id)) {
    const approved = await recordChunkApproval(tx, ctx, { runId: run.id, ...chunk });
    hashes.push(approved.hash);
    approvedCount += approved.approvedCount;
  }
  if (runDigest(hashes) !== run.digest) throw new RunChanged();
  return accept({ approvedCount });
}

/** Gives the refusal that an approval was undone for; any other failure goes on. */
export function refuseChanged(error: unknown, runId: string): Outcome<never, ApprovalRefusal> {
  if (error instanceof RunChanged) return refuse({ code: 'payout_run_changed', runId });
  throw error;
}

/** Tells whether the chunks of a run still have the digest that was approved. */
export async function isDigestKept(tx: Tx, run: PayoutRun): Promise<boolean> {
  const chunks = await listChunks(tx, run.id);
  return runDigest(chunks.map(({ hash }) => hash)) === run.digest;
}

/** The system itself stands for nobody and has no limit; neither has a role with none set. */
async function checkLimits(
  ctx: Context,
  tx: Tx,
  run: PayoutRun,
): Promise<Outcome<null, ApprovalLimitRefusal>> {
  const { roles } = ctx.actor;
  const approving = roles.filter((role) => permissionsOf([role]).includes('payout:approve'));
  if (approving.length === 0) return accept(null);
  const limits = await listLimits(tx, { roles: approving, currency: run.currency });
  return decideWithinLimits({
    limits,
    hasUnlimitedRole: limits.length < approving.length,
    largestMinor: await loadLargestPayment(tx, run.id),
    totalMinor: run.totalMinor,
    approvedTodayMinor: await lockApprovedToday(tx, ctx, run),
  });
}

/** A limit to set: what a role may approve in a currency; null lifts that bound. */
export interface LimitRequest extends ApprovalLimit {
  readonly role: Role;
  readonly currency: CurrencyCode;
}

/** Sets what a role may approve in a currency; who set it is on record. */
export async function setApprovalLimit(ctx: Context, limit: LimitRequest): Promise<void> {
  requirePermission(ctx, 'staff:administer');
  await ctx.transact(async (tx) => {
    await recordLimit(tx, ctx, limit);
    const { role, currency, paymentMinorMax, runMinorMax, dayMinorMax } = limit;
    const text = (bound: bigint | null): string | null => bound?.toString() ?? null;
    const details = {
      role,
      currency,
      paymentMinorMax: text(paymentMinorMax),
      runMinorMax: text(runMinorMax),
      dayMinorMax: text(dayMinorMax),
    };
    const action = 'settlement.approval_limit_set';
    await recordAudit(tx, { ctx, action, subject: role, details });
  });
}
