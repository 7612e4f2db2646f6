import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { isPermitted, useMember } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice, PageLink } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StepUpDialog } from '../../ui/step-up.tsx';
import { type Run, settlementKeys } from '../settlement-data.ts';
import { type SettlementWords, useSettlementWords } from '../settlement-words.ts';
import { SendBackRun, SentBack } from './send-back.tsx';

type Verb = 'approval' | 'sending' | 'pause' | 'stop';

interface Step {
  readonly verb: Verb;
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly isDanger?: boolean;
}

const openStates = ['sent', 'accepted', 'unknown'];

function sendRequest(runId: string, verb: Verb) {
  const params = { params: { path: { runId } } };
  switch (verb) {
    case 'approval':
      return unwrap(api.POST('/api/v1/payout-runs/{runId}/approval', params));
    case 'sending':
      return unwrap(api.POST('/api/v1/payout-runs/{runId}/sending', params));
    case 'pause':
      return unwrap(api.POST('/api/v1/payout-runs/{runId}/pause', params));
    case 'stop':
      return unwrap(api.POST('/api/v1/payout-runs/{runId}/stop', params));
  }
}

function stepsOf(run: Run, { texts, format, actor }: SettlementWords) {
  const labels = texts.run;
  const about = { count: format.count(run.payoutCount), total: format.money(run.total) };
  const name = actor(run.preparedBy);
  return {
    approve: {
      verb: 'approval',
      label: labels.approve,
      title: labels.approveTitle,
      text: labels.approveText({ ...about, name }),
    },
    send: {
      verb: 'sending',
      label: run.state === 'sending' || run.state === 'paused' ? labels.sendOn : labels.send,
      title: labels.sendTitle,
      text: labels.sendText(about),
    },
    pause: {
      verb: 'pause',
      label: labels.pause,
      title: labels.pauseTitle,
      text: labels.pauseText,
    },
    stop: {
      verb: 'stop',
      label: labels.stop,
      title: labels.stopTitle,
      text: labels.stopText(about.count),
      isDanger: true,
    },
  } as const satisfies Record<string, Step>;
}

function StepButton(props: {
  readonly run: Run;
  readonly step: Step;
  readonly isMain?: boolean;
}): ReactNode {
  const { run, step } = props;
  const [isAsking, setAsking] = useState(false);
  const command = useCommand({
    request: () => sendRequest(run.id, step.verb),
    refresh: settlementKeys,
  });
  const confirm = async (): Promise<void> => {
    await command.run(undefined);
    setAsking(false);
  };
  const isDanger = step.isDanger === true;
  // Stopping and pausing keep money in: only what lets it out asks for the password.
  const isLettingOut = step.verb === 'approval' || step.verb === 'sending';
  const Dialog = isLettingOut ? StepUpDialog : ConfirmDialog;
  return (
    <>
      <ProblemNotice problem={command.problem} />
      <Button
        kind={isDanger ? 'danger' : props.isMain === true ? 'main' : 'second'}
        isBusy={command.isRunning}
        onPress={() => setAsking(true)}
      >
        {step.label}
      </Button>
      <Dialog
        isOpen={isAsking}
        title={step.title}
        confirmLabel={step.label}
        isBusy={command.isRunning}
        isDanger={isDanger}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{step.text}</p>
      </Dialog>
    </>
  );
}

function FollowButton({ run }: { readonly run: Run }): ReactNode {
  const { texts, format } = useSettlementWords();
  const [askedCount, setAskedCount] = useState<number>();
  const follow = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/payout-runs/{runId}/following', {
          params: { path: { runId: run.id } },
        }),
      ),
    refresh: settlementKeys,
  });
  const press = async (): Promise<void> => {
    const followed = await follow.run(undefined);
    setAskedCount(followed?.lookedUpCount);
  };
  const isOpen = run.payouts.some(({ state }) => openStates.includes(state));
  return (
    <>
      <ProblemNotice problem={follow.problem} />
      {askedCount === undefined ? null : (
        <Notice tone="good">{texts.run.followed(format.count(askedCount))}</Notice>
      )}
      {isOpen ? (
        <>
          <p className="hint">{texts.run.followHint}</p>
          <Button isBusy={follow.isRunning} onPress={() => void press()}>
            {texts.run.follow}
          </Button>
        </>
      ) : null}
    </>
  );
}

function ProposedActions({ run }: { readonly run: Run }): ReactNode {
  const words = useSettlementWords();
  const member = useMember();
  const steps = stepsOf(run, words);
  const isOwn = run.preparedBy.id === member.id;
  const mayApprove = isPermitted(member, ['payout:approve']) && !isOwn;
  return (
    <>
      {isOwn ? <p>{words.texts.run.ownRun}</p> : null}
      {mayApprove || isOwn ? null : <p>{words.texts.run.waitsForApproval}</p>}
      <div className="actions">
        {mayApprove ? <StepButton run={run} step={steps.approve} isMain /> : null}
        {mayApprove ? <SendBackRun run={run} /> : null}
        {isPermitted(member, ['payout:prepare']) ? (
          <StepButton run={run} step={steps.stop} />
        ) : null}
      </div>
    </>
  );
}

function ApprovedActions({ run }: { readonly run: Run }): ReactNode {
  const words = useSettlementWords();
  const member = useMember();
  const steps = stepsOf(run, words);
  const maySend = isPermitted(member, ['payout:send']);
  return (
    <>
      {maySend ? null : <p>{words.texts.run.waitsForSending}</p>}
      <div className="actions">
        {maySend ? <StepButton run={run} step={steps.send} isMain /> : null}
        {isPermitted(member, ['payout:prepare']) ? (
          <StepButton run={run} step={steps.stop} />
        ) : null}
      </div>
    </>
  );
}

/** A run on its way: gone on with, paused, or stopped; and why it is paused. */
function SendingActions({ run }: { readonly run: Run }): ReactNode {
  const words = useSettlementWords();
  const member = useMember();
  const steps = stepsOf(run, words);
  const maySend = isPermitted(member, ['payout:send']);
  const { pausedFor, paused } = words.texts.run;
  return (
    <>
      {run.state === 'paused' ? (
        <Notice tone="warn">{pausedFor[run.pausedCode ?? ''] ?? paused}</Notice>
      ) : null}
      <div className="actions">
        {maySend ? <StepButton run={run} step={steps.send} isMain /> : null}
        {maySend && run.state === 'sending' ? <StepButton run={run} step={steps.pause} /> : null}
        {isPermitted(member, ['payout:prepare']) ? (
          <StepButton run={run} step={steps.stop} />
        ) : null}
      </div>
    </>
  );
}

/** What the member may do with a run now, and why not when they may not. */
export function RunActions({ run }: { readonly run: Run }): ReactNode {
  const words = useSettlementWords();
  const member = useMember();
  const maySend = isPermitted(member, ['payout:send']);
  if (run.state === 'proposed') return <ProposedActions run={run} />;
  if (run.state === 'approved') return <ApprovedActions run={run} />;
  if (run.state === 'sent_back') return <SentBack run={run} />;
  if (run.state === 'stopped') return <p>{words.texts.run.stopped}</p>;
  if (run.state === 'sending' || run.state === 'paused') return <SendingActions run={run} />;
  const isOpen = run.payouts.some(({ state }) => openStates.includes(state));
  return (
    <>
      {isOpen ? null : (
        <p>
          {words.texts.run.noStep} {words.texts.run.statementNext}{' '}
          <PageLink to="/reconciliation">{words.texts.run.readStatement}</PageLink>
        </p>
      )}
      {maySend ? <FollowButton run={run} /> : null}
    </>
  );
}
