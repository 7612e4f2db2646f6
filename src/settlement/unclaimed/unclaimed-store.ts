import { type CurrencyCode, type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { UnclaimedAward } from './decide-unclaimed.ts';

const awardColumns = sql`award.id as "awardId", award.claim_id as "claimId",
  award.incident_id as "incidentId", award.amount_minor as "amountMinor", award.currency,
  coalesce(kept.reminder_count, 0) as "reminderCount", coalesce(kept.state, 'new') as state,
  coalesce(kept.round, 1) as round`;

/** Holds every other follow-up of an incident off until the transaction ends: each step is taken once. */
export async function lockFollowing(tx: Tx, incidentId: string): Promise<void> {
  const key = `unclaimed ${incidentId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

/** Lists, and locks, the cash awards of an incident that cannot be paid now, a page after an id. */
export async function lockUnpayable(
  tx: Tx,
  page: { incidentId: string; afterId: string; limit: number },
): Promise<UnclaimedAward[]> {
  const { rows } = await sql<UnclaimedAward>`
    select ${awardColumns},
      case when last.state = 'returned' then 'returned_payee_unchanged' else 'payee_missing' end
        as reason,
      coalesce(last.changed_at, award.approved_at) as since,
      case when last.state = 'returned' then 'returned' else 'approved_awards' end
        as "sourceAccount"
    from settlement.award
      left join settlement.unclaimed as kept on kept.award_id = award.id
      left join lateral (select state, payee_ref, changed_at from settlement.payout
        where payout.award_id = award.id order by attempt desc limit 1) as last on true
      left join lateral (select id from settlement.payee where payee.claim_id = award.claim_id
        order by changed_at desc, id desc limit 1) as changed on true
    where award.incident_id = ${page.incidentId} and award.remedy = 'cash'
      and award.id > ${page.afterId}::uuid
      and (last.state = 'returned'
          and coalesce('payee:' || changed.id, award.payee_ref) = last.payee_ref
        or last.state is null and award.payee_ref is null and changed.id is null)
    order by award.id limit ${page.limit} for update of award`.execute(tx);
  return rows;
}

/** Lists, and locks, what is set apart for a claim. */
export async function lockSetApart(tx: Tx, claimId: string): Promise<UnclaimedAward[]> {
  const { rows } = await sql<UnclaimedAward>`
    select ${awardColumns}, kept.reason, kept.since, kept.source_account as "sourceAccount"
    from settlement.unclaimed as kept join settlement.award on award.id = kept.award_id
    where award.claim_id = ${claimId} and kept.state in ('set_apart', 'waiting')
    order by award.id for update of kept`.execute(tx);
  return rows;
}

/** Records how far the follow-up of an award is. */
export async function recordUnclaimed(
  tx: Tx,
  ctx: Context,
  award: Omit<UnclaimedAward, 'state'> & {
    readonly state: 'waiting' | 'set_apart' | 'taken_up' | 'given';
    readonly place?: string;
  },
): Promise<void> {
  const at = renderInstant(ctx.now);
  await sql`insert into settlement.unclaimed (award_id, incident_id, reason, since, reminder_count,
      reminded_at, state, source_account, round, changed_at, place)
    values (${award.awardId}, ${award.incidentId}, ${award.reason},
      ${renderInstant(award.since)}::timestamptz, ${award.reminderCount},
      case when ${award.state} = 'waiting' then ${at}::timestamptz end, ${award.state},
      ${award.sourceAccount}, ${award.round}, ${at}::timestamptz, ${award.place ?? null})
    on conflict (award_id) do update set reason = excluded.reason, since = excluded.since,
      reminder_count = excluded.reminder_count,
      reminded_at = coalesce(excluded.reminded_at, unclaimed.reminded_at),
      state = excluded.state, source_account = excluded.source_account, round = excluded.round,
      changed_at = excluded.changed_at, place = excluded.place`.execute(tx);
}

/** How many awards cannot be paid, by state and reason, and what they come to; nobody is named. */
export interface UnclaimedCount {
  readonly state: string;
  readonly reason: string;
  readonly currency: CurrencyCode;
  readonly awardCount: bigint;
  readonly amountMinor: bigint;
  readonly oldestSince: Instant;
}

/** Counts an incident's awards that cannot be paid, for everybody to see. */
export async function countUnclaimed(tx: Tx, incidentId: string): Promise<UnclaimedCount[]> {
  const { rows } = await sql<UnclaimedCount>`
    select kept.state, kept.reason, award.currency, count(*) as "awardCount",
      sum(award.amount_minor)::bigint as "amountMinor", min(kept.since) as "oldestSince"
    from settlement.unclaimed as kept join settlement.award on award.id = kept.award_id
    where kept.incident_id = ${incidentId}
    group by 1, 2, 3 order by 1, 2, 3`.execute(tx);
  return rows;
}

/** Lists a claim's cash awards with their incident. */
export async function listAwardsOfClaim(
  tx: Tx,
  claimId: string,
): Promise<readonly { readonly awardId: string; readonly incidentId: string }[]> {
  const { rows } = await sql<{ awardId: string; incidentId: string }>`
    select id as "awardId", incident_id as "incidentId" from settlement.award
    where claim_id = ${claimId} and remedy = 'cash' order by id`.execute(tx);
  return rows;
}

/** Counts other claims that are paid to the same account. */
export async function countSharedPayee(
  tx: Tx,
  of: { claimId: string; fingerprint: string },
): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`select count(distinct claim_id) as count
    from settlement.payee
    where fingerprint = ${of.fingerprint} and claim_id <> ${of.claimId}`.execute(tx);
  return Number(rows[0]?.count ?? 0n);
}

/** An award that cannot be paid, by the number of its claim. */
export interface UnpayableAward {
  readonly awardId: string;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly reason: string;
  readonly state: string;
  readonly reminderCount: number;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly since: Instant;
}

/** Lists an incident's awards that cannot be paid and are followed up, the oldest first; at most 200. */
export async function listUnpayable(tx: Tx, incidentId: string): Promise<UnpayableAward[]> {
  const { rows } = await sql<UnpayableAward>`select kept.award_id as "awardId",
      award.claim_id as "claimId", coalesce(claim.number, '') as "claimNumber", kept.reason,
      kept.state, kept.reminder_count as "reminderCount", award.amount_minor as "amountMinor",
      award.currency, kept.since
    from settlement.unclaimed as kept join settlement.award on award.id = kept.award_id
      left join claims.claim on claim.id = award.claim_id
    where kept.incident_id = ${incidentId} and kept.state in ('waiting', 'set_apart')
    order by kept.since, kept.award_id limit 200`.execute(tx);
  return rows;
}
