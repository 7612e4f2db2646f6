import type { ReactNode } from 'react';
import { refusalSentence } from '../../../messages/refusals.ts';
import type { Problem } from '../api/problem.ts';
import { useLanguage } from '../language.tsx';
import { Coded } from './coded.tsx';

function useSentence(): (problem: Problem) => string {
  const { locale, words } = useLanguage();
  return (problem) => {
    const { errors } = words.shell;
    if (problem.code === 'unreachable') return errors.offline;
    if (problem.code === 'forbidden') return errors.forbidden;
    if (problem.code === 'not_found') return errors.notFound;
    if (problem.faultId !== undefined) return errors.fault(problem.faultId);
    return refusalSentence({ ...problem.params, code: problem.code }, locale);
  };
}

/** Says why something was not done, with every place of the input that was not taken. */
export function ProblemNotice(props: {
  readonly problem: Problem | undefined;
  readonly onRetry?: () => void;
}): ReactNode {
  const { problem, onRetry } = props;
  const { words } = useLanguage();
  const sentence = useSentence();
  if (problem === undefined) return null;
  return (
    <div className="notice notice-bad" role="alert">
      <h2>{words.shell.errors.title}</h2>
      <p>
        <Coded>{sentence(problem)}</Coded>
      </p>
      {problem.errors === undefined ? null : (
        <ul>
          {problem.errors.map((part) => (
            <li key={`${part.pointer} ${part.detail}`}>
              <code>{part.pointer}</code> {part.detail}
            </li>
          ))}
        </ul>
      )}
      {onRetry === undefined ? null : (
        <button type="button" className="btn btn-second" onClick={onRetry}>
          {words.shell.parts.retry}
        </button>
      )}
    </div>
  );
}
