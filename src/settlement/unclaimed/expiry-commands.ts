import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Context,
  type Platform,
  PlatformError,
  requirePermission,
  systemActor,
} from '../../platform/index.ts';
import { expireGrants } from '../grants/grant-commands.ts';
import { expirePending } from '../ledger/commands.ts';
import { listLedgerIncidents } from '../ledger/ledger-queries.ts';
import { loadTerms } from './term-store.ts';
import { followUnclaimed } from './unclaimed-commands.ts';

/** What became due by itself: how many of each. */
export interface ExpiryReport {
  /** Reservations whose time has passed. */
  readonly pendingCount: number;
  /** Points, credit and vouchers whose time has passed. */
  readonly grantCount: number;
  /** Awards reminded of, set apart or given away. */
  readonly unclaimedCount: number;
}

/**
 * Does what is due by now in every ledger, each thing once: reservations, points, credit and
 * vouchers expire, and what cannot be paid is reminded of, set apart and given to its place. Nobody's
 * money is set apart or given away before somebody has set the terms for the incident.
 *
 * @throws PlatformError `outbound_closed` when this installation may not act for the database
 */
export async function expireDue(ctx: Context): Promise<ExpiryReport> {
  requirePermission(ctx, 'payout:prepare');
  await ctx.epochGate.demand();
  const sums = { pendingCount: 0, grantCount: 0, unclaimedCount: 0 };
  for (const incidentId of await ctx.read((tx) => listLedgerIncidents(tx))) {
    for (let count = 1; count > 0; sums.pendingCount += count) {
      count = await expirePending(ctx, incidentId);
    }
    sums.grantCount += await expireGrants(ctx, incidentId);
    const terms = await ctx.read((tx) => loadTerms(tx, incidentId));
    if (terms === undefined) continue;
    const { remind, set_apart: setApart, give } = await followUnclaimed(ctx, { incidentId, terms });
    sums.unclaimedCount += remind + setApart + give;
  }
  return sums;
}

/** Does what is due, a look every `intervalMs`, until the signal aborts; see {@link expireDue}. */
export async function runExpiry(
  platform: Platform,
  { signal, intervalMs = 3_600_000 }: { signal: AbortSignal; intervalMs?: number },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const report = await expireDue(platform.context({ actor: systemActor }));
      const isSomething = Object.values(report).some((count) => count > 0);
      if (isSomething) platform.log.info({ ...report }, 'what was due has expired');
    } catch (error) {
      // A copy that may not act says nothing: whoever may does it.
      const isClosed = error instanceof PlatformError && error.code === 'outbound_closed';
      const message = error instanceof Error ? error.message : String(error);
      if (!isClosed) platform.log.warn({ message }, 'what is due could not expire; trying again');
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
