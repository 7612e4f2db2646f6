import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Tag } from '../../ui/parts.tsx';
import type { AccountBalance, Amount } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

const creditKinds: readonly AccountBalance['kind'][] = ['liability', 'income'];

/** Gives a balance with the sign its kind grows by: above zero is what is expected of the kind. */
export function naturalBalance({ kind, balance }: AccountBalance): Amount {
  const minor = BigInt(balance.amountMinor);
  const natural = creditKinds.includes(kind) ? -minor : minor;
  return { ...balance, amountMinor: natural.toString() };
}

function Balance({ account }: { readonly account: AccountBalance }): ReactNode {
  const { texts, format } = useSettlementWords();
  const natural = naturalBalance(account);
  const isWrong = account.kind === 'liability' && natural.amountMinor.startsWith('-');
  return (
    <>
      {format.money(natural)}
      {isWrong ? <Tag tone="bad">{texts.ledger.wrongSign}</Tag> : null}
    </>
  );
}

function hasMoved({ debits, credits, pending }: AccountBalance): boolean {
  return [debits, credits, pending].some(({ amountMinor }) => amountMinor !== '0');
}

/** The balance of each account, with what it holds; those without movement on request. */
export function Balances(props: { readonly accounts: readonly AccountBalance[] }): ReactNode {
  const { texts, format } = useSettlementWords();
  const { ledger } = texts;
  const [isWhole, setWhole] = useState(false);
  const moved = props.accounts.filter(hasMoved);
  const emptyCount = props.accounts.length - moved.length;
  return (
    <>
      <p className="hint">{ledger.signs}</p>
      <DataTable
        caption={ledger.balancesCaption}
        rows={isWhole ? props.accounts : moved}
        rowKey={({ code, balance }) => `${balance.currency} ${code}`}
        columns={[
          {
            key: 'account',
            header: ledger.account,
            cell: ({ code }) => (
              <span className="settlement-account">
                {ledger.accounts[code].name} <small>{ledger.accounts[code].text}</small>
              </span>
            ),
          },
          { key: 'kind', header: ledger.kind, cell: ({ kind }) => ledger.kinds[kind] },
          {
            key: 'debits',
            header: ledger.debits,
            isNumeric: true,
            cell: (account) => format.money(account.debits),
          },
          {
            key: 'credits',
            header: ledger.credits,
            isNumeric: true,
            cell: (account) => format.money(account.credits),
          },
          {
            key: 'pending',
            header: ledger.pending,
            isNumeric: true,
            cell: (account) => format.money(account.pending),
          },
          {
            key: 'balance',
            header: ledger.balance,
            isNumeric: true,
            cell: (account) => <Balance account={account} />,
          },
        ]}
      />
      {emptyCount === 0 ? null : (
        <Button kind="plain" onPress={() => setWhole(!isWhole)}>
          {isWhole ? ledger.hideEmpty : ledger.emptyAccounts(format.count(emptyCount))}
        </Button>
      )}
    </>
  );
}
