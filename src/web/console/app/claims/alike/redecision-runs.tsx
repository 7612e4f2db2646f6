import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { useMember, usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, Section, Tag } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { claimKeys } from '../claim-data.ts';
import { ClaimLink } from '../claim-link.tsx';
import { useClaimWords } from '../claim-words.ts';
import { sumsText } from './alike-claims.tsx';

type Run = components['schemas']['RedecisionRun'];
const tones = { proposed: 'warn', approved: 'plain', done: 'good' } as const;

function useRunApproval() {
  const words = useClaimWords();
  const [asked, setAsked] = useState<Run>();
  const approve = useCommand({
    request: (runId: string) =>
      unwrap(api.POST('/api/v1/redecisions/{runId}/approval', { params: { path: { runId } } })),
    refresh: claimKeys,
  });
  const confirm = async (): Promise<void> => {
    if (asked !== undefined) await approve.run(asked.runId);
    setAsked(undefined);
  };
  const consequence = sumsText(asked?.sums ?? [], words);
  return { asked, setAsked, approve, confirm, consequence };
}

function RunTable({ runs }: { readonly runs: readonly Run[] }): ReactNode {
  const words = useClaimWords();
  const { texts, format, person } = words;
  const { alike } = texts.desk;
  const member = useMember();
  const mayApprove = usePermission('claim:approve');
  const { asked, setAsked, approve, confirm, consequence } = useRunApproval();
  const isOwn = ({ proposedBy }: Run): boolean => proposedBy.id === member.id;
  return (
    <>
      <ProblemNotice problem={approve.problem} />
      {runs.some((run) => run.state === 'proposed' && isOwn(run)) ? (
        <Notice>{alike.own}</Notice>
      ) : null}
      <DataTable
        caption={alike.caption}
        emptyText={alike.empty}
        rows={runs}
        rowKey={({ runId }) => runId}
        columns={[
          {
            key: 'state',
            header: texts.fields.state,
            cell: ({ state }) => <Tag tone={tones[state]}>{alike.states[state]}</Tag>,
          },
          {
            key: 'appealed',
            header: alike.appealed,
            cell: ({ claimId, claimNumber }) => <ClaimLink {...{ claimId, claimNumber }} />,
          },
          {
            key: 'members',
            header: alike.members,
            cell: ({ decidedCount, memberCount, leftCount }) => (
              <>
                {alike.progress(format.count(decidedCount), format.count(memberCount))}
                {leftCount === 0 ? null : <small>{alike.left(format.count(leftCount))}</small>}
              </>
            ),
          },
          { key: 'sum', header: alike.difference, cell: ({ sums }) => sumsText(sums, words) },
          {
            key: 'by',
            header: alike.proposedBy,
            cell: ({ proposedBy, approvedBy }) =>
              [proposedBy, approvedBy]
                .flatMap((one) => (one === undefined ? [] : [person(one)]))
                .join(' → '),
          },
          {
            key: 'approve',
            header: alike.approve,
            cell: (run) =>
              run.state === 'proposed' && mayApprove && !isOwn(run) ? (
                <Button onPress={() => setAsked(run)}>{alike.approve}</Button>
              ) : (
                '–'
              ),
          },
        ]}
      />
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={alike.approveTitle}
        confirmLabel={alike.approve}
        isBusy={approve.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsked(undefined)}
      >
        <p>{alike.approveConsequence(consequence)}</p>
      </ConfirmDialog>
    </>
  );
}

/** Runs that decide alike claims again: proposed, approved by another person, carried out. */
export function RedecisionRuns({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { alike } = useClaimWords().texts.desk;
  const runs = useQuery({
    queryKey: ['claims', 'redecisions', incidentId],
    queryFn: () => unwrap(api.GET('/api/v1/redecisions', { params: { query: { incidentId } } })),
  });
  return (
    <Section title={alike.caption}>
      <Loaded query={runs}>{(data) => <RunTable runs={data.runs} />}</Loaded>
    </Section>
  );
}
