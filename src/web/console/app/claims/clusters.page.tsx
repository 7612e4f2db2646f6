import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useCommand } from '../api/use-command.ts';
import { WithIncident } from '../incident-choice.tsx';
import { useLanguage } from '../language.tsx';
import { usePermission } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice, PageHead, Section, Tag } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { claimKeys } from './claim-data.ts';
import { ClaimLink } from './claim-link.tsx';
import { toneOf, useClaimWords } from './claim-words.ts';
import './claims.css';

type Cluster = components['schemas']['ClaimCluster'];
type Reason = Cluster['reason'];
const reasons: readonly Reason[] = [
  'payee',
  'contact',
  'device',
  'document',
  'picture',
  'name',
  'text',
];

function CloseForm({ clusterId }: { readonly clusterId: string }): ReactNode {
  const { clusters } = useClaimWords().texts.desk;
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const close = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/clusters/{clusterId}/closing', {
          params: { path: { clusterId } },
          body: { note: note.trim() },
        }),
      ),
    refresh: claimKeys,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (note.trim() !== '') void close.run(undefined);
  };
  return (
    <form onSubmit={submit} noValidate>
      <ProblemNotice problem={close.problem} />
      <TextField
        label={clusters.closeNote}
        hint={clusters.closeNoteHint}
        error={isTried && note.trim() === '' ? clusters.closeMissing : undefined}
        value={note}
        onChange={setNote}
      />
      <Button type="submit" isBusy={close.isRunning}>
        {clusters.close}
      </Button>
    </form>
  );
}

function ClusterView({ cluster }: { readonly cluster: Cluster }): ReactNode {
  const { texts, format, person } = useClaimWords();
  const { clusters: words } = texts.desk;
  const mayReview = usePermission('claim:review');
  const { clusterId, reason, memberCount, members, note, closedBy } = cluster;
  const count = format.count(memberCount);
  return (
    <Section title={`${words.reasons[reason]} · ${words.size} ${count}`}>
      <ul>
        {members.map(({ claimId, claimNumber, state }) => (
          <li key={claimId}>
            <ClaimLink {...{ claimId, claimNumber }} />{' '}
            <Tag tone={toneOf(state)}>{texts.states[state]}</Tag>
          </li>
        ))}
      </ul>
      {closedBy === undefined ? null : (
        <p className="hint">
          {words.closed} · {person(closedBy)}
          {note === undefined ? null : ` · ${note}`}
        </p>
      )}
      {closedBy === undefined && mayReview ? <CloseForm clusterId={clusterId} /> : null}
    </Section>
  );
}

function Clusters({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const { clusters: texts } = words.desk;
  const [reason, setReason] = useState<Reason | ''>('');
  const [isClosed, setClosed] = useState(false);
  const page = useInfiniteQuery({
    queryKey: ['claims', 'clusters', incidentId, reason, isClosed],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const query = {
        incidentId,
        isClosed: String(isClosed),
        ...(reason === '' ? {} : { reason }),
        ...(pageParam === undefined ? {} : { after: pageParam }),
      };
      return unwrap(api.GET('/api/v1/clusters', { params: { query } }));
    },
    getNextPageParam: (last) => last.next,
  });
  return (
    <>
      <div className="filters">
        <SelectField
          label={texts.reason}
          value={reason}
          emptyLabel={words.claims.queue.any}
          options={reasons.map((value) => ({ value, label: texts.reasons[value] }))}
          onChange={(value) => setReason(value as Reason | '')}
        />
        <SelectField
          label={texts.state}
          value={isClosed ? 'closed' : 'open'}
          options={[
            { value: 'open', label: texts.open },
            { value: 'closed', label: texts.closed },
          ]}
          onChange={(value) => setClosed(value === 'closed')}
        />
      </div>
      <Notice>{texts.note}</Notice>
      <Loaded query={page}>
        {(data) => {
          const clusters = data.pages.flatMap((one) => one.clusters);
          return clusters.length === 0 ? (
            <p className="empty">{texts.empty}</p>
          ) : (
            clusters.map((cluster) => <ClusterView key={cluster.clusterId} cluster={cluster} />)
          );
        }}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {words.shell.parts.more}
        </Button>
      ) : null}
    </>
  );
}

/** Groups of claims that are alike: a reason to look once more, never to deny. */
export function ClustersPage(): ReactNode {
  const { clusters } = useClaimWords().texts.desk;
  return (
    <>
      <PageHead title={clusters.title} lead={clusters.lead} />
      <WithIncident>{(incidentId) => <Clusters incidentId={incidentId} />}</WithIncident>
    </>
  );
}
