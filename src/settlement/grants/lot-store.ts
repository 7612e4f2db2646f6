import { addMs, type CurrencyCode, type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { Payout } from '../payouts/payout.ts';
import type { Draw, Lot } from './draw-down.ts';

/** A lot with the incident and the party it belongs to. */
export interface HeldLot extends Lot {
  readonly incidentId: string;
  readonly remedy: 'points' | 'credit' | 'voucher';
  readonly currency: CurrencyCode;
}

const dayMs = 86_400_000;

const lotColumns = sql`award_id as "awardId", incident_id as "incidentId", remedy, currency,
  amount_minor as "amountMinor", used_minor as "usedMinor", expired_minor as "expiredMinor",
  issue_order as "issueOrder", expires_at as "expiresAt"`;

/** Gives when what a run gives expires: so many days after it was sent, exclusive. */
export function expiryOf(sentAt: Instant, validDays: number | null): Instant | null {
  return validDays === null ? null : addMs(sentAt, validDays * dayMs);
}

/** Opens a lot for each payout of points, credit or vouchers that was given, in the order of their ids. */
export async function openLots(tx: Tx, ctx: Context, payouts: readonly Payout[]): Promise<void> {
  const ids = payouts.map(({ id }) => id);
  if (ids.length === 0) return;
  await sql`insert into settlement.lot (award_id, payout_id, incident_id, rail, remedy, party_id,
      currency, amount_minor, issued_at, expires_at)
    select payout.award_id, payout.id, payout.incident_id, payout.rail, payout.remedy,
      award.party_id, payout.currency, payout.amount_minor, ${renderInstant(ctx.now)}::timestamptz,
      payout.sent_at + run.valid_days * interval '1 day'
    from settlement.payout join settlement.award on award.id = payout.award_id
      join settlement.payout_run as run on run.id = payout.run_id
    where payout.id = any(${ids}::uuid[]) and payout.remedy in ('points', 'credit', 'voucher')
    order by payout.id
    on conflict (award_id) do update set payout_id = excluded.payout_id,
      rail = excluded.rail, issued_at = excluded.issued_at, expires_at = excluded.expires_at,
      expired_minor = 0, is_taken_back = false`.execute(tx);
}

/** Gives which of the payouts have a lot that was used, or that expired: it cannot be taken back. */
export async function listTouchedLots(tx: Tx, payoutIds: readonly string[]): Promise<Set<string>> {
  if (payoutIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`select payout_id as id from settlement.lot
    where payout_id = any(${[...payoutIds]}::uuid[]) and used_minor + expired_minor > 0
    for update`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Closes the lots of payouts that were taken back. */
export async function closeLots(tx: Tx, payoutIds: readonly string[]): Promise<void> {
  if (payoutIds.length === 0) return;
  await sql`update settlement.lot set is_taken_back = true
    where payout_id = any(${[...payoutIds]}::uuid[])`.execute(tx);
}

/** Locks what a party holds of a remedy on a rail, in a currency. */
export async function lockLotsOfParty(
  tx: Tx,
  of: { rail: string; partyId: string; remedy: string; currency: string },
): Promise<HeldLot[]> {
  const { rows } = await sql<HeldLot>`select ${lotColumns} from settlement.lot
    where rail = ${of.rail} and party_id = ${of.partyId} and remedy = ${of.remedy}
      and currency = ${of.currency} and not is_taken_back
    order by award_id for update`.execute(tx);
  return rows;
}

/** Locks lots of an incident that have expired and were not booked so, at most `limit`. */
export async function lockExpiredLots(
  tx: Tx,
  of: { incidentId: string; now: Instant; limit: number },
): Promise<HeldLot[]> {
  const { rows } = await sql<HeldLot>`select ${lotColumns} from settlement.lot
    where incident_id = ${of.incidentId} and expires_at <= ${renderInstant(of.now)}::timestamptz
      and used_minor + expired_minor < amount_minor and not is_taken_back
    order by expires_at, issue_order limit ${of.limit} for update`.execute(tx);
  return rows;
}

/** Books lots as expired, each with all that is left of it. */
export async function recordExpired(tx: Tx, lots: readonly HeldLot[]): Promise<void> {
  const ids = lots.map(({ awardId }) => awardId);
  await sql`update settlement.lot set expired_minor = amount_minor - used_minor
    where award_id = any(${ids}::uuid[])`.execute(tx);
}

/** A use of what a party holds, as the app tells it. */
export interface LotUse {
  readonly rail: string;
  /** The app's own id of the use: it has at most one effect, for ever. */
  readonly useId: string;
  readonly partyId: string;
  readonly remedy: 'points' | 'credit' | 'voucher';
  readonly currency: CurrencyCode;
  readonly amountMinor: bigint;
  readonly usedAt: Instant;
}

/** Finds a use that was recorded before; and holds every other recorder of it off. */
export async function lockUse(
  tx: Tx,
  name: Pick<LotUse, 'rail' | 'useId'>,
): Promise<LotUse | undefined> {
  const key = `lot use ${name.rail} ${name.useId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  const { rows } = await sql<LotUse>`select rail, use_id as "useId", party_id as "partyId", remedy,
      currency, amount_minor as "amountMinor", used_at as "usedAt"
    from settlement.lot_use where rail = ${name.rail} and use_id = ${name.useId}`.execute(tx);
  return rows[0];
}

/** Records a use with what was drawn for it. */
export async function recordUse(
  tx: Tx,
  ctx: Context,
  used: { readonly use: LotUse; readonly draws: readonly Draw[] },
): Promise<void> {
  const { use, draws } = used;
  await sql`insert into settlement.lot_use (rail, use_id, party_id, remedy, currency, amount_minor,
      used_at, recorded_at)
    values (${use.rail}, ${use.useId}, ${use.partyId}, ${use.remedy}, ${use.currency},
      ${use.amountMinor}, ${renderInstant(use.usedAt)}::timestamptz,
      ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
  const rows = draws.map((draw) => ({
    awardId: draw.awardId,
    amountMinor: draw.amountMinor.toString(),
    fromExpiredMinor: draw.fromExpiredMinor.toString(),
  }));
  await sql`with draw as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json)
        as row("awardId" uuid, "amountMinor" bigint, "fromExpiredMinor" bigint)
    ), recorded as (
      insert into settlement.lot_draw (rail, use_id, award_id, amount_minor, from_expired_minor)
      select ${use.rail}, ${use.useId}, "awardId", "amountMinor", "fromExpiredMinor" from draw
    )
    update settlement.lot set used_minor = used_minor + draw."amountMinor",
      expired_minor = expired_minor - draw."fromExpiredMinor"
    from draw where lot.award_id = draw."awardId"`.execute(tx);
}
