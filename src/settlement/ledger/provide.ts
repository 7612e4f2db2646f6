import { type AccountName, accountId, availableMinor } from './account.ts';
import { derivedId } from './derived-id.ts';
import type { LedgerView } from './post-transfer.ts';
import type { TransferRequest } from './transfer.ts';

/**
 * Gives the request that sets money aside: the cost of redress, against the provision.
 *
 * @param provision.reference what it is set aside for; one reference sets aside once
 */
export function provisionRequest(
  provision: Omit<AccountName, 'code'> & {
    readonly amountMinor: bigint;
    readonly reference: string;
  },
): TransferRequest {
  const { incidentId, currency, amountMinor, reference } = provision;
  return {
    id: derivedId(['provision', reference]),
    kind: 'posted',
    debitAccountId: accountId({ incidentId, currency, code: 'redress_cost' }),
    creditAccountId: accountId({ incidentId, currency, code: 'provision' }),
    amountMinor,
    currency,
    code: 'provision_recorded',
    reference,
  };
}

/**
 * Gives what must be set aside before the requests are posted, one request per currency that falls
 * short: an obligation is a cost the moment it exists, whether or not it was foreseen.
 *
 * What was set aside earlier is used first. Requests that are on the ledger already need nothing.
 *
 * @source IAS 37, paragraphs 14 (recognition), 59 (adjusted to the best estimate)
 */
export function listShortfalls(
  ledger: Pick<LedgerView, 'incidentId' | 'accounts' | 'transfers'>,
  requests: readonly TransferRequest[],
): TransferRequest[] {
  const { incidentId, accounts, transfers } = ledger;
  const neededBy = new Map<string, { neededMinor: bigint; firstId: string }>();
  for (const request of requests) {
    if ('pendingId' in request || transfers.has(request.id)) continue;
    const { currency, debitAccountId, amountMinor, id } = request;
    if (debitAccountId !== accountId({ incidentId, currency, code: 'provision' })) continue;
    const before = neededBy.get(currency) ?? { neededMinor: 0n, firstId: id };
    neededBy.set(currency, { ...before, neededMinor: before.neededMinor + amountMinor });
  }
  return [...neededBy].flatMap(([currency, { neededMinor, firstId }]) => {
    const provision = accounts.get(accountId({ incidentId, currency, code: 'provision' }));
    const heldMinor = provision === undefined ? 0n : availableMinor(provision);
    const amountMinor = neededMinor - heldMinor;
    const reference = firstId;
    return amountMinor > 0n
      ? [provisionRequest({ incidentId, currency, amountMinor, reference })]
      : [];
  });
}
