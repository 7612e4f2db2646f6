import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageLink } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { settlementKeys, type UnexplainedLine } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

type State = 'open' | 'resolved';

const pageSize = 25;

function useLines(incidentId: string, state: State) {
  return useInfiniteQuery({
    queryKey: ['settlement', 'exceptions', incidentId, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      unwrap(
        api.GET('/api/v1/reconciliation-exceptions', {
          params: {
            query: {
              incidentId,
              state,
              limit: pageSize,
              ...(after === undefined ? {} : { after }),
            },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });
}

function ResolveButton(props: {
  readonly line: UnexplainedLine;
  readonly ending: 'dealt_with' | 'booked_to_recover';
}): ReactNode {
  const { line, ending } = props;
  const { alarms } = useLanguage().words.treasury;
  const isRecovered = ending === 'booked_to_recover';
  const { texts } = useSettlementWords();
  const labels = texts.reconciliation;
  const [isAsking, setAsking] = useState(false);
  const { rail, lineId, code } = line;
  const resolve = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/reconciliation-exceptions/resolution', {
          body: { rail, lineId, code, ending },
        }),
      ),
    refresh: settlementKeys,
  });
  const confirm = async (): Promise<void> => {
    await resolve.run(undefined);
    setAsking(false);
  };
  return (
    <>
      <ProblemNotice problem={resolve.problem} />
      <Button isBusy={resolve.isRunning} onPress={() => setAsking(true)}>
        {isRecovered ? alarms.recover : labels.resolve}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={isRecovered ? alarms.recoverTitle : labels.resolveTitle}
        confirmLabel={isRecovered ? alarms.recover : labels.resolve}
        isBusy={resolve.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>
          <code>{lineId}</code> {labels.codes[code]}
        </p>
        <p>{isRecovered ? alarms.recoverText : labels.resolveText}</p>
      </ConfirmDialog>
    </>
  );
}

function WhatToDo({ line }: { readonly line: UnexplainedLine }): ReactNode {
  const { texts, by } = useSettlementWords();
  const labels = texts.reconciliation;
  const mayResolve = usePermission('payout:prepare');
  if (line.resolvedAt !== null) return by(line.resolvedBy, line.resolvedAt);
  return (
    <>
      <p>{labels.suggestions[line.suggestion]}</p>
      {line.payoutId === null ? null : (
        <p>
          <PageLink to={`/payouts/${line.payoutId}`}>{labels.payout}</PageLink>
        </p>
      )}
      {mayResolve ? (
        <div className="actions">
          <ResolveButton line={line} ending="dealt_with" />
          {line.payoutId !== null && line.direction === 'paid' ? (
            <ResolveButton line={line} ending="booked_to_recover" />
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function LineTable({ lines }: { readonly lines: readonly UnexplainedLine[] }): ReactNode {
  const { texts, format } = useSettlementWords();
  const labels = texts.reconciliation;
  return (
    <DataTable
      caption={labels.exceptionsCaption}
      rows={lines}
      rowKey={({ rail, lineId, code }) => `${rail} ${lineId} ${code}`}
      emptyText={labels.exceptionsEmpty}
      columns={[
        {
          key: 'line',
          header: labels.line,
          cell: (line) => (
            <>
              <code>{line.lineId}</code> <small>{labels.direction[line.direction]}</small>
            </>
          ),
        },
        {
          key: 'amount',
          header: labels.amount,
          isNumeric: true,
          cell: (line) => format.money(line.amount),
        },
        { key: 'at', header: labels.bookedAt, cell: (line) => format.instant(line.bookedAt) },
        { key: 'problem', header: labels.problem, cell: ({ code }) => labels.codes[code] },
        { key: 'todo', header: labels.todo, cell: (line) => <WhatToDo line={line} /> },
      ]}
    />
  );
}

/** The statement lines no payout explains, and closing one that was dealt with. */
export function UnexplainedLines({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { texts, parts } = useSettlementWords();
  const labels = texts.reconciliation;
  const [state, setState] = useState<State>('open');
  const page = useLines(incidentId, state);
  return (
    <>
      <SelectField
        label={labels.show}
        value={state}
        options={[
          { value: 'open', label: labels.open },
          { value: 'resolved', label: labels.resolved },
        ]}
        onChange={(value) => setState(value === 'resolved' ? 'resolved' : 'open')}
      />
      <Loaded query={page}>
        {(data) => <LineTable lines={data.pages.flatMap(({ exceptions }) => exceptions)} />}
      </Loaded>
      {page.hasNextPage ? (
        <Button isBusy={page.isFetchingNextPage} onPress={() => void page.fetchNextPage()}>
          {parts.more}
        </Button>
      ) : null}
    </>
  );
}
