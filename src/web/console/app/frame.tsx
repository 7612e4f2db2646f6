import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { api } from './api/client.ts';
import { unwrap } from './api/problem.ts';
import { useCommand } from './api/use-command.ts';
import { IncidentPicker, IncidentProvider } from './incident-choice.tsx';
import { useLanguage } from './language.tsx';
import { Navigation } from './navigation.tsx';
import { PasswordPage } from './password.page.tsx';
import { sessionQuery, useMember } from './session.ts';
import { SignInPage } from './sign-in.page.tsx';
import { Loaded } from './ui/loaded.tsx';

function LanguageSwitch(): ReactNode {
  const { locale, words, setLocale } = useLanguage();
  const other = locale === 'ko' ? 'en' : 'ko';
  return (
    <button type="button" className="btn btn-plain" lang={other} onClick={() => setLocale(other)}>
      {words.shell.otherLanguage}
    </button>
  );
}

function MemberMenu(): ReactNode {
  const { words } = useLanguage();
  const member = useMember();
  const queries = useQueryClient();
  const signOut = useCommand({ request: () => unwrap(api.DELETE('/api/v1/session')) });
  const leave = async (): Promise<void> => {
    await signOut.run(undefined);
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, null);
  };
  return (
    <div className="member">
      <span>
        <strong>{words.shell.signedInAs(member.name)}</strong>{' '}
        <small>{member.roles.map((role) => words.shell.roles[role] ?? role).join(', ')}</small>
      </span>
      <button type="button" className="btn btn-plain" onClick={() => void leave()}>
        {words.shell.signOut}
      </button>
    </div>
  );
}

function SignedInFrame({ children }: { readonly children: ReactNode }): ReactNode {
  const { words } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged }) => {
        if (!pathChanged) return;
        setOpen(false);
        document.getElementById('main')?.focus({ preventScroll: true });
      }),
    [router],
  );
  return (
    <IncidentProvider>
      <a className="skip" href="#main">
        {words.shell.skip}
      </a>
      <header className="top">
        <button
          type="button"
          className="btn btn-plain menu-button"
          aria-expanded={isOpen}
          aria-controls="navigation"
          onClick={() => setOpen(!isOpen)}
        >
          {words.shell.menu}
        </button>
        <Link to="/" className="brand">
          {words.shell.siteName}
        </Link>
        <IncidentPicker />
        <LanguageSwitch />
        <MemberMenu />
      </header>
      <div className="frame">
        <Navigation isOpen={isOpen} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </IncidentProvider>
  );
}

function Outside({ children }: { readonly children: ReactNode }): ReactNode {
  const { words } = useLanguage();
  return (
    <>
      <header className="top">
        <span className="brand">{words.shell.siteName}</span>
        <LanguageSwitch />
      </header>
      <main id="main" className="outside" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** The frame of every page: sign-in and the first password stand before everything else. */
export function Frame({ children }: { readonly children: ReactNode }): ReactNode {
  const session = useQuery(sessionQuery);
  return (
    <Loaded query={session}>
      {(member) => {
        if (member === null) {
          return (
            <Outside>
              <SignInPage />
            </Outside>
          );
        }
        if (member.mustSetPassword === true) {
          return (
            <Outside>
              <PasswordPage />
            </Outside>
          );
        }
        return <SignedInFrame>{children}</SignedInFrame>;
      }}
    </Loaded>
  );
}
