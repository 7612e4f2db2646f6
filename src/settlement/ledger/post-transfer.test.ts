import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMs,
  assert,
  canonicalJson,
  type Instant,
  instantFromEpochMs,
  type Outcome,
  renderInstant,
} from '../../kernel/index.ts';
import { type Account, type AccountCode, accountId, balanceMinor, chart } from './account.ts';
import { derivedId } from './derived-id.ts';
import { decideTransfers, type LedgerChange, type LedgerView } from './post-transfer.ts';
import { emptyLedgerHash, renderHashed, type Transfer, type TransferRequest } from './transfer.ts';
import { checkTransfer, closeLedgerCheck, startLedgerCheck } from './verify-ledger.ts';

const incidentId = '01900000-0000-7000-8000-000000000001';
const at = instantFromEpochMs(Date.UTC(2022, 9, 19));
const idOf = (name: string): string => derivedId(['test', name]);
const account = (code: AccountCode, currency = 'KRW'): string =>
  accountId({ incidentId, currency, code });

function chartOf(currency: string): Account[] {
  return chart.map((row) => ({
    ...row,
    id: account(row.code, currency),
    incidentId,
    currency,
    debitsPendingMinor: 0n,
    debitsPostedMinor: 0n,
    creditsPendingMinor: 0n,
    creditsPostedMinor: 0n,
  }));
}

const emptyLedger: LedgerView = {
  incidentId,
  transferCount: 0n,
  headHash: emptyLedgerHash,
  accounts: new Map([...chartOf('KRW'), ...chartOf('USD')].map((entry) => [entry.id, entry])),
  transfers: new Map(),
  resolvedIds: new Set(),
};

type Movement = Extract<TransferRequest, { debitAccountId: string }>;

function move(change: Partial<Movement> = {}): Movement {
  return {
    id: idOf('new'),
    kind: 'posted',
    debitAccountId: account('redress_cost'),
    creditAccountId: account('approved_awards'),
    amountMinor: 30_000n,
    currency: 'KRW',
    code: 'award_approved',
    reference: 'award',
    ...change,
  };
}

function resolve(
  kind: 'post' | 'void' | 'expire',
  change: { id?: string; pendingId?: string } = {},
) {
  const pendingId = idOf('pending');
  return { id: idOf(kind), pendingId, kind, code: 'resolve', reference: 'payout', ...change };
}

function accepted(outcome: Outcome<LedgerChange>): LedgerChange {
  assert(outcome.ok, 'the batch is accepted', outcome);
  return outcome.value;
}

function after(ledger: LedgerView, requests: readonly TransferRequest[]): LedgerView {
  const change = accepted(decideTransfers(ledger, requests, at));
  const transfers = new Map(ledger.transfers);
  for (const transfer of change.transfers) transfers.set(transfer.id, transfer);
  const accounts = new Map(ledger.accounts);
  for (const changed of change.accounts) accounts.set(changed.id, changed);
  return {
    incidentId,
    transferCount: ledger.transferCount + BigInt(change.transfers.length),
    headHash: change.transfers.at(-1)?.hash ?? ledger.headHash,
    accounts,
    transfers,
    resolvedIds: new Set([...transfers.values()].flatMap(({ pendingId }) => pendingId ?? [])),
  };
}

const reserve = move({
  id: idOf('pending'),
  kind: 'pending',
  debitAccountId: account('approved_awards'),
  creditAccountId: account('in_flight'),
});
const owed = after(emptyLedger, [move({ id: idOf('owed') })]);
const reserved = after(owed, [reserve]);
const posted = after(reserved, [resolve('post')]);
const untilNextDay = { ...reserve, expiresAt: addMs(at, 86_400_000) };
const waiting = after(owed, [untilNextDay]);
const nextDay = untilNextDay.expiresAt;

describe('deciding transfers', () => {
  // Each row changes one thing; rows stand in the order the checks are made.
  const table: [string, LedgerView, TransferRequest, string][] = [
    ['an id that is no UUID', owed, move({ id: 'one' }), 'transfer_id_malformed'],
    [
      'an id used with another amount',
      owed,
      move({ id: idOf('owed'), amountMinor: 30_001n }),
      'transfer_id_reused',
    ],
    [
      'an id used with another reference',
      owed,
      move({ id: idOf('owed'), reference: 'other' }),
      'transfer_id_reused',
    ],
    ['an id used for another kind', reserved, { ...reserve, kind: 'posted' }, 'transfer_id_reused'],
    ['a post of nothing', owed, resolve('post'), 'transfer_pending_unknown'],
    [
      'a post of what is not pending',
      owed,
      resolve('post', { pendingId: idOf('owed') }),
      'transfer_not_pending',
    ],
    [
      'a second post',
      posted,
      resolve('post', { id: idOf('post again') }),
      'transfer_already_resolved',
    ],
    ['a void after a post', posted, resolve('void'), 'transfer_already_resolved'],
    ['an expiry of what never expires', reserved, resolve('expire'), 'transfer_not_expired'],
    ['an expiry too early', waiting, resolve('expire'), 'transfer_not_expired'],
    [
      'an expiry of what is not pending',
      owed,
      move({ expiresAt: nextDay }),
      'transfer_expiry_misplaced',
    ],
    ['an expiry in the present', owed, { ...reserve, expiresAt: at }, 'transfer_expiry_misplaced'],
    [
      'an id used with another expiry',
      waiting,
      { ...untilNextDay, expiresAt: addMs(nextDay, 1) },
      'transfer_id_reused',
    ],
    [
      'an unknown debit account',
      owed,
      move({ debitAccountId: idOf('nobody') }),
      'transfer_account_unknown',
    ],
    [
      'an unknown credit account',
      owed,
      move({ creditAccountId: idOf('nobody') }),
      'transfer_account_unknown',
    ],
    [
      'one account on both sides',
      owed,
      move({ creditAccountId: account('redress_cost') }),
      'transfer_accounts_equal',
    ],
    ['another currency', owed, move({ currency: 'USD' }), 'transfer_currency_differs'],
    [
      'accounts of two currencies',
      owed,
      move({ creditAccountId: account('points', 'USD') }),
      'transfer_currency_differs',
    ],
    ['nothing', owed, move({ amountMinor: 0n }), 'transfer_amount_not_positive'],
    ['less than nothing', owed, move({ amountMinor: -1n }), 'transfer_amount_not_positive'],
    ['more than 64 bits', owed, move({ amountMinor: 2n ** 63n }), 'transfer_amount_too_large'],
    [
      'one won more than is owed',
      owed,
      { ...reserve, amountMinor: 30_001n },
      'transfer_account_overdrawn',
    ],
    [
      'what is already reserved',
      reserved,
      { ...reserve, id: idOf('pending 2'), amountMinor: 1n },
      'transfer_account_overdrawn',
    ],
  ];
  it.each(table)('refuses %s', (_name, ledger, request, code) => {
    const outcome = decideTransfers(ledger, [request], at);
    expect(outcome).toMatchObject({ ok: false, refusal: { code, transferId: request.id } });
  });

  it('answers a repeated request as the first time and changes nothing', () => {
    const change = accepted(decideTransfers(posted, [reserve, resolve('post')], at));
    expect(change.transfers).toEqual([]);
    expect(change.accounts).toEqual([]);
    expect(change.repeatedIds).toEqual([idOf('pending'), idOf('post')]);
  });

  const edges: [number, 'post' | 'void' | 'expire', string][] = [
    [-1, 'post', 'accepted'],
    [-1, 'void', 'accepted'],
    [-1, 'expire', 'transfer_not_expired'],
    [0, 'post', 'transfer_pending_expired'],
    [0, 'void', 'transfer_pending_expired'],
    [0, 'expire', 'accepted'],
    [1, 'expire', 'accepted'],
  ];
  it.each(
    edges,
  )('%i ms from its expiry, a %s of a pending transfer is %s', (ms, kind, expected) => {
    const outcome = decideTransfers(waiting, [resolve(kind)], addMs(nextDay, ms));
    expect(outcome.ok ? 'accepted' : outcome.refusal.code).toBe(expected);
    if (!outcome.ok || kind !== 'expire') return;
    const owing = outcome.value.accounts.find(({ code }) => code === 'approved_awards');
    expect(owing).toMatchObject({ debitsPendingMinor: 0n, debitsPostedMinor: 0n });
  });

  it('hashes the canonical JSON of every field, written out name by name', () => {
    const texts = [{}, { reference: 'a "quoted" 한글 \n \u2028' }, { expiresAt: nextDay }];
    for (const change of texts) {
      const transfer = { ...[...waiting.transfers.values()][1], ...change } as Transfer;
      const { hash: _hash, ...hashed } = transfer;
      const general = Object.entries(hashed).flatMap(([name, value]) => {
        if (value === undefined) return [];
        const isInstant = name === 'at' || name === 'expiresAt';
        return [[name, isInstant ? renderInstant(value as Instant) : String(value)]];
      });
      expect(renderHashed(hashed)).toBe(canonicalJson(Object.fromEntries(general)));
    }
  });

  it('accepts exactly what is owed, and the largest amount of 64 bits', () => {
    expect(decideTransfers(owed, [reserve], at).ok).toBe(true);
    expect(decideTransfers(owed, [move({ amountMinor: 2n ** 63n - 1n })], at).ok).toBe(true);
  });

  it('posts all of a batch or none of it', () => {
    const batch = [move(), move({ id: idOf('bad'), amountMinor: 0n })];
    expect(decideTransfers(owed, batch, at).ok).toBe(false);
  });

  it('lets a request see those before it in its batch', () => {
    const ledger = after(emptyLedger, [move({ id: idOf('owed') }), reserve, resolve('void')]);
    expect(ledger.accounts.get(account('approved_awards'))).toMatchObject({
      debitsPendingMinor: 0n,
      debitsPostedMinor: 0n,
      creditsPostedMinor: 30_000n,
    });
  });
});

const codes = chart.map(({ code }) => code);
const requests: fc.Arbitrary<TransferRequest> = fc
  .record({
    id: fc.integer({ min: 0, max: 40 }).map((number) => idOf(String(number))),
    kind: fc.constantFrom('posted' as const, 'pending' as const, 'post' as const, 'void' as const),
    pendingId: fc.integer({ min: 0, max: 40 }).map((number) => idOf(String(number))),
    debit: fc.constantFrom(...codes),
    credit: fc.constantFrom(...codes),
    amountMinor: fc.bigInt({ min: -5n, max: 1_000n }),
    currency: fc.constantFrom('KRW', 'USD'),
  })
  .map(({ id, kind, pendingId, debit, credit, amountMinor, currency }): TransferRequest => {
    const common = { id, code: 'any', reference: 'any' };
    if (kind === 'post' || kind === 'void') return { ...common, kind, pendingId };
    const debitAccountId = account(debit, currency);
    const creditAccountId = account(credit, currency);
    return { ...common, kind, debitAccountId, creditAccountId, amountMinor, currency };
  });

function postEach(sequence: readonly TransferRequest[]): LedgerView {
  return sequence.reduce(
    (ledger, request) =>
      decideTransfers(ledger, [request], at).ok ? after(ledger, [request]) : ledger,
    emptyLedger,
  );
}

function transfersOf(ledger: LedgerView): Transfer[] {
  // The ledgers of this file are made of whole transfers.
  const transfers = [...ledger.transfers.values()] as Transfer[];
  return transfers.sort((a, b) => (a.position < b.position ? -1 : 1));
}

function findingsOf(ledger: LedgerView, transfers: readonly Transfer[]) {
  const check = startLedgerCheck([...ledger.accounts.values()]);
  for (const transfer of transfers) checkTransfer(check, transfer);
  return closeLedgerCheck(check, ledger);
}

describe('any sequence of transfers', () => {
  it('sums to zero per currency, resolves nothing twice and verifies', () => {
    fc.assert(
      fc.property(fc.array(requests, { maxLength: 60 }), (sequence) => {
        const ledger = postEach(sequence);
        for (const currency of ['KRW', 'USD']) {
          const sum = [...ledger.accounts.values()]
            .filter((entry) => entry.currency === currency)
            .reduce((total, entry) => total + balanceMinor(entry), 0n);
          expect(sum).toBe(0n);
        }
        const resolvedIds = transfersOf(ledger).flatMap(({ pendingId }) => pendingId ?? []);
        expect(new Set(resolvedIds).size).toBe(resolvedIds.length);
        expect(findingsOf(ledger, transfersOf(ledger))).toEqual([]);
      }),
    );
  });

  it('has the same effect when every request is made twice', () => {
    fc.assert(
      fc.property(fc.array(requests, { maxLength: 30 }), (sequence) => {
        const once = postEach(sequence);
        const twice = postEach(sequence.flatMap((request) => [request, request]));
        expect(transfersOf(twice)).toEqual(transfersOf(once));
      }),
    );
  });

  it('fails verification when any transfer is changed, left out or repeated', () => {
    const ledger = after(owed, [reserve, resolve('post'), move({ id: idOf('more') })]);
    const transfers = transfersOf(ledger);
    expect(findingsOf(ledger, transfers)).toEqual([]);
    for (const [at, transfer] of transfers.entries()) {
      const changed = transfers.with(at, { ...transfer, amountMinor: transfer.amountMinor + 1n });
      expect(findingsOf(ledger, changed)).not.toEqual([]);
      expect(findingsOf(ledger, transfers.toSpliced(at, 1))).not.toEqual([]);
      expect(findingsOf(ledger, transfers.toSpliced(at, 0, transfer))).not.toEqual([]);
    }
  });

  it('fails verification when a head that was published is no longer in the chain', () => {
    const transfers = transfersOf(posted);
    const heads = transfers.map(({ position, hash }) => ({
      transferCount: position,
      headHash: hash,
    }));
    const findings = (published: typeof heads, read = transfers) => {
      const check = startLedgerCheck([...posted.accounts.values()], published);
      for (const transfer of read) checkTransfer(check, transfer);
      return closeLedgerCheck(check, posted).map(({ code }) => code);
    };
    expect(findings(heads)).toEqual([]);
    const other = { transferCount: 2n, headHash: 'f'.repeat(64) };
    expect(findings([other])).toEqual(['published_head_differs']);
    expect(findings(heads, transfers.slice(0, 2))).toContain('published_head_differs');
  });

  it('fails verification when a stored sum drifts', () => {
    const drifted = new Map(owed.accounts);
    const cost = owed.accounts.get(account('redress_cost'));
    assert(cost !== undefined, 'the chart has a cost');
    drifted.set(cost.id, { ...cost, debitsPostedMinor: 30_001n });
    const codesFound = findingsOf({ ...owed, accounts: drifted }, transfersOf(owed)).map(
      ({ code }) => code,
    );
    expect(codesFound).toEqual(['sums_differ', 'sum_not_zero']);
  });
});
