import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageLink, Tag } from '../../ui/parts.tsx';
import type { Payout, PayoutState, Run } from '../settlement-data.ts';
import { payoutTone, useSettlementWords } from '../settlement-words.ts';

const pageSize = 25;

function usePayouts(run: Run, state: PayoutState | undefined) {
  return useInfiniteQuery({
    // The counts are in the key: the list is read anew when a payout changes its state.
    queryKey: ['settlement', 'payouts', run.id, state ?? 'all', run.state, run.payouts],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      unwrap(
        api.GET('/api/v1/payout-runs/{runId}/payouts', {
          params: {
            path: { runId: run.id },
            query: {
              limit: pageSize,
              ...(state === undefined ? {} : { state }),
              ...(after === undefined ? {} : { after }),
            },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
    enabled: run.state !== 'sending',
    placeholderData: (before) => before,
  });
}

function PayoutTable({ payouts }: { readonly payouts: readonly Payout[] }): ReactNode {
  const { texts, format, partyClass, reason } = useSettlementWords();
  const labels = texts.run;
  return (
    <DataTable
      caption={labels.payoutsCaption}
      rows={payouts}
      rowKey={({ id }) => id}
      emptyText={labels.payoutsEmpty}
      columns={[
        {
          key: 'reference',
          header: labels.reference,
          cell: (row) => <PageLink to={`/payouts/${row.id}`}>{row.railReference}</PageLink>,
        },
        { key: 'class', header: texts.runs.partyClass, cell: (row) => partyClass(row.partyClass) },
        {
          key: 'amount',
          header: labels.amount,
          isNumeric: true,
          cell: (row) => format.money(row.amount),
        },
        {
          key: 'state',
          header: labels.state,
          cell: ({ state }) => <Tag tone={payoutTone(state)}>{texts.payoutStates[state]}</Tag>,
        },
        { key: 'reason', header: labels.reason, cell: (row) => reason(row.reasonCode) },
        { key: 'at', header: labels.changedAt, cell: (row) => format.instant(row.changedAt) },
      ]}
    />
  );
}

/** The payouts of a run, all of them or those in one state, a page at a time. */
export function RunPayouts({ run }: { readonly run: Run }): ReactNode {
  const { texts, parts } = useSettlementWords();
  const [state, setState] = useState<PayoutState>();
  const page = usePayouts(run, state);
  if (run.state === 'sending') return <p>{texts.run.sendingNotice}</p>;
  const options = run.payouts.map((row) => ({
    value: row.state,
    label: texts.payoutStates[row.state],
  }));
  return (
    <>
      <SelectField
        label={texts.run.state}
        value={state ?? ''}
        emptyLabel={texts.run.allStates}
        options={options}
        onChange={(value) => setState(options.find((option) => option.value === value)?.value)}
      />
      <Loaded query={page}>
        {(data) => <PayoutTable payouts={data.pages.flatMap(({ payouts }) => payouts)} />}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {parts.more}
        </Button>
      ) : null}
    </>
  );
}
