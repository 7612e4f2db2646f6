import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { isPermitted, useMember } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Facts, Figures, PageHead, PageLink, Section, Tag } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type Determination, determinationQuery, settlementKeys } from '../settlement-data.ts';
import { type SettlementWords, useSettlementWords } from '../settlement-words.ts';
import { ClassBars } from './class-bars.tsx';
import { DeterminationStatuses, DeterminationTotals } from './determination-totals.tsx';
import { awardedText, policyText } from './determination-words.ts';
import { Replacement } from './replacement.tsx';
import '../settlement.css';

function Approve({ run }: { readonly run: Determination }): ReactNode {
  const words = useSettlementWords();
  const labels = words.texts.determinations;
  const [isAsking, setAsking] = useState(false);
  const approve = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/determination-runs/{runId}/approval', {
          params: { path: { runId: run.id } },
        }),
      ),
    refresh: settlementKeys,
  });
  const confirm = async (): Promise<void> => {
    await approve.run(undefined);
    setAsking(false);
  };
  const about = {
    parties: words.format.count(run.partyCount),
    awarded: awardedText(run.due ?? run, words),
  };
  return (
    <>
      <ProblemNotice problem={approve.problem} />
      <Button kind="main" isBusy={approve.isRunning} onPress={() => setAsking(true)}>
        {labels.approve}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={labels.approveTitle}
        confirmLabel={labels.approve}
        isBusy={approve.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{labels.approveText(about)}</p>
        {run.replacesRunId === null ? null : <p>{labels.reckoned[run.reckonedBy]}</p>}
      </ConfirmDialog>
    </>
  );
}

function NextStep({ run }: { readonly run: Determination }): ReactNode {
  const { texts } = useSettlementWords();
  const member = useMember();
  if (run.state === 'approved') return null;
  const isOwn = run.preparedBy.id === member.id;
  const mayApprove = isPermitted(member, ['payout:approve']) && !isOwn;
  return (
    <Section title={texts.run.steps}>
      {mayApprove ? (
        <Approve run={run} />
      ) : (
        <p>{isOwn ? texts.determinations.own : texts.determinations.waits}</p>
      )}
    </Section>
  );
}

function dueFacts(due: Determination['due'], labels: SettlementWords['texts']['determinations']) {
  if (due === null) return [];
  return [
    { name: labels.dueHash, value: <code>{due.dueHash}</code> },
    { name: labels.earlierHashes, value: <code>{due.earlierHashes.join(' ')}</code> },
    ...(due.commitment === null
      ? []
      : [{ name: labels.dueCommitment, value: <code>{due.commitment}</code> }]),
  ];
}

function RunFacts({ run }: { readonly run: Determination }): ReactNode {
  const { texts, by } = useSettlementWords();
  const labels = texts.determinations;
  return (
    <>
      <Facts
        facts={[
          { name: labels.preparedBy, value: by(run.preparedBy, run.preparedAt) },
          { name: labels.approvedBy, value: by(run.approvedBy, run.approvedAt) },
          { name: labels.policyHash, value: <code>{run.policyHash}</code> },
          { name: labels.populationHash, value: <code>{run.populationHash}</code> },
          { name: labels.awardsHash, value: <code>{run.awardsHash}</code> },
          ...dueFacts(run.due, labels),
          ...(run.totalsCommitment === null
            ? []
            : [
                { name: labels.totalsCommitment, value: <code>{run.totalsCommitment}</code> },
                { name: labels.totalsSalt, value: <code>{run.totalsSalt}</code> },
              ]),
        ]}
      />
      <p className="hint">{labels.hashHint}</p>
      {run.totalsCommitment === null ? null : <p className="hint">{labels.commitmentHint}</p>}
    </>
  );
}

function DeterminationView({ run }: { readonly run: Determination }): ReactNode {
  const words = useSettlementWords();
  const { texts, format } = words;
  const labels = texts.determinations;
  return (
    <>
      <PageHead
        title={policyText(run, words)}
        lead={
          <Tag tone={run.state === 'approved' ? 'good' : 'warn'}>{labels.states[run.state]}</Tag>
        }
        actions={
          <PageLink to="/determinations" isButton>
            {labels.back}
          </PageLink>
        }
      />
      <Figures
        figures={[
          {
            name: labels.parties,
            value: texts.count.parties(format.count(run.partyCount)),
          },
          { name: labels.awarded, value: awardedText(run, words) },
        ]}
      />
      <Replacement run={run} />
      <NextStep run={run} />
      <Section title={labels.bars}>
        <ClassBars run={run} />
      </Section>
      <Section title={labels.totals}>
        <DeterminationTotals run={run} />
      </Section>
      <Section title={labels.statuses}>
        <DeterminationStatuses run={run} />
      </Section>
      <Section title={labels.facts}>
        <RunFacts run={run} />
      </Section>
    </>
  );
}

/** One determination run: totals per class and clause, hashes, and its approval. */
export function DeterminationPage(): ReactNode {
  const { runId = '' } = useParams({ strict: false }) as { runId?: string };
  const run = useQuery(determinationQuery(runId));
  return <Loaded query={run}>{(data) => <DeterminationView run={data} />}</Loaded>;
}
