import {
  currencyExponent,
  type Money,
  moneyToMajor,
  renderFixed,
  renderInstant,
} from '../../kernel/index.ts';
import type { Account } from './account.ts';
import type { Transfer } from './transfer.ts';

const rootByKind = {
  asset: 'Assets',
  liability: 'Liabilities',
  expense: 'Expenses',
  income: 'Income',
} as const;

function renderAmount(money: Money): string {
  const digits = currencyExponent(money.currency);
  return `${renderFixed(moneyToMajor(money), { digits })} ${money.currency}`;
}

/** Gives an account's name in a plain-text journal: `Liabilities:approved_awards`. */
export function journalAccount(account: Pick<Account, 'kind' | 'code'>): string {
  return `${rootByKind[account.kind]}:${account.code}`;
}

/**
 * Renders one transfer as an entry that `ledger` and `hledger` read, or nothing for a `pending`,
 * a `void` or an `expire`, which move no money.
 *
 * @source the journal format of hledger 1.x and ledger 3.x, their common part
 */
export function renderJournalEntry(
  transfer: Transfer,
  accounts: ReadonlyMap<string, Pick<Account, 'kind' | 'code'>>,
): string {
  const debit = accounts.get(transfer.debitAccountId);
  const credit = accounts.get(transfer.creditAccountId);
  if (transfer.kind !== 'posted' && transfer.kind !== 'post') return '';
  if (debit === undefined || credit === undefined) return '';
  const { amountMinor, currency } = transfer;
  const on = renderInstant(transfer.at).slice(0, 10);
  return [
    `${on} * (${transfer.position}) ${transfer.code}`,
    `    ; transfer: ${transfer.id}`,
    `    ; reference: ${transfer.reference}`,
    `    ${journalAccount(debit)}    ${renderAmount({ amountMinor, currency })}`,
    `    ${journalAccount(credit)}    ${renderAmount({ amountMinor: -amountMinor, currency })}`,
    '',
    '',
  ].join('\n');
}
