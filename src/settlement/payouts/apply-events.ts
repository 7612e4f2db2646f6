import { assert, type JsonValue } from '../../kernel/index.ts';
import { type Context, listHeardTypes, publishEvents, type Tx } from '../../platform/index.ts';
import { closeLots, openLots } from '../grants/lot-store.ts';
import { isUnitRemedy } from '../ledger/account.ts';
import { postTransfers } from '../ledger/commands.ts';
import { closeOpenOutcomes } from './alarm-store.ts';
import { decidePayoutEvent, type Payout, type PayoutEventType, transfersFor } from './payout.ts';
import { type PayoutChange, recordPayoutChanges } from './store.ts';

/** One thing that happened to one locked payout. */
export interface PayoutOccurrence {
  readonly payout: Payout;
  readonly event: PayoutEventType;
  readonly reasonCode?: string;
  readonly isFinal?: boolean;
  readonly version?: bigint;
}

/** Lets the same thing happen to every payout. */
export function eventsOf(
  payouts: readonly Payout[],
  event: PayoutEventType,
  reasonCode?: string,
): PayoutOccurrence[] {
  const reason = reasonCode === undefined ? {} : { reasonCode };
  return payouts.map((payout) => ({ payout, event, ...reason }));
}

const told: readonly PayoutEventType[] = ['payout_confirmed', 'payout_failed', 'payout_returned'];

/**
 * Applies events to locked payouts: state, event, transfers and outbox together.
 *
 * The caller has checked that each event is allowed; one that is not is a fault. What nobody
 * listens to is not published: it stands in the payout's own history.
 */
export async function applyPayoutEvents(
  ctx: Context,
  tx: Tx,
  occurrences: readonly PayoutOccurrence[],
): Promise<void> {
  const changes = occurrences.map((occurrence): PayoutChange => {
    const decision = decidePayoutEvent(occurrence.payout, occurrence.event);
    assert(decision.ok, 'payout: the event is allowed in its state', decision);
    return { ...occurrence, next: decision.value };
  });
  if (changes.length === 0) return;
  await recordPayoutChanges(tx, ctx, changes);
  await followLots(ctx, tx, changes);
  const known = changes.filter(
    ({ payout, next }) => payout.state === 'unknown' && next !== 'unknown',
  );
  await closeOpenOutcomes(
    tx,
    ctx,
    known.map(({ payout }) => payout.id),
  );
  const heard = await listHeardTypes(tx, told);
  await publishEvents(
    tx,
    changes
      .filter(({ event }) => heard.has(event))
      .map(({ payout, event }) => {
        const { id: payoutId, awardId, claimId } = payout;
        const payload: JsonValue = { payoutId, awardId, claimId };
        return { type: event, subject: payoutId, payload, occurredAt: ctx.now };
      }),
  );
  await postChanges(ctx, tx, changes);
}

/** Posts what the changes move: last, because a ledger is held from then on until the commit. */
async function postChanges(ctx: Context, tx: Tx, changes: readonly PayoutChange[]): Promise<void> {
  for (const incidentId of new Set(changes.map(({ payout }) => payout.incidentId))) {
    const ofIncident = changes.filter(({ payout }) => payout.incidentId === incidentId);
    const requests = ofIncident.flatMap(({ payout, next }) => transfersFor(payout, next));
    if (requests.length === 0) continue;
    const posted = await postTransfers(ctx, tx, { incidentId, requests });
    assert(posted.ok, 'payout: its transfers are posted', posted);
  }
}

/** Opens the lots of what was given in points, credit or vouchers, and closes those taken back. */
async function followLots(ctx: Context, tx: Tx, changes: readonly PayoutChange[]): Promise<void> {
  const ofUnits = changes.filter(({ payout }) => isUnitRemedy(payout.remedy));
  if (ofUnits.length === 0) return;
  const given = ofUnits.filter(({ next }) => next === 'confirmed');
  const back = ofUnits.filter(({ next }) => next === 'returned');
  await openLots(
    tx,
    ctx,
    given.map(({ payout }) => payout),
  );
  await closeLots(
    tx,
    back.map(({ payout }) => payout.id),
  );
}
