import { sql, type Tx } from '../../platform/index.ts';
import type { PayoutState } from '../payouts/payout.ts';
import { type PaymentStanding, readPaymentStanding } from './payment-standing.ts';

/** A claim that was awarded something, and how far that is paid. */
export interface ClaimStanding {
  readonly claimId: string;
  readonly standing: PaymentStanding;
}

/** Lists how far claims are paid, by claim id; claims that were awarded nothing are left out. */
export async function listPaymentStandings(
  tx: Tx,
  claimIds: readonly string[],
): Promise<ClaimStanding[]> {
  const { rows } = await sql<{ claimId: string; states: (PayoutState | 'none' | 'issued')[] }>`
    select award.claim_id as "claimId", array_agg(
      case when award.remedy <> 'cash' and coalesce(last.state, 'confirmed') = 'confirmed'
        then 'issued' else coalesce(last.state, 'none') end) as states
    from settlement.award
    left join lateral (
      select state from settlement.payout where payout.award_id = award.id
      order by attempt desc limit 1
    ) as last on true
    where award.claim_id = any(${[...claimIds]}::uuid[])
    group by award.claim_id order by award.claim_id`.execute(tx);
  return rows.flatMap(({ claimId, states }) => {
    const standing = readPaymentStanding(states);
    return standing === undefined ? [] : [{ claimId, standing }];
  });
}
