import type { WordDescription } from '../../../../../policy/describe/index.ts';
import { policyEditor as en } from '../../../../messages/en/console/policy-editor.ts';
import { policyEditor as ko } from '../../../../messages/ko/console/policy-editor.ts';

/** Says in a few words what a word of a policy stands for. */
export function renderWord(word: WordDescription, locale: 'ko' | 'en'): string {
  const words = locale === 'ko' ? ko : en;
  if (word.kind === 'keyword') return words.keywords[word.name] ?? words.keyword;
  if (word.kind === 'function') return word.text;
  const label = word.label ? ` – ${word.label[locale]}` : '';
  return `${words.kinds[word.kind]} ${word.name}${label}\n${word.text}`;
}
