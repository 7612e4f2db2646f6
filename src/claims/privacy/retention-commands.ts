import { setTimeout as sleep } from 'node:timers/promises';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  type Platform,
  recordAudit,
  requirePermission,
  systemActor,
} from '../../platform/index.ts';
import { evolve } from '../claim.ts';
import { mayActFor } from '../claim-commands.ts';
import type { RulesChanged } from '../review/queue/second-review-commands.ts';
import { eraseStoredClaim, lockClaims, recordClaimEvents, toClaim } from '../store.ts';
import {
  listDueClaims,
  listRetainedIncidents,
  loadRetention,
  lockRetention,
  recordErasureRequest,
  recordRetention,
} from './privacy-store.ts';
import { dueBefore } from './retention.ts';

type NotFound = { readonly code: 'claim_not_found' };

/**
 * Asks for a claim's personal data to be erased: the claimant by its token, or staff for the
 * person. Somebody permitted to erase carries it out; the same request again changes nothing.
 */
export async function askErasure(
  ctx: Context,
  input: { readonly requestId: string; readonly claimId: string; readonly token?: string },
): Promise<Outcome<{ readonly requestId: string }, NotFound>> {
  const { requestId, claimId, token } = input;
  return ctx.transact(async (tx): Promise<Outcome<{ requestId: string }, NotFound>> => {
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined || !mayActFor(ctx, { row, token })) {
      return refuse({ code: 'claim_not_found' });
    }
    if (await recordErasureRequest(tx, { ctx, requestId, claimId })) {
      await recordAudit(tx, { ctx, action: 'erasure_asked', subject: claimId });
    }
    return accept({ requestId });
  });
}

/**
 * Publishes how long an incident's personal data is kept; it holds from the next look on.
 *
 * @param input `baseVersion` is the version that was read, where the caller says so; when it is no
 *   longer the newest, nothing is changed
 */
export async function publishRetention(
  ctx: Context,
  input: {
    readonly incidentId: string;
    readonly personalDays: number;
    readonly baseVersion?: number;
  },
): Promise<Outcome<{ readonly version: number }, RulesChanged>> {
  requirePermission(ctx, 'claim:erase');
  const { incidentId, personalDays, baseVersion } = input;
  return ctx.transact(async (tx): Promise<Outcome<{ version: number }, RulesChanged>> => {
    await lockRetention(tx, incidentId);
    const newest = (await loadRetention(tx, incidentId)).version;
    if (baseVersion !== undefined && baseVersion !== newest) {
      return refuse({ code: 'rules_changed', version: newest });
    }
    const version = newest + 1;
    await recordRetention(tx, { ctx, incidentId, version, personalDays });
    const details = { version, personalDays };
    await recordAudit(tx, { ctx, action: 'retention_published', subject: incidentId, details });
    return accept({ version });
  });
}

async function eraseDue(
  ctx: Context,
  { incidentId, limit }: { incidentId: string; limit: number },
): Promise<number> {
  return ctx.transact(async (tx) => {
    const { personalDays, version } = await loadRetention(tx, incidentId);
    if (personalDays === undefined) return 0;
    const decidedBy = dueBefore(ctx.now, personalDays);
    const due = await listDueClaims(tx, { incidentId, decidedBy, limit });
    const rows = [...(await lockClaims(tx, due)).values()].filter(
      (row) => row.erased_at === null && (row.state === 'approved' || row.state === 'closed'),
    );
    const event = { type: 'claim_erased' } as const;
    await recordClaimEvents(tx, {
      ctx,
      changes: rows.map((row) => ({
        claimId: row.id,
        events: [event],
        next: evolve(toClaim(row), event),
      })),
    });
    for (const { id: claimId } of rows) await eraseStoredClaim(tx, { claimId, at: ctx.now });
    if (rows.length > 0) {
      const details = { version, claimIds: rows.map(({ id }) => id) };
      await recordAudit(tx, { ctx, action: 'retention_applied', subject: incidentId, details });
    }
    return rows.length;
  });
}

/**
 * Erases the personal data of claims whose time is over, up to `limit` of each incident; each
 * incident in a transaction of its own. Claims that are open, or open again by an appeal, are left.
 *
 * @returns how many were erased; 0 when nothing was due
 */
export async function applyRetention(
  ctx: Context,
  { limit = 200 }: { readonly limit?: number } = {},
): Promise<number> {
  requirePermission(ctx, 'case:run');
  const incidentIds = await ctx.read((tx) => listRetainedIncidents(tx));
  let count = 0;
  for (const incidentId of incidentIds) count += await eraseDue(ctx, { incidentId, limit });
  return count;
}

/** Applies retention, a look every `intervalMs`, until the signal aborts. */
export async function runRetention(
  platform: Platform,
  { signal, intervalMs = 60_000 }: { signal: AbortSignal; intervalMs?: number },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const count = await applyRetention(platform.context({ actor: systemActor }));
      if (count > 0) platform.log.info({ count }, 'personal data whose time is over was erased');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      platform.log.warn({ message }, 'retention could not be applied; trying again');
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
