import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { AccountName, TransferCode } from '../ledger-names.tsx';
import type { AccountBalance, AccountCode, Transfer } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

/** The account whose transfers are listed. */
export interface ChosenAccount {
  readonly account: AccountCode;
  readonly currency: string;
}

const pageSize = 25;

function useTransfers(incidentId: string, chosen: ChosenAccount | undefined) {
  return useInfiniteQuery({
    queryKey: ['settlement', 'transfers', incidentId, chosen ?? 'all'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      unwrap(
        api.GET('/api/v1/ledger/transfers', {
          params: {
            query: {
              incidentId,
              limit: pageSize,
              ...chosen,
              ...(after === undefined ? {} : { after }),
            },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });
}

function TransferTable({ transfers }: { readonly transfers: readonly Transfer[] }): ReactNode {
  const { texts, format } = useSettlementWords();
  const { ledger } = texts;
  return (
    <DataTable
      caption={ledger.transfersCaption}
      rows={transfers}
      rowKey={({ id }) => id}
      emptyText={ledger.transfersEmpty}
      columns={[
        {
          key: 'position',
          header: ledger.position,
          isNumeric: true,
          cell: (row) => format.count(row.position),
        },
        { key: 'at', header: ledger.at, cell: (row) => format.instant(row.at) },
        { key: 'code', header: ledger.code, cell: (row) => <TransferCode transfer={row} /> },
        {
          key: 'between',
          header: ledger.fromTo,
          cell: ({ debit, credit }) => (
            <>
              <AccountName code={debit} /> → <AccountName code={credit} />
            </>
          ),
        },
        {
          key: 'amount',
          header: ledger.amount,
          isNumeric: true,
          cell: (row) => format.money(row.amount),
        },
      ]}
    />
  );
}

/** The transfers of an incident, the latest first, all of them or one account's. */
export function Transfers(props: {
  readonly incidentId: string;
  readonly accounts: readonly AccountBalance[];
  readonly chosen: ChosenAccount | undefined;
  readonly onChoose: (chosen: ChosenAccount | undefined) => void;
}): ReactNode {
  const { incidentId, accounts, chosen, onChoose } = props;
  const { texts, parts } = useSettlementWords();
  const { ledger } = texts;
  const page = useTransfers(incidentId, chosen);
  const options = accounts.map(({ code, balance: { currency } }) => ({
    value: `${currency} ${code}`,
    label: `${ledger.accounts[code].name} (${currency})`,
    chosen: { account: code, currency },
  }));
  return (
    <>
      <SelectField
        label={ledger.filter}
        value={chosen === undefined ? '' : `${chosen.currency} ${chosen.account}`}
        emptyLabel={ledger.allAccounts}
        options={options}
        onChange={(value) => onChoose(options.find((option) => option.value === value)?.chosen)}
      />
      <Loaded query={page}>
        {(data) => <TransferTable transfers={data.pages.flatMap(({ transfers }) => transfers)} />}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {parts.more}
        </Button>
      ) : null}
    </>
  );
}
