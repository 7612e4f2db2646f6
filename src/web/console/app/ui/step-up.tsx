import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { useMember } from '../session.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './dialog.tsx';
import { TextField } from './field.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { SignOnLink } from './sign-on-link.tsx';

// A little before it runs out, so that it does not between the question and the answer.
const marginMs = 20_000;

function isDue(until: string | null): boolean {
  return until === null || Date.parse(until) - Date.now() < marginMs;
}

function PasswordDialog(props: {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { words } = useLanguage();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [password, setPassword] = useState('');
  const [isMissing, setMissing] = useState(false);
  const { stepUp } = words.treasury;
  const confirm = useCommand({
    request: (body: { password: string }) =>
      unwrap(api.POST('/api/v1/session/confirmation', { body })),
  });
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setMissing(password === '');
    if (password === '') return;
    const done = await confirm.run({ password });
    setPassword('');
    if (done === undefined) return;
    await queries.invalidateQueries({ queryKey: ['session'] });
    props.onDone();
  };
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={props.onCancel}>
      <h2 id={titleId}>{stepUp.title}</h2>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p>{stepUp.text}</p>
        <ProblemNotice problem={confirm.problem} />
        <TextField
          label={words.settlement.run.confirmLabel}
          type="password"
          autoComplete="current-password"
          error={isMissing && password === '' ? stepUp.missing : undefined}
          value={password}
          onChange={setPassword}
        />
        <div className="actions">
          <Button type="submit" kind="main" isBusy={confirm.isRunning}>
            {words.settlement.run.confirmSubmit}
          </Button>
          <Button onPress={props.onCancel}>{words.shell.parts.cancel}</Button>
        </div>
        <SignOnLink isFresh />
      </form>
    </dialog>
  );
}

type StepUpProps = Parameters<typeof ConfirmDialog>[0];

/**
 * Asks before a write that moves money; first for the password, when it was not given within five
 * minutes, so that nobody is refused for what they could have been asked.
 */
export function StepUpDialog(props: StepUpProps): ReactNode {
  const { confirmedUntil } = useMember();
  const [isAsked, setAsked] = useState(false);
  const { isOpen, onCancel } = props;
  useEffect(() => {
    if (!isOpen) setAsked(false);
  }, [isOpen]);
  if (isOpen && !isAsked && isDue(confirmedUntil)) {
    return <PasswordDialog onDone={() => setAsked(true)} onCancel={onCancel} />;
  }
  return <ConfirmDialog {...props} />;
}
