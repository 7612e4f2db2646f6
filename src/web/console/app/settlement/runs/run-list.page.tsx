import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WithIncident } from '../../incident-choice.tsx';
import { usePermission } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, PageLink, Section, Tag } from '../../ui/parts.tsx';
import { type Run, runsQuery, totalsQuery } from '../settlement-data.ts';
import { runTone, useSettlementWords } from '../settlement-words.ts';
import { ClassTotals, IssueTotals, MoneyFigures } from './totals.tsx';

function RunTable({ runs }: { readonly runs: readonly Run[] }): ReactNode {
  const { texts, format, actor } = useSettlementWords();
  const labels = texts.runs;
  return (
    <DataTable
      caption={labels.caption}
      rows={runs}
      rowKey={({ id }) => id}
      emptyText={labels.empty}
      columns={[
        {
          key: 'preparedAt',
          header: labels.preparedAt,
          cell: (run) => (
            <PageLink to={`/payout-runs/${run.id}`}>{format.instant(run.preparedAt)}</PageLink>
          ),
        },
        {
          key: 'state',
          header: labels.state,
          cell: ({ state }) => <Tag tone={runTone(state)}>{texts.runStates[state]}</Tag>,
        },
        {
          key: 'payouts',
          header: labels.payouts,
          isNumeric: true,
          cell: (run) => format.count(run.payoutCount),
        },
        {
          key: 'total',
          header: labels.total,
          isNumeric: true,
          cell: (run) => format.money(run.total),
        },
        { key: 'by', header: labels.preparedBy, cell: (run) => actor(run.preparedBy) },
        {
          key: 'approvedBy',
          header: labels.approvedBy,
          cell: ({ approvedBy }) => (approvedBy === null ? texts.none : actor(approvedBy)),
        },
      ]}
    />
  );
}

function Runs({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { texts } = useSettlementWords();
  const runs = useQuery(runsQuery(incidentId));
  const totals = useQuery(totalsQuery(incidentId));
  return (
    <>
      <Loaded query={totals}>{(data) => <MoneyFigures totals={data} />}</Loaded>
      <Section title={texts.runs.listTitle}>
        <Loaded query={runs}>{(data) => <RunTable runs={data} />}</Loaded>
      </Section>
      <Section title={texts.runs.classesTitle}>
        <Loaded query={totals}>{(data) => <ClassTotals totals={data} />}</Loaded>
      </Section>
      <Section title={texts.runs.issuesTitle}>
        <Loaded query={totals}>{(data) => <IssueTotals totals={data} />}</Loaded>
      </Section>
    </>
  );
}

/** The payout runs of an incident, with what is owed and paid. */
export function RunListPage(): ReactNode {
  const { texts } = useSettlementWords();
  const mayPrepare = usePermission('payout:prepare');
  return (
    <>
      <PageHead
        title={texts.runs.title}
        lead={texts.runs.lead}
        actions={
          mayPrepare ? (
            <PageLink to="/payout-runs/prepare" isButton>
              {texts.runs.prepare}
            </PageLink>
          ) : undefined
        }
      />
      <WithIncident>{(incidentId) => <Runs incidentId={incidentId} />}</WithIncident>
    </>
  );
}
