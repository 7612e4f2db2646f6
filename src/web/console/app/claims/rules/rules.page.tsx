import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, Section } from '../../ui/parts.tsx';
import type { ClaimState, Outcome } from '../claim-data.ts';
import { ClaimLink } from '../claim-link.tsx';
import { useClaimWords } from '../claim-words.ts';
import { RetentionForm } from './retention-form.tsx';
import { RulesForm } from './rules-form.tsx';
import '../claims.css';

function ErasureRequests({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const { texts, format } = useClaimWords();
  const { requests: said } = words.care;
  const query = useQuery({
    queryKey: ['claims', 'erasure-requests', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/erasure-requests', { params: { query: { incidentId } } })),
  });
  return (
    <Section title={said.title}>
      <Loaded query={query}>
        {({ requests }) => (
          <DataTable
            caption={said.caption}
            emptyText={said.empty}
            rows={requests}
            rowKey={({ requestId }) => requestId}
            columns={[
              {
                key: 'number',
                header: said.number,
                cell: ({ claimId, claimNumber }) => <ClaimLink {...{ claimId, claimNumber }} />,
              },
              {
                key: 'state',
                header: said.state,
                cell: ({ state }) => texts.states[state as ClaimState],
              },
              {
                key: 'askedAt',
                header: said.askedAt,
                cell: ({ askedAt }) => format.instant(askedAt),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}

function Satisfaction({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const { texts, format } = useClaimWords();
  const { satisfaction: said } = words.care;
  const query = useQuery({
    queryKey: ['claims', 'satisfaction', incidentId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/satisfaction', {
          params: { path: { incidentId } },
        }),
      ),
  });
  return (
    <Section title={said.title}>
      <p className="hint">{said.small}</p>
      <Loaded query={query}>
        {({ counts }) => (
          <DataTable
            caption={said.caption}
            emptyText={said.empty}
            rows={counts}
            rowKey={({ outcome, rating }) => `${outcome}/${rating}`}
            columns={[
              {
                key: 'outcome',
                header: said.outcome,
                cell: ({ outcome }) => texts.outcomes[outcome as Outcome],
              },
              { key: 'rating', header: said.rating, isNumeric: true, cell: ({ rating }) => rating },
              {
                key: 'count',
                header: said.count,
                isNumeric: true,
                cell: ({ count }) => format.count(count),
              },
              {
                key: 'clear',
                header: said.clear,
                isNumeric: true,
                cell: ({ clearCount }) => format.count(clearCount),
              },
              {
                key: 'unclear',
                header: said.unclear,
                isNumeric: true,
                cell: ({ unclearCount }) => format.count(unclearCount),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}

/** How claims are reviewed, how long personal data is kept, and what claimants say of it. */
export function RulesPage(): ReactNode {
  const { care } = useLanguage().words;
  const mayErase = usePermission('claim:erase');
  return (
    <>
      <PageHead title={care.title} lead={care.lead} />
      <WithIncident>
        {(incidentId) => (
          <div className="columns">
            <div>
              <RulesForm incidentId={incidentId} />
            </div>
            <div>
              <RetentionForm incidentId={incidentId} />
              {mayErase ? <ErasureRequests incidentId={incidentId} /> : null}
              <Satisfaction incidentId={incidentId} />
            </div>
          </div>
        )}
      </WithIncident>
    </>
  );
}
