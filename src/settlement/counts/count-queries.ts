import type { CurrencyCode } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';

/** How many cash awards are alike in class, clause and amount, and how far they are paid. */
export interface PaymentCell {
  readonly partyClass: string;
  readonly clause: string;
  readonly currency: CurrencyCode;
  readonly amountMinor: bigint;
  /** `paid`: confirmed by the rail. `returned`: the last attempt came back. Else `unpaid`. */
  readonly state: 'paid' | 'returned' | 'unpaid';
  readonly count: bigint;
}

/** Counts cash awards by class, clause, amount and where the last payment stands. */
export async function listPaymentCells(
  tx: Tx,
  incidentId: string,
): Promise<readonly PaymentCell[]> {
  const { rows } = await sql<PaymentCell>`
    select coalesce(award.party_class, '') as "partyClass", award.clause, award.currency,
      award.amount_minor as "amountMinor",
      case last.state when 'confirmed' then 'paid' when 'returned' then 'returned'
        else 'unpaid' end as state,
      count(*) as count
    from settlement.award
    left join lateral (select state from settlement.payout where payout.award_id = award.id
      order by attempt desc limit 1) as last on true
    where award.incident_id = ${incidentId} and award.remedy = 'cash'
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`.execute(tx);
  return rows;
}

/** Lists the claim and the instant of each confirmed payment, in milliseconds. */
export async function listConfirmedPayments(
  tx: Tx,
  incidentId: string,
): Promise<readonly { readonly claimId: string; readonly atMs: number }[]> {
  const { rows } = await sql<{ claimId: string; ms: string }>`
    select claim_id as "claimId", (extract(epoch from changed_at) * 1000)::bigint::text as ms
    from settlement.payout where incident_id = ${incidentId} and state = 'confirmed'`.execute(tx);
  return rows.map(({ claimId, ms }) => ({ claimId, atMs: Number(ms) }));
}

/** How many claims were given the same thing that is not cash. */
export interface IssueCell {
  readonly remedy: string;
  readonly name: string | null;
  readonly clause: string;
  readonly unit: string | null;
  readonly currency: CurrencyCode | null;
  readonly count: bigint;
  readonly amountMinor: bigint;
}

/** Counts what was issued on claims, not by determination runs, by remedy, name and clause. */
export async function listIssueCells(tx: Tx, incidentId: string): Promise<readonly IssueCell[]> {
  const { rows } = await sql<IssueCell>`
    select remedy, name, clause, unit, currency, sum(party_count)::bigint as count,
      coalesce(sum(amount_minor), 0)::bigint as "amountMinor"
    from settlement.issue where incident_id = ${incidentId} and award_id is not null
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`.execute(tx);
  return rows;
}
