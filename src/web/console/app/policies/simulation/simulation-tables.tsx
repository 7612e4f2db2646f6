import type { ReactNode } from 'react';
import { DataTable } from '../../ui/data-table.tsx';
import { Tag } from '../../ui/parts.tsx';
import type { SimulationResult } from '../policy-data.ts';
import { usePolicyWords } from '../policy-words.ts';

interface Props {
  readonly result: SimulationResult;
}

/** Which condition leaves out how many, and how many by itself. */
export function ConditionTable({ result }: Props): ReactNode {
  const { texts, format } = usePolicyWords();
  return (
    <DataTable
      caption={texts.conditionsCaption}
      rows={result.missed.conditions}
      rowKey={({ rule, condition }) => `${rule} ${condition}`}
      emptyText={texts.noConditions}
      columns={[
        { key: 'clause', header: texts.clause, cell: ({ clause }) => clause },
        {
          key: 'condition',
          header: texts.condition,
          cell: ({ condition }) => <code>{condition}</code>,
        },
        {
          key: 'parties',
          header: texts.notMet,
          isNumeric: true,
          cell: ({ parties }) => texts.partiesCount(format.count(parties)),
        },
        {
          key: 'only',
          header: texts.onlyThis,
          isNumeric: true,
          cell: ({ onlyThis }) => texts.partiesCount(format.count(onlyThis)),
        },
      ]}
    />
  );
}

/** What each class gets by each clause. */
export function TotalTable({ result }: Props): ReactNode {
  const { texts, format, partyClass, remedy, quantity } = usePolicyWords();
  return (
    <DataTable
      caption={texts.totalsCaption}
      rows={result.totals}
      rowKey={(row) => [row.rule, row.partyClass, row.remedy, row.name].join(' ')}
      emptyText={texts.noCost}
      columns={[
        { key: 'clause', header: texts.clause, cell: ({ clause }) => clause },
        { key: 'class', header: texts.class, cell: (row) => partyClass(row.partyClass) },
        { key: 'award', header: texts.award, cell: (row) => remedy(row) },
        {
          key: 'parties',
          header: texts.parties,
          isNumeric: true,
          cell: ({ parties }) => texts.partiesCount(format.count(parties)),
        },
        {
          key: 'amount',
          header: texts.amount,
          isNumeric: true,
          cell: ({ amount, currency, unit }) =>
            currency === null
              ? quantity(amount, unit)
              : format.money({ amountMinor: amount, currency }),
        },
      ]}
    />
  );
}

/** Who gets nothing by a clause, and why. */
export function ReasonTable({ result }: Props): ReactNode {
  const { texts, format, partyClass } = usePolicyWords();
  return (
    <DataTable
      caption={texts.reasonsCaption}
      rows={result.reasons}
      rowKey={(row) => [row.rule, row.partyClass, row.status, row.reason, row.missing].join(' ')}
      columns={[
        { key: 'clause', header: texts.clause, cell: ({ clause }) => clause },
        { key: 'class', header: texts.class, cell: (row) => partyClass(row.partyClass) },
        {
          key: 'status',
          header: texts.state,
          cell: ({ status }) => texts.statusNames[status] ?? status,
        },
        {
          key: 'reason',
          header: texts.finding,
          cell: ({ reason, missing }) =>
            missing.length > 0
              ? texts.needs(missing.join(', '))
              : reason === null
                ? texts.none
                : (texts.reasonNames[reason] ?? reason),
        },
        {
          key: 'parties',
          header: texts.parties,
          isNumeric: true,
          cell: ({ parties }) => texts.partiesCount(format.count(parties)),
        },
      ]}
    />
  );
}

/** What must hold of every party, and the first that breaks it. */
export function InvariantTable({ result }: Props): ReactNode {
  const { texts } = usePolicyWords();
  return (
    <DataTable
      caption={texts.invariantsCaption}
      rows={result.invariants}
      rowKey={({ policy, name, about }) => `${policy} ${name} ${about}`}
      columns={[
        { key: 'name', header: texts.rule, cell: ({ name }) => texts.invariantNames[name] },
        { key: 'about', header: texts.about, cell: ({ about }) => <code>{about}</code> },
        {
          key: 'result',
          header: texts.result,
          cell: ({ holds, counterExample }) => (
            <>
              <Tag tone={holds ? 'good' : 'bad'}>{holds ? texts.holds : texts.broken}</Tag>{' '}
              {counterExample === undefined
                ? null
                : texts.counterExample({
                    party: counterExample.partyId,
                    found: counterExample.found,
                    expected: counterExample.expected,
                  })}
            </>
          ),
        },
      ]}
    />
  );
}

type Figure = NonNullable<SimulationResult['sensitivity']>[number];

/** The cost at each value of a figure, written out. */
export function CurveTable({ figure }: { readonly figure: Figure }): ReactNode {
  const { texts, format, quantity } = usePolicyWords();
  return (
    <DataTable
      caption={texts.figureCaption(figure.name)}
      rows={figure.points}
      rowKey={({ percent }) => String(percent)}
      columns={[
        {
          key: 'share',
          header: texts.share,
          isNumeric: true,
          cell: ({ percent }) => `${percent} %`,
        },
        { key: 'figure', header: texts.figure, cell: ({ text }) => text },
        {
          key: 'parties',
          header: texts.paidParties,
          isNumeric: true,
          cell: ({ parties }) => texts.partiesCount(format.count(parties)),
        },
        {
          key: 'cost',
          header: texts.totalCost,
          isNumeric: true,
          cell: ({ cost, inKind, refused }) =>
            refused === undefined
              ? [
                  ...cost.map((one) => format.money(one)),
                  ...inKind.map(({ amount, unit }) => quantity(amount, unit)),
                ].join(' + ')
              : texts.refused(refused),
        },
      ]}
    />
  );
}
