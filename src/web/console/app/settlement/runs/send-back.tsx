import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type Run, settlementKeys } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

/** Sends a run back to the one who prepared it, with what is to be put right. */
export function SendBackRun({ run }: { readonly run: Run }): ReactNode {
  const { texts } = useSettlementWords();
  const { sendBack } = texts.run;
  const [isAsking, setAsking] = useState(false);
  const [isTried, setTried] = useState(false);
  const [reason, setReason] = useState('');
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/payout-runs/{runId}/return', {
          params: { path: { runId: run.id } },
          body: { reason: reason.trim() },
        }),
      ),
    refresh: settlementKeys,
  });
  const confirm = async (): Promise<void> => {
    setTried(true);
    if (reason.trim() === '') return;
    await command.run(undefined);
    setAsking(false);
  };
  return (
    <>
      <ProblemNotice problem={command.problem} />
      <Button onPress={() => setAsking(true)}>{sendBack.button}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={sendBack.title}
        confirmLabel={sendBack.button}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{sendBack.consequence}</p>
        <TextField
          label={sendBack.reason}
          rows={3}
          value={reason}
          error={isTried && reason.trim() === '' ? sendBack.reasonMissing : undefined}
          onChange={setReason}
        />
      </ConfirmDialog>
    </>
  );
}

/** Who sent a run back, when and why, and what comes next. */
export function SentBack({ run }: { readonly run: Run }): ReactNode {
  const { texts, by } = useSettlementWords();
  return (
    <Notice tone="warn">
      <p>
        <strong>{texts.run.sendBack.done(by(run.sentBackBy, run.sentBackAt))}</strong>
      </p>
      <p>{run.sentBackReason}</p>
      <p>{texts.run.sendBack.next}</p>
    </Notice>
  );
}
