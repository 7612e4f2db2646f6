import { describeWord, type WordDescription } from '../../../../../policy/describe/index.ts';
import {
  checkPolicy,
  type Finding,
  formatPolicy,
  type PolicyDocument,
  parsePolicy,
  renderFinding,
} from '../../../../../policy/index.ts';

/** A finding with its stretch of the text, for the editor. */
export interface PlacedFinding {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

const severities = { error: 'error', warning: 'warning', report: 'info' } as const;

/** Gives every finding of a text, each at the word it is about, in the reader's language. */
export function findProblems(text: string, locale: 'ko' | 'en' = 'en'): readonly PlacedFinding[] {
  const parsed = parsePolicy(text);
  const findings = parsed.ok ? checkPolicy(parsed.value) : parsed.refusal.findings;
  const starts = lineStartsOf(text);
  return findings.map((finding) => place(finding, { text, starts, locale }));
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function place(
  finding: Finding,
  {
    text,
    starts,
    locale,
  }: { readonly text: string; readonly starts: readonly number[]; readonly locale: 'ko' | 'en' },
): PlacedFinding {
  const { code, severity, line, column } = finding;
  const from = Math.min((starts[line - 1] ?? 0) + column - 1, text.length);
  const word =
    /^(?:[\p{L}\p{N}_§.-]+|"[^"\n]*"?|\S)/u.exec(text.slice(from, from + 200))?.[0] ?? '';
  return {
    from,
    to: Math.min(from + Math.max(word.length, 1), text.length),
    severity: severities[severity],
    message: `${renderFinding(finding, locale)} (${code})`,
  };
}

/** Gives the canonical text, or undefined when the document cannot be read. */
export function formatText(text: string): string | undefined {
  const parsed = parsePolicy(text);
  return parsed.ok ? formatPolicy(parsed.value) : undefined;
}

/** Gives the word at a place of a text, and what it stands for. */
export function explainAt(
  text: string,
  at: number,
): { readonly from: number; readonly to: number; readonly word: WordDescription } | undefined {
  const isLetter = (index: number) => /[\p{L}\p{N}_-]/u.test(text[index] ?? '');
  let from = at;
  let to = at;
  while (from > 0 && isLetter(from - 1)) from -= 1;
  while (to < text.length && isLetter(to)) to += 1;
  if (from === to || !isInBlock(text, at)) return undefined;
  const word = describeWord(readDocument(text), text.slice(from, to));
  return word && { from, to, word };
}

function readDocument(text: string): PolicyDocument | undefined {
  const parsed = parsePolicy(text);
  return parsed.ok ? parsed.value : undefined;
}

/** Says whether a place lies inside an ```amends block; in prose a word is only a word. */
export function isInBlock(text: string, at: number): boolean {
  const fences = text.slice(0, at).match(/^```.*$/gm) ?? [];
  return fences.length % 2 === 1 && fences.at(-1)?.trim() === '```amends';
}
