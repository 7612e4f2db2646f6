import { z } from '@hono/zod-openapi';

// What is written about an outage is shown in pages, feeds, mails, texts and charts of many makers.
// Control characters make a feed unreadable as a whole; characters that turn the direction of writing
// make a sentence say something else than what is stored, and turn what stands after it, too.
const steering = /[\u202a-\u202e\u2066-\u2069]/u;
const unwritable = /\p{Cc}|[\ufffe\uffff]|\p{Cs}/u;
const unwritableInText = /(?![\n\r\t])\p{Cc}|[\ufffe\uffff]|\p{Cs}/u;

const titleMax = 200;
const textMax = 5_000;

/** What is wrong with a text that is to be shown, in words; undefined when it may be. */
function whyNotShown(text: string, isTitle: boolean): string | undefined {
  if (steering.test(text)) return 'has characters that turn the direction of writing';
  if (isTitle && unwritable.test(text)) return 'has line breaks or control characters';
  if (!isTitle && unwritableInText.test(text)) return 'has control characters';
  return undefined;
}

function shown(options: { readonly max: number; readonly isTitle: boolean }) {
  return z
    .string()
    .min(1)
    .max(options.max)
    .superRefine((text, ctx) => {
      const why = whyNotShown(text, options.isTitle);
      if (why === undefined) return;
      const right = options.isTitle ? 'one line of plain text' : 'plain text';
      ctx.addIssue({ code: 'custom', message: `it ${why}; ${right} is expected` });
    });
}

/** A name in both languages: one line, at most 200 characters, nothing hidden in it. */
export const titlesSchema = z.object({
  ko: shown({ max: titleMax, isTitle: true }),
  en: shown({ max: titleMax, isTitle: true }),
});

/** A text in both languages: at most 5,000 characters, nothing hidden in it. */
export const textsSchema = z.object({
  ko: shown({ max: textMax, isTitle: false }),
  en: shown({ max: textMax, isTitle: false }),
});

function isShown(text: string, { max, isTitle }: { max: number; isTitle: boolean }): boolean {
  return text !== '' && text.length <= max && whyNotShown(text, isTitle) === undefined;
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/\p{Cs}$/u, '')}…`;
}

const steers = new RegExp(steering, 'gu');

/**
 * Gives a name that another tool made as one that may be shown: hidden characters and line breaks
 * are spaces, and it is cut to 200 characters. A name of which nothing is left is `–`.
 */
export function cleanTitle(text: string): string {
  if (isShown(text, { max: titleMax, isTitle: true })) return text;
  const plain = text.replace(steers, '').replace(new RegExp(unwritable, 'gu'), ' ');
  return cut(plain.replace(/\s+/gu, ' ').trim(), titleMax) || '–';
}

/** Gives a text that another tool made as one that may be shown, cut to 5,000 characters. */
export function cleanText(text: string): string {
  if (isShown(text, { max: textMax, isTitle: false })) return text;
  const plain = text.replace(steers, '').replace(new RegExp(unwritableInText, 'gu'), ' ');
  return cut(plain.trim(), textMax) || '–';
}
