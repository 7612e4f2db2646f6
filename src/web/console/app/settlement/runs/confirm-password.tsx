import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { useSettlementWords } from '../settlement-words.ts';

/** Asks for the password once more, before what moves money; then goes on with it. */
export function ConfirmPassword({ onConfirmed }: { readonly onConfirmed: () => void }): ReactNode {
  const { texts } = useSettlementWords();
  const [password, setPassword] = useState('');
  const confirm = useCommand({
    request: (body: { password: string }) =>
      unwrap(api.POST('/api/v1/session/confirmation', { body })),
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const confirmed = await confirm.run({ password });
    setPassword('');
    if (confirmed !== undefined) onConfirmed();
  };
  return (
    <form className="narrow" onSubmit={(event) => void submit(event)} noValidate>
      <p>{texts.run.confirmText}</p>
      <ProblemNotice problem={confirm.problem} />
      <TextField
        label={texts.run.confirmLabel}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" kind="main" isBusy={confirm.isRunning}>
        {texts.run.confirmSubmit}
      </Button>
    </form>
  );
}
