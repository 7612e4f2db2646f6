import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useLanguage } from '../language.tsx';

const signOnQuery = queryOptions({
  queryKey: ['sign-on'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => unwrap(api.GET('/api/v1/sign-on')),
});

/**
 * Leads to the issuer, where one is configured, and from there back to this page.
 *
 * With `isFresh` the issuer asks the person anew, which counts as the password given.
 */
export function SignOnLink({ isFresh = false }: { readonly isFresh?: boolean }): ReactNode {
  const { words, locale } = useLanguage();
  const name = useQuery(signOnQuery).data?.name;
  if (name === undefined || name === null) return null;
  const { pathname, search } = window.location;
  const asked = new URLSearchParams({
    ...{ lang: locale, return_to: `${pathname}${search}` },
    ...(isFresh ? { fresh: 'yes' } : {}),
  });
  return (
    <p>
      <a className="btn btn-second" href={`/sign-on?${asked}`}>
        {words.shell.signIn.signInWith(name)}
      </a>
    </p>
  );
}
