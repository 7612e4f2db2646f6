import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { type PreventionPromise, promisesKey } from './continuity-data.ts';

/** Records that a promise was kept, with what shows it; asks first. */
export function KeepPromise(props: {
  readonly promised: PreventionPromise;
  readonly title: string;
}): ReactNode {
  const { words } = useLanguage();
  const { promises } = words.continuity;
  const [isAsking, setAsking] = useState(false);
  const [isTried, setTried] = useState(false);
  const [draft, setDraft] = useState({ keptOn: '', proof: '', proofUrl: '' });
  const isFull = draft.keptOn !== '' && draft.proof.trim() !== '';
  const isUrl = draft.proofUrl === '' || /^https?:\/\/\S+$/.test(draft.proofUrl);
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/continuity/promises/{promiseId}/proof', {
          params: { path: { promiseId: props.promised.id } },
          body: {
            keptOn: draft.keptOn,
            proof: draft.proof,
            proofUrl: draft.proofUrl === '' ? null : draft.proofUrl,
          },
        }),
      ),
    refresh: [promisesKey],
  });
  const confirm = async (): Promise<void> => {
    setTried(true);
    if (!isFull || !isUrl) return;
    if ((await command.run(undefined)) !== undefined) setAsking(false);
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{promises.keep}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={promises.keepOf(props.title)}
        confirmLabel={promises.record}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{promises.consequence}</p>
        <TextField
          label={promises.keptDay}
          type="date"
          value={draft.keptOn}
          onChange={(keptOn) => setDraft({ ...draft, keptOn })}
        />
        <TextField
          label={promises.proof}
          hint={promises.proofHint}
          error={isTried && !isFull ? promises.proofMissing : undefined}
          value={draft.proof}
          onChange={(proof) => setDraft({ ...draft, proof })}
        />
        <TextField
          label={promises.proofUrl}
          isOptional
          error={isTried && !isUrl ? promises.proofUrlWrong : undefined}
          value={draft.proofUrl}
          onChange={(proofUrl) => setDraft({ ...draft, proofUrl })}
        />
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </>
  );
}
