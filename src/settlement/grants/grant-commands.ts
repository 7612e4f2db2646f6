import { accept, assert, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, type Tx } from '../../platform/index.ts';
import { accountId, heldAccountOf } from '../ledger/account.ts';
import { type LedgerIncidentRefusal, postTransfers } from '../ledger/commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { openChart } from '../ledger/store.ts';
import type { TransferRequest } from '../ledger/transfer.ts';
import { type Draw, drawDown, type LotsShortRefusal } from './draw-down.ts';
import {
  type HeldLot,
  type LotUse,
  lockExpiredLots,
  lockLotsOfParty,
  lockUse,
  recordExpired,
  recordUse,
} from './lot-store.ts';
import { type RemedyTerm, recordRemedyTerm } from './term-store.ts';

/** Why a use that the app told is not booked. */
export type UseRefusal =
  | LotsShortRefusal
  | { readonly code: 'use_id_reused'; readonly useId: string };

const codes = {
  used: 'grant_used',
  used_after_expiry: 'grant_used_after_expiry',
  expired: 'grant_expired',
} as const;

type Move = keyof typeof codes;

function transferOf(
  lot: HeldLot,
  moved: { readonly move: Move; readonly amountMinor: bigint; readonly key: readonly string[] },
): TransferRequest {
  const { incidentId, currency, awardId: reference } = lot;
  const { move, amountMinor, key } = moved;
  const account = (code: Parameters<typeof accountId>[0]['code']) =>
    accountId({ incidentId, currency, code });
  const from = move === 'used_after_expiry' ? 'breakage' : heldAccountOf(lot.remedy);
  return {
    id: derivedId([codes[move], ...key, reference]),
    kind: 'posted',
    debitAccountId: account(from),
    creditAccountId: account(move === 'expired' ? 'breakage' : 'redeemed'),
    amountMinor,
    currency,
    code: codes[move],
    reference,
  };
}

async function postMoves(
  ctx: Context,
  tx: Tx,
  moves: readonly { readonly lot: HeldLot; readonly request: TransferRequest }[],
): Promise<void> {
  for (const incidentId of new Set(moves.map(({ lot }) => lot.incidentId))) {
    const ofIncident = moves.filter(({ lot }) => lot.incidentId === incidentId);
    const requests = ofIncident.map(({ request }) => request);
    const posted = await postTransfers(ctx, tx, { incidentId, requests });
    assert(posted.ok, 'grants: what was used or expired is posted', posted);
  }
}

function requestsOf(lots: ReadonlyMap<string, HeldLot>, use: LotUse, draws: readonly Draw[]) {
  return draws.flatMap((draw) => {
    const lot = lots.get(draw.awardId);
    assert(lot !== undefined, 'grants: a use is drawn from lots of the party', draw);
    const key = [use.rail, use.useId];
    const late = draw.fromExpiredMinor;
    const parts = [
      { move: 'used' as const, amountMinor: draw.amountMinor - late, key },
      { move: 'used_after_expiry' as const, amountMinor: late, key },
    ];
    return parts
      .filter(({ amountMinor }) => amountMinor > 0n)
      .map((part) => ({ lot, request: transferOf(lot, part) }));
  });
}

/**
 * Books what the app says was used, drawn from what the party holds: the earliest expiry first, then
 * the order of issue. Once for each id of the app's; the same id with other content is refused. A
 * use from before an expiry that is told after it is taken out of the breakage again.
 */
export async function recordGrantUse(
  ctx: Context,
  use: LotUse,
): Promise<Outcome<{ readonly draws: readonly Draw[]; readonly isRepeated: boolean }, UseRefusal>> {
  requirePermission(ctx, 'payout:send');
  return ctx.transact(async (tx) => {
    const earlier = await lockUse(tx, use);
    if (earlier !== undefined) {
      const isSame = (['partyId', 'remedy', 'currency', 'amountMinor', 'usedAt'] as const).every(
        (key) => earlier[key] === use[key],
      );
      if (!isSame) return refuse({ code: 'use_id_reused' as const, useId: use.useId });
      return accept({ draws: [], isRepeated: true });
    }
    const held = await lockLotsOfParty(tx, use);
    const drawn = drawDown(held, { amountMinor: use.amountMinor, at: use.usedAt });
    if (!drawn.ok) return drawn;
    const lots = new Map(held.map((lot) => [lot.awardId, lot]));
    await recordUse(tx, ctx, { use, draws: drawn.value });
    await postMoves(ctx, tx, requestsOf(lots, use, drawn.value));
    return accept({ draws: drawn.value, isRepeated: false });
  });
}

const pageSize = 500;

/**
 * Books what has expired by now of an incident's points, credit and vouchers as breakage.
 *
 * @returns how many lots expired
 */
export async function expireGrants(ctx: Context, incidentId: string): Promise<number> {
  requirePermission(ctx, 'payout:prepare');
  for (let expiredCount = 0; ; ) {
    const count = await ctx.transact(async (tx) => {
      const lots = await lockExpiredLots(tx, { incidentId, now: ctx.now, limit: pageSize });
      if (lots.length === 0) return 0;
      await recordExpired(tx, lots);
      const moves = lots.map((lot) => {
        const amountMinor = lot.amountMinor - lot.usedMinor - lot.expiredMinor;
        // What was told late may have left less to expire: each booking is of its own used sum.
        const key = [String(lot.usedMinor)];
        return { lot, request: transferOf(lot, { move: 'expired', amountMinor, key }) };
      });
      await postMoves(ctx, tx, moves);
      return lots.length;
    });
    expiredCount += count;
    if (count < pageSize) return expiredCount;
  }
}

/** Sets how long a remedy is good and what it is estimated to cost; both with where it is from. */
export async function setRemedyTerm(
  ctx: Context,
  term: Omit<RemedyTerm, 'setBy' | 'setAt'> & { readonly incidentId: string },
): Promise<Outcome<null, LedgerIncidentRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  return ctx.transact(async (tx): Promise<Outcome<null, LedgerIncidentRefusal>> => {
    const { incidentId } = term;
    if (!(await openChart(tx, { incidentId, currency: term.currency ?? 'KRW' }))) {
      return refuse({ code: 'incident_not_found', incidentId });
    }
    await recordRemedyTerm(tx, ctx, term);
    const { unitCostMinor, ...rest } = term;
    const details = { ...rest, unitCostMinor: unitCostMinor?.toString() ?? null };
    const action = 'settlement.remedy_term_set';
    await recordAudit(tx, { ctx, action, subject: incidentId, details });
    return accept(null);
  });
}
