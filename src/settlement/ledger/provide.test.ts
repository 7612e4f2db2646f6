import { describe, expect, it } from 'vitest';
import { assert } from '../../kernel/index.ts';
import { type Account, accountId, chart } from './account.ts';
import { derivedId } from './derived-id.ts';
import { listShortfalls, provisionRequest } from './provide.ts';
import type { TransferRequest } from './transfer.ts';

const incidentId = derivedId(['incident']);

function accountsOf(currency: string, heldMinor = 0n): Account[] {
  return chart.map((row) => ({
    ...row,
    id: accountId({ incidentId, currency, code: row.code }),
    incidentId,
    currency,
    debitsPendingMinor: 0n,
    debitsPostedMinor: 0n,
    creditsPendingMinor: 0n,
    creditsPostedMinor: row.code === 'provision' ? heldMinor : 0n,
  }));
}

function ledgerWith(heldMinor: bigint) {
  const accounts = [...accountsOf('KRW', heldMinor), ...accountsOf('USD')];
  return {
    incidentId,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    transfers: new Map(),
  };
}

function owe(name: string, amountMinor: bigint, currency = 'KRW'): TransferRequest {
  return {
    id: derivedId(['award', name]),
    kind: 'posted',
    debitAccountId: accountId({ incidentId, currency, code: 'provision' }),
    creditAccountId: accountId({ incidentId, currency, code: 'approved_awards' }),
    amountMinor,
    currency,
    code: 'award_approved',
    reference: name,
  };
}

describe('what must be set aside before something is owed', () => {
  it.each([
    ['nothing was set aside', 0n, [40_000n]],
    ['one won is missing', 39_999n, [1n]],
    ['exactly enough was set aside', 40_000n, []],
    ['more than enough was set aside', 40_001n, []],
    ['an older ledger is overdrawn', -100n, [40_100n]],
  ] as const)('%s', (_name, heldMinor, expected) => {
    const requests = [owe('a', 30_000n), owe('b', 10_000n)];
    const shortfalls = listShortfalls(ledgerWith(heldMinor), requests);
    expect(shortfalls.map((one) => 'amountMinor' in one && one.amountMinor)).toEqual(expected);
  });

  it('is reckoned per currency, and named after the first request that needs it', () => {
    const requests = [owe('a', 5n), owe('b', 7n, 'USD'), owe('c', 6n)];
    const [first] = requests;
    assert(first !== undefined, 'a request');
    const shortfalls = listShortfalls(ledgerWith(0n), requests);
    expect(shortfalls).toEqual([
      provisionRequest({ incidentId, currency: 'KRW', amountMinor: 11n, reference: first.id }),
      expect.objectContaining({ currency: 'USD', amountMinor: 7n, code: 'provision_recorded' }),
    ]);
  });

  it('is nothing for requests on the ledger already, and for those out of other accounts', () => {
    const request = owe('a', 5n);
    const elsewhere = {
      ...owe('b', 5n),
      debitAccountId: accountId({ incidentId, currency: 'KRW', code: 'approved_awards' }),
    } as TransferRequest;
    const transfers = new Map([[request.id, {} as never]]);
    expect(listShortfalls({ ...ledgerWith(0n), transfers }, [request, elsewhere])).toEqual([]);
  });
});
