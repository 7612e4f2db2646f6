import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { WithIncident } from '../incident-choice.tsx';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Figures, PageHead } from '../ui/parts.tsx';
import { formQuery, listClaims, type QueueFilter, queuesQuery } from './claim-data.ts';
import { ClaimTable } from './claim-table.tsx';
import { useClaimWords } from './claim-words.ts';
import { QueueFilters } from './queue-filters.tsx';
import './claims.css';

const filterNames = ['state', 'partyClass', 'service', 'suggestion', 'number'] as const;

function readFilter(search: Readonly<Record<string, unknown>>): QueueFilter {
  const named = filterNames.flatMap((name) => {
    const value = search[name];
    return value === undefined || value === '' ? [] : [[name, String(value)]];
  });
  return Object.fromEntries(named);
}

function QueueFigures({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { texts, format } = useClaimWords();
  const { data } = useQuery(queuesQuery(incidentId));
  if (data === undefined) return null;
  const { oldestWaitingAt } = data;
  return (
    <Figures
      figures={[
        { name: texts.states.assessed, value: format.count(data.states.assessed) },
        { name: texts.states.in_review, value: format.count(data.states.in_review) },
        { name: texts.queue.openAppeals, value: format.count(data.openAppealCount) },
        { name: texts.queue.pending, value: format.count(data.pendingDecisionCount) },
        ...(oldestWaitingAt === undefined
          ? []
          : [{ name: texts.queue.oldest, value: format.day(oldestWaitingAt) }]),
      ]}
    />
  );
}

function Queue({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const { data: form } = useQuery(formQuery(incidentId));
  const filter = readFilter(useSearch({ strict: false }) as Record<string, unknown>);
  const navigate = useNavigate();
  const change = (next: QueueFilter): void =>
    void navigate({ to: '/claims', search: next as never, replace: true });
  const page = useInfiniteQuery({
    queryKey: ['claims', 'list', incidentId, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      listClaims(incidentId, {
        filter,
        ...(pageParam === undefined ? {} : { after: pageParam }),
      }),
    getNextPageParam: (last) => last.next,
  });
  return (
    <>
      <QueueFigures incidentId={incidentId} />
      <QueueFilters incidentId={incidentId} form={form} filter={filter} onChange={change} />
      <Loaded query={page}>
        {(data) => <ClaimTable claims={data.pages.flatMap(({ claims }) => claims)} form={form} />}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {words.shell.parts.more}
        </Button>
      ) : null}
    </>
  );
}

/** The claims that wait, the longest waiting first. */
export function QueuePage(): ReactNode {
  const { texts } = useClaimWords();
  return (
    <>
      <PageHead title={texts.queue.title} lead={texts.queue.lead} />
      <WithIncident>{(incidentId) => <Queue incidentId={incidentId} />}</WithIncident>
    </>
  );
}
