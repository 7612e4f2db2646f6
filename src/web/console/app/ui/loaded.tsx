import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemError } from '../api/problem.ts';
import { useLanguage } from '../language.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** Shows what a query gave; before that that it is loading, or why it could not be read. */
export function Loaded<T>(props: {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  const { words } = useLanguage();
  const { data, error, refetch } = props.query;
  if (data !== undefined) return props.children(data);
  if (error !== null) {
    const problem =
      error instanceof ProblemError ? error.problem : { code: 'unreachable', status: 0 };
    return <ProblemNotice problem={problem} onRetry={() => void refetch()} />;
  }
  return (
    <p className="loading" role="status">
      {words.shell.parts.loading}
    </p>
  );
}
