import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from './api/client.ts';
import { unwrap } from './api/problem.ts';
import { useCommand } from './api/use-command.ts';
import { useLanguage } from './language.tsx';
import { sessionQuery } from './session.ts';
import { Button } from './ui/button.tsx';
import { TextField } from './ui/field.tsx';
import { PageHead } from './ui/parts.tsx';
import { ProblemNotice } from './ui/problem-notice.tsx';

/** Asks for a password of one's own after a one-time password was used. */
export function PasswordPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.shell.password;
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [isDifferent, setDifferent] = useState(false);
  const save = useCommand({
    request: (body: { password: string }) => unwrap(api.PUT('/api/v1/session/password', { body })),
    refresh: [sessionQuery.queryKey],
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setDifferent(password !== repeated);
    if (password === repeated) await save.run({ password });
  };
  return (
    <form className="narrow" onSubmit={(event) => void submit(event)} noValidate>
      <PageHead title={texts.title} lead={texts.lead} />
      <ProblemNotice problem={save.problem} />
      <TextField
        label={texts.label}
        hint={texts.hint}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
      />
      <TextField
        label={texts.repeat}
        error={isDifferent ? texts.differs : undefined}
        type="password"
        autoComplete="new-password"
        value={repeated}
        onChange={setRepeated}
      />
      <Button type="submit" kind="main" isBusy={save.isRunning}>
        {texts.submit}
      </Button>
    </form>
  );
}
