import { listClaimKinds } from '../../../claims/index.ts';
import type { Tx } from '../../../platform/index.ts';
import { listPayoutsByClaim } from '../../../settlement/index.ts';

/** Cash payouts to the claims of one class at one service, in one currency. */
export interface ServicePayouts {
  readonly partyClass: string;
  readonly service: string;
  readonly currency: string;
  readonly payoutCount: bigint;
  readonly paidCount: bigint;
  readonly paidMinor: bigint;
}

/**
 * Sums the payouts of an incident by class and service, in the order of both: the settlement knows
 * the claim of a payout, the claims its service.
 */
export async function sumPayouts(tx: Tx, incidentId: string): Promise<ServicePayouts[]> {
  const payouts = await listPayoutsByClaim(tx, incidentId);
  const kinds = await listClaimKinds(
    tx,
    payouts.map(({ claimId }) => claimId),
  );
  const kindOf = new Map(kinds.map((kind) => [kind.claimId, kind]));
  const sums = new Map<string, ServicePayouts>();
  for (const { claimId, currency, payoutCount, paidCount, paidMinor } of payouts) {
    const kind = kindOf.get(claimId);
    if (kind === undefined) throw new Error(`the payout of claim ${claimId} has no claim`);
    const { partyClass, service } = kind;
    const key = `${partyClass} ${service} ${currency}`;
    const sum = sums.get(key);
    sums.set(key, {
      partyClass,
      service,
      currency,
      payoutCount: (sum?.payoutCount ?? 0n) + payoutCount,
      paidCount: (sum?.paidCount ?? 0n) + paidCount,
      paidMinor: (sum?.paidMinor ?? 0n) + paidMinor,
    });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
