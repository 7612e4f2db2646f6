import type { ReactNode } from 'react';
import { DataTable } from '../../ui/data-table.tsx';
import { Tag } from '../../ui/parts.tsx';
import type { Run } from '../settlement-data.ts';
import { payoutTone, useSettlementWords } from '../settlement-words.ts';

/** A run's payouts by state, with what is to be done about each. */
export function RunResults({ run }: { readonly run: Run }): ReactNode {
  const { texts, format } = useSettlementWords();
  const labels = texts.run;
  return (
    <DataTable
      caption={labels.resultsCaption}
      rows={run.payouts}
      rowKey={({ state }) => state}
      columns={[
        {
          key: 'state',
          header: labels.state,
          cell: ({ state }) => <Tag tone={payoutTone(state)}>{texts.payoutStates[state]}</Tag>,
        },
        {
          key: 'count',
          header: labels.count,
          isNumeric: true,
          cell: (row) => texts.count.payouts(format.count(row.payoutCount)),
        },
        {
          key: 'amount',
          header: labels.amount,
          isNumeric: true,
          cell: (row) => format.money(row.amount),
        },
        { key: 'advice', header: labels.advice, cell: ({ state }) => texts.payoutAdvice[state] },
      ]}
    />
  );
}
