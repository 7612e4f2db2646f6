import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useMember, usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDecision, claimKeys } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { SecondReview } from '../desk/second-review.tsx';

type Step = 'reading' | 'approving' | 'returning';

function SettleButtons({ decision }: { readonly decision: ClaimDecision }): ReactNode {
  const { texts, awards, format } = useClaimWords();
  const { approve } = texts;
  const [step, setStep] = useState<Step>('reading');
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const path = { decisionId: decision.decisionId };
  const approveIt = useCommand({
    request: () =>
      unwrap(api.POST('/api/v1/decisions/{decisionId}/approval', { params: { path } })),
    refresh: claimKeys,
  });
  const sendBack = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/decisions/{decisionId}/return', {
          params: { path },
          body: { note: note.trim() },
        }),
      ),
    refresh: claimKeys,
  });
  const what =
    decision.awards.length > 0
      ? approve.sumOf(awards(decision.awards), format.count(1))
      : approve.countOf(texts.outcomes[decision.outcome], format.count(1));
  const confirmReturn = async (): Promise<void> => {
    setTried(true);
    if (note.trim() === '') return;
    await sendBack.run(undefined);
    setStep('reading');
  };
  const confirmApproval = async (): Promise<void> => {
    await approveIt.run(undefined);
    setStep('reading');
  };
  return (
    <>
      <ProblemNotice problem={approveIt.problem ?? sendBack.problem} />
      <div className="actions">
        <Button kind="main" onPress={() => setStep('approving')}>
          {approve.one}
        </Button>
        <Button onPress={() => setStep('returning')}>{approve.sendBack}</Button>
      </div>
      <ConfirmDialog
        isOpen={step === 'approving'}
        title={approve.confirmOne}
        confirmLabel={approve.one}
        isBusy={approveIt.isRunning}
        onConfirm={() => void confirmApproval()}
        onCancel={() => setStep('reading')}
      >
        <p>{approve.consequence(what)}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={step === 'returning'}
        title={approve.confirmSendBack}
        confirmLabel={approve.sendBack}
        isBusy={sendBack.isRunning}
        onConfirm={() => void confirmReturn()}
        onCancel={() => setStep('reading')}
      >
        <p>{approve.sendBackConsequence}</p>
        <TextField
          label={approve.sendBackNote}
          rows={3}
          value={note}
          error={isTried && note.trim() === '' ? approve.sendBackMissing : undefined}
          onChange={setNote}
        />
      </ConfirmDialog>
    </>
  );
}

/** The decision that waits: approved or sent back by another person than its maker. */
export function SettleDecision({ decision }: { readonly decision: ClaimDecision }): ReactNode {
  const { texts } = useClaimWords();
  const member = useMember();
  const mayApprove = usePermission('claim:approve');
  const isOwn = decision.decidedBy.id === member.id;
  return (
    <>
      <SecondReview decision={decision} />
      <Section title={texts.approve.pendingTitle}>
        {isOwn ? <Notice>{texts.approve.own}</Notice> : null}
        {isOwn || mayApprove ? null : <Notice>{texts.approve.onlyApprover}</Notice>}
        {!isOwn && mayApprove ? <SettleButtons decision={decision} /> : null}
      </Section>
    </>
  );
}
