import { accept, type Outcome, refuse } from '../../kernel/index.ts';

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
const mostOthers = 6_000;

function normalise(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

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
  const most = mostByPart[part] ?? mostOthers;
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

/**
 * Decides whether what an editor wrote can stand in a report, and gives it with even line ends.
 *
 * Refusals in this order, for the first part they hold for: report_text_too_long (the headline 120
 * characters, the lead 600, others 6,000), report_question_open (a line that begins with `? ` is a
 * question of a template, to be answered), report_text_one_language (what is written in one
 * language is written in the other).
 */
export function decideReportText(written: ReportText): Outcome<ReportText, ReportTextRefusal> {
  const text = { ko: tidy(written.ko), en: tidy(written.en) };
  for (const language of ['ko', 'en'] as const) {
    for (const part of textParts) {
      const fault = findFault(text, { language, part });
      if (fault !== undefined) return refuse(fault);
    }
  }
  return accept(text);
}
