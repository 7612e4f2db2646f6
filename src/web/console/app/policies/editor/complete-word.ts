import { listWords } from '../../../../../policy/describe/index.ts';
import { isInBlock } from './policy-diagnostics.ts';

/** A word that can stand where one is begun. */
export interface WordChoice {
  readonly label: string;
  readonly kind: 'name' | 'function' | 'keyword';
  /** the declaration of a name, as written */
  readonly detail?: string;
}

const declared = /^(?:fact|constant|let|reading)\s+([\p{L}_][\p{L}\p{N}_-]*)/u;
const inWord = /^[\p{L}\p{N}_-]$/u;
const reasons = /\bbecause\s+([\p{L}_][\p{L}\p{N}_-]*)/gu;

/**
 * Gives the words that begin as the one before a place does: names that the text declares, reasons
 * that it gives, functions and words of the language, in this order.
 *
 * @param least how many letters must stand there
 * @returns where the word begins and what it can be; undefined outside of a block and in a quoted text
 */
export function completeAt(
  text: string,
  at: number,
  { least }: { readonly least: number },
): { readonly from: number; readonly choices: readonly WordChoice[] } | undefined {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const begun = endWordOf(line);
  const isQuoted = (line.match(/"/g)?.length ?? 0) % 2 === 1;
  if (begun.length < least || isQuoted || !isInBlock(text, at)) return undefined;
  const from = at - begun.length;
  const names = text.split('\n').flatMap((row) => {
    const detail = row.trim();
    const label = declared.exec(detail)?.[1];
    return label === undefined ? [] : [{ label, kind: 'name' as const, detail }];
  });
  const given = [...text.matchAll(reasons)].flatMap(({ 1: label = '', index, 0: whole }) =>
    index + whole.length === at ? [] : [{ label, kind: 'name' as const }],
  );
  const words = listWords().map(({ name, kind }) => ({ label: name, kind }));
  const seen = new Set<string>();
  const choices = [...names, ...given, ...words].filter(({ label }) => {
    const isNew = label.startsWith(begun) && label !== begun && !seen.has(label);
    seen.add(label);
    return isNew;
  });
  return { from, choices };
}

/** Gives the name that a line ends with; it begins with a letter, so digits and hyphens before it are none of it. */
function endWordOf(line: string): string {
  const signs = [...line];
  let from = signs.length;
  while (from > 0 && inWord.test(signs[from - 1] as string)) from -= 1;
  return signs
    .slice(from)
    .join('')
    .replace(/^[\p{N}-]+/u, '');
}
