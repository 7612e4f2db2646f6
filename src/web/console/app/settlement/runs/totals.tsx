import type { ReactNode } from 'react';
import { DataTable } from '../../ui/data-table.tsx';
import { Figures, Notice, PageLink } from '../../ui/parts.tsx';
import type { Totals } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

type CurrencyTotal = Totals['currencies'][number];

function Agreement({ total }: { readonly total: CurrencyTotal }): ReactNode {
  const { texts } = useSettlementWords();
  if (!total.isDecidedInLedger) return <Notice tone="warn">{texts.runs.decidedDiffers}</Notice>;
  if (!total.isLedgerInStatement) {
    return (
      <Notice tone="warn">
        {texts.runs.statementDiffers}{' '}
        <PageLink to="/reconciliation">{texts.run.readStatement}</PageLink>
      </Notice>
    );
  }
  return <Notice tone="good">{texts.runs.agree}</Notice>;
}

/** What is owed, in flight, paid and returned, and whether decisions, ledger and statements agree. */
export function MoneyFigures({ totals }: { readonly totals: Totals }): ReactNode {
  const { texts, format } = useSettlementWords();
  return totals.currencies.map((total) => (
    <div key={total.currency}>
      <Figures
        figures={[
          { name: texts.runs.owed, value: format.money(total.owed) },
          { name: texts.runs.inFlight, value: format.money(total.inFlight) },
          { name: texts.runs.paid, value: format.money(total.paid) },
          { name: texts.runs.returned, value: format.money(total.returned) },
        ]}
      />
      <Agreement total={total} />
    </div>
  ));
}

/** Cash awards and what of them is paid, by class and clause. */
export function ClassTotals({ totals }: { readonly totals: Totals }): ReactNode {
  const { texts, format, partyClass } = useSettlementWords();
  const labels = texts.runs;
  return (
    <DataTable
      caption={labels.classesCaption}
      rows={totals.classes}
      rowKey={(row) => `${row.partyClass} ${row.clause} ${row.awarded.currency}`}
      emptyText={labels.classesEmpty}
      columns={[
        { key: 'class', header: labels.partyClass, cell: (row) => partyClass(row.partyClass) },
        { key: 'clause', header: labels.clause, cell: ({ clause }) => clause },
        {
          key: 'count',
          header: labels.payouts,
          isNumeric: true,
          cell: (row) => format.count(row.awardCount),
        },
        {
          key: 'awarded',
          header: labels.awarded,
          isNumeric: true,
          cell: (row) => format.money(row.awarded),
        },
        {
          key: 'paid',
          header: labels.paidShare,
          isNumeric: true,
          cell: (row) => format.money(row.paid),
        },
        {
          key: 'returned',
          header: labels.returnedCount,
          isNumeric: true,
          cell: (row) => texts.count.payouts(format.count(row.returnedCount)),
        },
      ]}
    />
  );
}

/** What was given other than in cash, by remedy and clause. */
export function IssueTotals({ totals }: { readonly totals: Totals }): ReactNode {
  const { texts, format, remedy, quantity } = useSettlementWords();
  const labels = texts.runs;
  /** What has no quantity is a sum of money's worth, which may differ from party to party. */
  const each = ({ quantity: count, unit, amount, partyCount }: Totals['issues'][number]) => {
    if (count !== null) return quantity(count, unit);
    if (amount === null || partyCount === 0) return texts.noFigure;
    if (partyCount === 1) return format.money(amount);
    const mean = BigInt(amount.amountMinor) / BigInt(partyCount);
    return labels.onAverage(format.money({ ...amount, amountMinor: String(mean) }));
  };
  return (
    <DataTable
      caption={labels.issuesCaption}
      rows={totals.issues}
      rowKey={(row) => [row.remedy, row.name, row.clause, row.quantity, row.unit].join(' ')}
      emptyText={labels.issuesEmpty}
      columns={[
        { key: 'remedy', header: labels.remedy, cell: (row) => remedy(row) },
        { key: 'clause', header: labels.clause, cell: ({ clause }) => clause },
        { key: 'each', header: labels.each, cell: (row) => each(row) },
        {
          key: 'parties',
          header: labels.parties,
          isNumeric: true,
          cell: (row) => texts.count.parties(format.count(row.partyCount)),
        },
        {
          key: 'amount',
          header: labels.total,
          isNumeric: true,
          cell: ({ amount }) => (amount === null ? texts.noFigure : format.money(amount)),
        },
      ]}
    />
  );
}
