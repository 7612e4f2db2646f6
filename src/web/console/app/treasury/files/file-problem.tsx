import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import type { FileProblem } from '../treasury-data.ts';

/** Says why a file was put aside: what was found, what would be right, and where. */
export function FileProblemText({ problem }: { readonly problem: FileProblem }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.files;
  const parts = [
    [texts.place, problem.place],
    [texts.found, problem.found],
    [texts.expected, problem.expected],
  ] as const;
  const told = parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return (
    <>
      {texts.problems[problem.code]} {told.length === 0 ? null : <small>{told.join(' · ')}</small>}
    </>
  );
}
