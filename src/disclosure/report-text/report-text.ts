import { accept, type Outcome, refuse, withoutEnd } from '../../kernel/index.ts';

/** The parts of a report that the editor writes, in the order they are read. */
export const textParts = [
  'headline',
  'lead',
  'notice',
  'happened',
  'hurt',
  'paid',
  'responsible',
  'changes',
  'method',
] as const;

/** A part of a report that the editor writes. */
export type TextPart = (typeof textParts)[number];

/** What the editor wrote in one language; paragraphs are parted by an empty line. */
export type TextByPart = Readonly<Partial<Record<TextPart, string>>>;

/** What the editor wrote, in both languages. The figures are not in it: they come from the record. */
export interface ReportText {
  readonly ko: TextByPart;
  readonly en: TextByPart;
}

/** A report of which nothing was written yet. */
export const emptyText: ReportText = { ko: {}, en: {} };

export type ReportTextRefusal =
  | { readonly code: 'report_text_too_long'; readonly pointer: string; readonly most: number }
  | { readonly code: 'report_text_one_language'; readonly pointer: string }
  | { readonly code: 'report_question_open'; readonly pointer: string; readonly question: string };

const mostByPart: Readonly<Partial<Record<TextPart, number>>> = { headline: 120, lead: 600 };
const mostOthers = 40_000;

/** The most characters a part may have in one language, as {@link countCharacters} counts them. */
export const mostCharacters = (part: TextPart): number => mostByPart[part] ?? mostOthers;

function normalise(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => withoutEnd(line, ' \t'))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Counts the characters of what would be kept: with even line ends, one for a pair of surrogates. */
export const countCharacters = (text: string): number => [...normalise(text)].length;

function tidy(written: TextByPart): TextByPart {
  const parts = textParts.flatMap((part) => {
    const text = normalise(written[part] ?? '');
    return text === '' ? [] : [[part, text] as const];
  });
  return Object.fromEntries(parts);
}

function findFault(
  text: ReportText,
  at: { readonly language: 'ko' | 'en'; readonly part: TextPart },
): ReportTextRefusal | undefined {
  const { language, part } = at;
  const pointer = `/text/${language}/${part}`;
  const most = mostCharacters(part);
  const written = text[language][part];
  if ([...(written ?? '')].length > most) return { code: 'report_text_too_long', pointer, most };
  const question = written
    ?.split('\n')
    .find((line) => line.startsWith('? '))
    ?.slice(2);
  if (question !== undefined) return { code: 'report_question_open', pointer, question };
  const other = text[language === 'ko' ? 'en' : 'ko'][part];
  if (written !== undefined || other === undefined) return undefined;
  return { code: 'report_text_one_language', pointer };
}

const tidyBoth = (written: ReportText): ReportText => ({
  ko: tidy(written.ko),
  en: tidy(written.en),
});

/**
 * Finds everything that keeps what an editor wrote out of a report, in the order of
 * {@link decideReportText}: at most one thing for each part of each language.
 */
export function findTextFaults(written: ReportText): readonly ReportTextRefusal[] {
  const text = tidyBoth(written);
  return (['ko', 'en'] as const).flatMap((language) =>
    textParts.flatMap((part) => findFault(text, { language, part }) ?? []),
  );
}

/**
 * Decides whether what an editor wrote can stand in a report, and gives it with even line ends.
 *
 * Refusals in this order, for the first part they hold for: report_text_too_long (the headline 120
 * characters, the lead 600, others 40,000), report_question_open (a line that begins with `? ` is a
 * question of a template, to be answered), report_text_one_language (what is written in one
 * language is written in the other).
 */
export function decideReportText(written: ReportText): Outcome<ReportText, ReportTextRefusal> {
  const [fault] = findTextFaults(written);
  return fault === undefined ? accept(tidyBoth(written)) : refuse(fault);
}
