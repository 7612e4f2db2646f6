import type { CurrencyCode } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';

/** Where cash stands that did not reach a claimant, in the order it goes through them. */
export const unpaidKinds = ['payee_missing', 'returned', 'set_apart', 'given'] as const;

/** Where cash stands that did not reach a claimant. */
export type UnpaidKind = (typeof unpaidKinds)[number];

/** How many cash awards did not reach their claimants and stand in one place, and their sum. */
export interface UnpaidCount {
  readonly kind: UnpaidKind;
  readonly currency: CurrencyCode;
  readonly awardCount: bigint;
  readonly amountMinor: bigint;
}

/**
 * Counts the cash awards of an incident that did not reach their claimants: nobody said where to
 * pay, or the payment came back, or they are set apart, or given to the stated place. By currency.
 */
export async function countUnpaid(tx: Tx, incidentId: string): Promise<UnpaidCount[]> {
  const { rows } = await sql<UnpaidCount>`
    select kind, currency, count(*) as "awardCount", sum(amount_minor)::bigint as "amountMinor"
    from (
      select award.currency, award.amount_minor,
        case when kept.state in ('set_apart', 'given') then kept.state
          when last.state = 'returned' then 'returned'
          when last.state is null and award.payee_ref is null and changed.id is null
            then 'payee_missing' end as kind
      from settlement.award
        left join settlement.unclaimed as kept on kept.award_id = award.id
        left join lateral (select state from settlement.payout
          where payout.award_id = award.id order by attempt desc limit 1) as last on true
        left join lateral (select id from settlement.payee where payee.claim_id = award.claim_id
          limit 1) as changed on true
      where award.incident_id = ${incidentId} and award.remedy = 'cash'
    ) as unpaid
    where kind is not null group by kind, currency
    order by currency, array_position(${[...unpaidKinds]}::text[], kind)`.execute(tx);
  return rows;
}
