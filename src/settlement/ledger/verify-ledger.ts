import { type Account, type AccountSums, balanceMinor } from './account.ts';
import { addToSums } from './post-transfer.ts';
import { emptyLedgerHash, hashTransfer, type Transfer } from './transfer.ts';

/** Everything that may be wrong with a ledger. */
export const ledgerFindingCodes = [
  'position_gap',
  'previous_hash_differs',
  'hash_differs',
  'accounts_equal',
  'amount_not_positive',
  'account_unknown',
  'currency_differs',
  'pending_unknown',
  'pending_differs',
  'resolved_twice',
  'resolved_out_of_time',
  'published_head_differs',
  'sums_differ',
  'head_differs',
  'sum_not_zero',
  'overdrawn',
] as const;

/** A disagreement between a ledger and what its transfers say; none is ever expected. */
export interface LedgerFinding {
  readonly code: (typeof ledgerFindingCodes)[number];
  /** The transfer, account or currency it is about. */
  readonly subject: string;
}

/** A check in progress: fed every transfer of one ledger by position, then closed. */
export interface LedgerCheck {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly sums: Map<string, MutableSums>;
  readonly open: Map<string, Transfer>;
  readonly resolvedIds: Set<string>;
  readonly findings: LedgerFinding[];
  /** Heads published elsewhere, by how many transfers the ledger had then. */
  readonly publishedHeads: ReadonlyMap<bigint, string>;
  position: bigint;
  headHash: string;
}

/** A head of the chain as it was published in the transparency log. */
export interface PublishedHead {
  readonly transferCount: bigint;
  readonly headHash: string;
}

type MutableSums = { -readonly [K in keyof AccountSums]: AccountSums[K] };

/** The sums of an account that nothing was moved on. */
export const noSums: AccountSums = {
  debitsPendingMinor: 0n,
  debitsPostedMinor: 0n,
  creditsPendingMinor: 0n,
  creditsPostedMinor: 0n,
};

/** Begins to check a ledger with the accounts it is stored with, and with heads published of it. */
export function startLedgerCheck(
  accounts: readonly Account[],
  published: readonly PublishedHead[] = [],
): LedgerCheck {
  return {
    publishedHeads: new Map(published.map((head) => [head.transferCount, head.headHash])),
    accounts: new Map(accounts.map((account) => [account.id, account])),
    sums: new Map(),
    open: new Map(),
    resolvedIds: new Set(),
    findings: [],
    position: 0n,
    headHash: emptyLedgerHash,
  };
}

function listTransferFindings(check: LedgerCheck, transfer: Transfer): LedgerFinding['code'][] {
  const codes: LedgerFinding['code'][] = [];
  if (transfer.position !== check.position + 1n) codes.push('position_gap');
  if (transfer.previousHash !== check.headHash) codes.push('previous_hash_differs');
  if (hashTransfer(transfer) !== transfer.hash) codes.push('hash_differs');
  if (transfer.debitAccountId === transfer.creditAccountId) codes.push('accounts_equal');
  if (transfer.amountMinor <= 0n) codes.push('amount_not_positive');
  for (const id of [transfer.debitAccountId, transfer.creditAccountId]) {
    const account = check.accounts.get(id);
    if (account === undefined) codes.push('account_unknown');
    else if (account.currency !== transfer.currency) codes.push('currency_differs');
  }
  return codes;
}

function checkResolution(check: LedgerCheck, transfer: Transfer): LedgerFinding['code'][] {
  const { pendingId } = transfer;
  if (pendingId === undefined) return [];
  if (check.resolvedIds.has(pendingId)) return ['resolved_twice'];
  const pending = check.open.get(pendingId);
  if (pending === undefined) return ['pending_unknown'];
  check.open.delete(pendingId);
  check.resolvedIds.add(pendingId);
  const isSame =
    pending.debitAccountId === transfer.debitAccountId &&
    pending.creditAccountId === transfer.creditAccountId &&
    pending.amountMinor === transfer.amountMinor &&
    pending.currency === transfer.currency;
  const isLate = pending.expiresAt !== undefined && pending.expiresAt <= transfer.at;
  return [
    ...(isSame ? [] : ['pending_differs' as const]),
    ...(isLate === (transfer.kind === 'expire') ? [] : ['resolved_out_of_time' as const]),
  ];
}

/** Checks the next transfer by position: its hash, its chain, its accounts, what it resolves. */
export function checkTransfer(check: LedgerCheck, transfer: Transfer): void {
  for (const code of listTransferFindings(check, transfer)) {
    check.findings.push({ code, subject: transfer.id });
  }
  for (const code of checkResolution(check, transfer)) {
    check.findings.push({ code, subject: transfer.id });
  }
  if (transfer.kind === 'pending') check.open.set(transfer.id, transfer);
  for (const side of ['debit', 'credit'] as const) {
    const id = side === 'debit' ? transfer.debitAccountId : transfer.creditAccountId;
    const sums = check.sums.get(id) ?? { ...noSums };
    check.sums.set(id, sums);
    addToSums(sums, { kind: transfer.kind, amountMinor: transfer.amountMinor, side });
  }
  check.position = transfer.position;
  check.headHash = transfer.hash;
  const published = check.publishedHeads.get(transfer.position);
  if (published !== undefined && published !== transfer.hash) {
    check.findings.push({ code: 'published_head_differs', subject: transfer.id });
  }
}

function listAccountFindings(check: LedgerCheck, account: Account): LedgerFinding['code'][] {
  const codes: LedgerFinding['code'][] = [];
  const sums = check.sums.get(account.id) ?? noSums;
  const isSame = (Object.keys(noSums) as (keyof AccountSums)[]).every(
    (key) => sums[key] === account[key],
  );
  if (!isSame) codes.push('sums_differ');
  const isOverdrawn = sums.debitsPostedMinor + sums.debitsPendingMinor > sums.creditsPostedMinor;
  if (account.isLimited && isOverdrawn) codes.push('overdrawn');
  return codes;
}

/**
 * Closes a check: stored sums against the transfers' own, the chain's head, the sum per currency.
 *
 * @returns every finding of the check; empty when the ledger is right
 * @source invariants L1–L4
 */
export function closeLedgerCheck(
  check: LedgerCheck,
  head: { readonly transferCount: bigint; readonly headHash: string },
): readonly LedgerFinding[] {
  const findings = [...check.findings];
  const totals = new Map<string, bigint>();
  for (const account of check.accounts.values()) {
    const codes = listAccountFindings(check, account);
    for (const code of codes) findings.push({ code, subject: account.id });
    totals.set(account.currency, (totals.get(account.currency) ?? 0n) + balanceMinor(account));
  }
  for (const [currency, total] of totals) {
    if (total !== 0n) findings.push({ code: 'sum_not_zero', subject: currency });
  }
  // A head published of more transfers than there are: the end of the ledger was cut off.
  for (const [transferCount, headHash] of check.publishedHeads) {
    if (transferCount > check.position) {
      findings.push({ code: 'published_head_differs', subject: headHash });
    }
  }
  if (head.transferCount !== check.position || head.headHash !== check.headHash) {
    findings.push({ code: 'head_differs', subject: head.headHash });
  }
  return findings;
}
