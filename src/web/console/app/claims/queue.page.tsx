import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { WithIncident } from '../incident-choice.tsx';
import { useLanguage } from '../language.tsx';
import { usePermission } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Figures, Notice, PageHead } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import {
  type ClaimListItem,
  claimKeys,
  type Form,
  formQuery,
  listClaims,
  type QueueFilter,
  queuesQuery,
} from './claim-data.ts';
import { ClaimTable } from './claim-table.tsx';
import { useClaimWords } from './claim-words.ts';
import { DecideMany } from './many/decide-many.tsx';
import { QueueFilters } from './queue-filters.tsx';
import './claims.css';

const filterNames = [
  'state',
  'partyClass',
  'service',
  'kind',
  'suggestion',
  'priority',
  'assignedTo',
  'number',
] as const;

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
        {(data) => (
          <QueueTable
            incidentId={incidentId}
            claims={data.pages.flatMap(({ claims }) => claims)}
            form={form}
          />
        )}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {words.shell.parts.more}
        </Button>
      ) : null}
    </>
  );
}

/** Takes the next claims that are nobody's. */
function TakeNext({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { texts, format } = useClaimWords();
  const take = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/claims/assignments/next', { body: { incidentId, part: {}, count: 10 } }),
      ),
    refresh: claimKeys,
  });
  const [took, setTook] = useState<number>();
  const press = async (): Promise<void> => setTook((await take.run(undefined))?.claimIds.length);
  return (
    <>
      <ProblemNotice problem={take.problem} />
      {took === undefined ? null : (
        <Notice tone="good">{texts.desk.took(format.count(took))}</Notice>
      )}
      <Button isBusy={take.isRunning} onPress={() => void press()}>
        {texts.desk.takeNext}
      </Button>
    </>
  );
}

/** The claims of a page, which a reviewer takes, or chooses to decide together. */
function QueueTable(props: {
  readonly incidentId: string;
  readonly claims: readonly ClaimListItem[];
  readonly form: Form | undefined;
}): ReactNode {
  const { claims, form, incidentId } = props;
  const { texts, format } = useClaimWords(form);
  const { many } = texts.desk;
  const mayReview = usePermission('claim:review');
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [done, setDone] = useState<number>();
  if (!mayReview) return <ClaimTable claims={claims} form={form} />;
  const chosen = claims.flatMap(({ claimId }) => (selected.includes(claimId) ? [claimId] : []));
  const finish = (count: number): void => {
    setDone(count);
    setSelected([]);
  };
  return (
    <>
      <TakeNext incidentId={incidentId} />
      {done === undefined ? null : <Notice tone="good">{many.done(format.count(done))}</Notice>}
      <p className="hint" aria-live="polite">
        {chosen.length === 0 ? many.choose : many.chosen(format.count(chosen.length))}
      </p>
      <ClaimTable claims={claims} form={form} selection={{ keys: chosen, onChange: setSelected }} />
      {chosen.length === 0 ? null : (
        <DecideMany key={chosen.join()} claimIds={chosen} form={form} onDone={finish} />
      )}
    </>
  );
}

/** The claims that wait, the most urgent first. */
export function QueuePage(): ReactNode {
  const { texts } = useClaimWords();
  return (
    <>
      <PageHead title={texts.queue.title} lead={texts.queue.lead} />
      <WithIncident>{(incidentId) => <Queue incidentId={incidentId} />}</WithIncident>
    </>
  );
}
