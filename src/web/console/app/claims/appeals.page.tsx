import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { WithIncident } from '../incident-choice.tsx';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Tag } from '../ui/parts.tsx';
import { RedecisionRuns } from './alike/redecision-runs.tsx';
import { type Form, formQuery, type OpenAppeal } from './claim-data.ts';
import { ClaimLink } from './claim-link.tsx';
import { useClaimWords } from './claim-words.ts';
import './claims.css';

function AppealTable(props: {
  readonly appeals: readonly OpenAppeal[];
  readonly form: Form | undefined;
}): ReactNode {
  const { texts, awards, reason, person, ...named } = useClaimWords(props.form);
  const { fields, appeals } = texts;
  const peopleOf = ({ appealed }: OpenAppeal): string =>
    [appealed.decidedBy, appealed.lookedAtBy, appealed.approvedBy]
      .flatMap((one) => (one === undefined ? [] : [person(one)]))
      .join(' → ');
  return (
    <DataTable
      caption={appeals.caption}
      emptyText={appeals.empty}
      rows={props.appeals}
      rowKey={({ appealId }) => appealId}
      columns={[
        {
          key: 'number',
          header: fields.number,
          cell: ({ claimId, claimNumber }) => <ClaimLink {...{ claimId, claimNumber }} />,
        },
        {
          key: 'state',
          header: fields.state,
          cell: ({ state }) => (
            <Tag tone={state === 'decided' ? 'plain' : 'warn'}>
              {state === 'decided' ? appeals.waitingForApproval : appeals.waitingForAnswer}
            </Tag>
          ),
        },
        { key: 'service', header: fields.service, cell: ({ service }) => named.service(service) },
        {
          key: 'first',
          header: appeals.first,
          cell: ({ appealed }) => (
            <>
              <strong>{texts.outcomes[appealed.outcome]}</strong> {awards(appealed.awards)}
              <small className="claims-file">{reason(appealed.reasonCode)}</small>
            </>
          ),
        },
        { key: 'people', header: appeals.firstPeople, cell: peopleOf },
        {
          key: 'waiting',
          header: fields.waiting,
          isNumeric: true,
          cell: ({ waitingMinutes }) => texts.waited(waitingMinutes),
        },
      ]}
    />
  );
}

function Appeals({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const { data: form } = useQuery(formQuery(incidentId));
  const page = useInfiniteQuery({
    queryKey: ['claims', 'appeals', incidentId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/appeals', {
          params: {
            query: {
              incidentId,
              limit: 50,
              ...(pageParam === undefined ? {} : { after: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });
  return (
    <>
      <Loaded query={page}>
        {(data) => (
          <AppealTable appeals={data.pages.flatMap(({ appeals }) => appeals)} form={form} />
        )}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {words.shell.parts.more}
        </Button>
      ) : null}
      <RedecisionRuns incidentId={incidentId} />
    </>
  );
}

/** Appeals without an approved answer; each is answered on its claim. */
export function AppealsPage(): ReactNode {
  const { texts } = useClaimWords();
  return (
    <>
      <PageHead title={texts.appeals.title} lead={texts.appeals.lead} />
      <WithIncident>{(incidentId) => <Appeals incidentId={incidentId} />}</WithIncident>
    </>
  );
}
