import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';

/** Gives how payments name a payee that was changed. */
export const payeeRefOf = (payeeId: string): string => `payee:${payeeId}`;

/** Records where a claimant asked to be paid after all. */
export async function recordPayee(
  tx: Tx,
  ctx: Context,
  payee: {
    payeeId: string;
    claimId: string;
    incidentId: string;
    salt: Uint8Array;
    sealed: Uint8Array;
    fingerprint: string;
    usableFrom: Instant;
  },
): Promise<void> {
  await sql`insert into settlement.payee (id, claim_id, incident_id, salt, sealed, fingerprint,
      changed_by, changed_at, usable_from)
    values (${payee.payeeId}, ${payee.claimId}, ${payee.incidentId}, ${Buffer.from(payee.salt)},
      ${Buffer.from(payee.sealed)}, ${payee.fingerprint}, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz, ${renderInstant(payee.usableFrom)}::timestamptz)
    `.execute(tx);
}

/**
 * Holds every other change of where a claim is paid off until the transaction ends.
 *
 * @returns from when a payee of the claim with that id may be paid; undefined when there is none
 */
export async function lockPayee(
  tx: Tx,
  of: { claimId: string; payeeId: string },
): Promise<{ readonly usableFrom: Instant } | undefined> {
  const key = `payee ${of.claimId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  const { rows } = await sql<{ usableFrom: Instant }>`select usable_from as "usableFrom"
    from settlement.payee where id = ${of.payeeId} and claim_id = ${of.claimId}`.execute(tx);
  return rows[0];
}

/** Why a claim needs another account, or the first one. */
export interface PayeeNeed {
  readonly reason: 'returned' | 'failed' | 'payee_missing';
  /** another account was given since: from when it may be paid */
  readonly usableFrom?: Instant;
}

/**
 * Tells whether cash of a claim waits for the claimant to say where to pay: a payment came back or
 * failed and no other was made since, or nobody said where. What was given away waits no more.
 *
 * @returns the worst of the claim’s awards; undefined while nothing waits for an account
 */
export async function loadPayeeNeed(tx: Tx, claimId: string): Promise<PayeeNeed | undefined> {
  const { rows } = await sql<{ reason: PayeeNeed['reason']; usableFrom: Instant | null }>`
    select coalesce(last.state, 'payee_missing') as reason, changed.usable_from as "usableFrom"
    from settlement.award
      left join settlement.unclaimed as kept on kept.award_id = award.id
      left join lateral (select state, payee_ref from settlement.payout
        where payout.award_id = award.id order by attempt desc limit 1) as last on true
      left join lateral (select id, usable_from from settlement.payee
        where payee.claim_id = award.claim_id
        order by changed_at desc, id desc limit 1) as changed
        on last.payee_ref is distinct from 'payee:' || changed.id
    where award.claim_id = ${claimId} and award.remedy = 'cash'
      and kept.state is distinct from 'given'
      and (last.state in ('returned', 'failed')
        or last.state is null and award.payee_ref is null)
    order by array_position(array['returned', 'failed', 'payee_missing'],
      coalesce(last.state, 'payee_missing')) limit 1`.execute(tx);
  const [need] = rows;
  if (need === undefined) return undefined;
  const { reason, usableFrom } = need;
  return usableFrom === null ? { reason } : { reason, usableFrom };
}
