import type { ReactNode } from 'react';
import { DataTable } from '../../ui/data-table.tsx';
import type { Determination } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

/** Who gets what, by class and clause. */
export function DeterminationTotals({ run }: { readonly run: Determination }): ReactNode {
  const { texts, format, partyClass, remedy, quantity } = useSettlementWords();
  const labels = texts.determinations;
  return (
    <DataTable
      caption={labels.totalsCaption}
      rows={run.totals}
      rowKey={(row) =>
        [row.partyClass, row.clause, row.remedy, row.name, row.quantity, row.unit].join(' ')
      }
      columns={[
        { key: 'class', header: texts.runs.partyClass, cell: (row) => partyClass(row.partyClass) },
        { key: 'clause', header: texts.runs.clause, cell: ({ clause }) => clause },
        {
          key: 'remedy',
          header: texts.runs.remedy,
          cell: (row) => remedy({ ...row, policyHash: run.policyHash }),
        },
        { key: 'each', header: labels.each, cell: (row) => quantity(row.quantity, row.unit) },
        {
          key: 'parties',
          header: texts.runs.parties,
          isNumeric: true,
          cell: (row) => texts.count.parties(format.count(row.partyCount)),
        },
        {
          key: 'amount',
          header: labels.amount,
          isNumeric: true,
          cell: ({ amount }) => (amount === null ? texts.none : format.money(amount)),
        },
      ]}
    />
  );
}

/** What became of the parties, by class and outcome. */
export function DeterminationStatuses({ run }: { readonly run: Determination }): ReactNode {
  const { texts, format, partyClass } = useSettlementWords();
  const labels = texts.determinations;
  return (
    <DataTable
      caption={labels.statusesCaption}
      rows={run.statuses}
      rowKey={(row) => `${row.partyClass} ${row.status}`}
      columns={[
        { key: 'class', header: texts.runs.partyClass, cell: (row) => partyClass(row.partyClass) },
        {
          key: 'status',
          header: labels.status,
          cell: ({ status }) => labels.statusNames[status] ?? status,
        },
        {
          key: 'parties',
          header: labels.parties,
          isNumeric: true,
          cell: (row) => texts.count.parties(format.count(row.partyCount)),
        },
      ]}
    />
  );
}
