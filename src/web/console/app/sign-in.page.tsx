import { useQueryClient } from '@tanstack/react-query';
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
import { SignOnLink } from './ui/sign-on-link.tsx';

/** Signs a member in; the page that was asked for follows by itself. */
export function SignInPage(): ReactNode {
  const { words } = useLanguage();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useCommand({
    request: (body: { email: string; password: string }) =>
      unwrap(api.POST('/api/v1/session', { body })),
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const member = await signIn.run({ email, password });
    if (member !== undefined) queries.setQueryData(sessionQuery.queryKey, member);
  };
  const texts = words.shell.signIn;
  return (
    <form className="narrow" onSubmit={(event) => void submit(event)} noValidate>
      <PageHead title={texts.title} lead={texts.lead} />
      <SignOnLink />
      <ProblemNotice problem={signIn.problem} />
      <TextField
        label={texts.email}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
      />
      <TextField
        label={texts.password}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" kind="main" isBusy={signIn.isRunning}>
        {texts.submit}
      </Button>
    </form>
  );
}
