import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WithIncident } from '../../incident-choice.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, PageLink, Tag } from '../../ui/parts.tsx';
import { determinationsQuery } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';
import { awardedText, policyText } from './determination-words.ts';

function Determinations({ incidentId }: { readonly incidentId: string }): ReactNode {
  const words = useSettlementWords();
  const { texts, format, actor } = words;
  const labels = texts.determinations;
  const runs = useQuery(determinationsQuery(incidentId));
  return (
    <Loaded query={runs}>
      {(data) => (
        <DataTable
          caption={labels.caption}
          rows={data}
          rowKey={({ id }) => id}
          emptyText={labels.empty}
          columns={[
            {
              key: 'policy',
              header: labels.policy,
              cell: (run) => (
                <PageLink to={`/determinations/${run.id}`}>{policyText(run, words)}</PageLink>
              ),
            },
            {
              key: 'parties',
              header: labels.parties,
              isNumeric: true,
              cell: (run) => texts.count.parties(format.count(run.partyCount)),
            },
            {
              key: 'awarded',
              header: labels.awarded,
              isNumeric: true,
              cell: (run) => awardedText(run, words),
            },
            {
              key: 'state',
              header: labels.state,
              cell: ({ state }) => (
                <Tag tone={state === 'approved' ? 'good' : 'warn'}>{labels.states[state]}</Tag>
              ),
            },
            { key: 'by', header: labels.preparedBy, cell: (run) => actor(run.preparedBy) },
            {
              key: 'approvedBy',
              header: labels.approvedBy,
              cell: ({ approvedBy }) => (approvedBy === null ? texts.none : actor(approvedBy)),
            },
          ]}
        />
      )}
    </Loaded>
  );
}

/** The determination runs of an incident. */
export function DeterminationListPage(): ReactNode {
  const { texts } = useSettlementWords();
  return (
    <>
      <PageHead title={texts.determinations.title} lead={texts.determinations.lead} />
      <WithIncident>{(incidentId) => <Determinations incidentId={incidentId} />}</WithIncident>
    </>
  );
}
