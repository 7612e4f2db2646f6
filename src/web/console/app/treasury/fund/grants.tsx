import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { useSettlementWords } from '../../settlement/settlement-words.ts';
import { DataTable } from '../../ui/data-table.tsx';
import type { Amount, GrantTotal } from '../treasury-data.ts';

/** What is given other than in cash: nominal worth and expected cost apart. */
export function Grants({ totals }: { readonly totals: readonly GrantTotal[] }): ReactNode {
  const { words, format } = useLanguage();
  const { remedy, texts: common } = useSettlementWords();
  const texts = words.treasury.fund;
  const money = (amount: Amount | null): string =>
    amount === null ? common.none : format.money(amount);
  return (
    <>
      <p className="hint">{texts.grantsText}</p>
      <DataTable
        caption={texts.grantsCaption}
        rows={totals}
        rowKey={(row) => [row.remedy, row.name, row.unit].join(' ')}
        emptyText={common.runs.issuesEmpty}
        columns={[
          { key: 'remedy', header: texts.remedy, cell: (row) => remedy(row) },
          {
            key: 'parties',
            header: texts.parties,
            isNumeric: true,
            cell: (row) => common.count.parties(format.count(row.partyCount)),
          },
          {
            key: 'nominal',
            header: texts.nominal,
            isNumeric: true,
            cell: (row) => money(row.nominal),
          },
          {
            key: 'cost',
            header: texts.cost,
            isNumeric: true,
            cell: (row) =>
              row.expectedCost === null ? (
                texts.noCost
              ) : (
                <>
                  {money(row.expectedCost)}
                  <small className="treasury-source">{row.costSource}</small>
                </>
              ),
          },
          {
            key: 'given',
            header: texts.given,
            isNumeric: true,
            cell: (row) => common.count.parties(format.count(row.givenCount)),
          },
          { key: 'used', header: texts.used, isNumeric: true, cell: (row) => money(row.used) },
          {
            key: 'expired',
            header: texts.expired,
            isNumeric: true,
            cell: (row) => money(row.expired),
          },
        ]}
      />
    </>
  );
}
