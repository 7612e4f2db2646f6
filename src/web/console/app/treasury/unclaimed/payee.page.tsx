import { useParams } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, PageHead, PageLink } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StepUpDialog } from '../../ui/step-up.tsx';
import { treasuryKeys } from '../treasury-data.ts';
import '../treasury.css';

const empty = { bank: '', account: '', holder: '' };

/** Changes where a claimant is paid; the old contact is told, and three days pass first. */
export function PayeePage(): ReactNode {
  const { claimId = '' } = useParams({ strict: false }) as { claimId?: string };
  const { words, format } = useLanguage();
  const texts = words.treasury.unclaimed;
  const [typed, setTyped] = useState(empty);
  const [isAsking, setAsking] = useState(false);
  const change = (key: keyof typeof empty) => (value: string) =>
    setTyped({ ...typed, [key]: value });
  const command = useCommand({
    request: (body: typeof empty) =>
      unwrap(api.PUT('/api/v1/claims/{claimId}/payee', { params: { path: { claimId } }, body })),
    refresh: treasuryKeys,
  });
  const [done, setDone] = useState<Awaited<ReturnType<typeof command.run>>>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsking(true);
  };
  const confirm = async (): Promise<void> => {
    const changed = await command.run(typed);
    setAsking(false);
    setDone(changed);
    if (changed !== undefined) setTyped(empty);
  };
  return (
    <>
      <PageHead
        title={texts.payee}
        lead={texts.payeeHint}
        actions={
          <PageLink to={`/claims/${claimId}`} isButton>
            {words.settlement.payout.toClaim}
          </PageLink>
        }
      />
      <form className="narrow" onSubmit={submit} noValidate>
        <TextField label={texts.bank} value={typed.bank} onChange={change('bank')} />
        <TextField
          label={texts.account}
          inputMode="numeric"
          value={typed.account}
          onChange={change('account')}
        />
        <TextField label={texts.holder} value={typed.holder} onChange={change('holder')} />
        <ProblemNotice problem={command.problem} />
        {done === undefined ? null : (
          <Notice tone={done.sharedWithCount > 0 ? 'warn' : 'good'}>
            <p>
              {texts.payeeDone(format.instant(done.usableFrom), format.count(done.withdrawnCount))}
            </p>
            {done.sharedWithCount > 0 ? (
              <p>{texts.payeeShared(format.count(done.sharedWithCount))}</p>
            ) : null}
          </Notice>
        )}
        <Button type="submit" kind="main" isBusy={command.isRunning}>
          {texts.payeeSubmit}
        </Button>
      </form>
      <StepUpDialog
        isOpen={isAsking}
        title={texts.payee}
        confirmLabel={texts.payeeSubmit}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.payeeHint}</p>
      </StepUpDialog>
    </>
  );
}
