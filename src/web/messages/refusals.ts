import * as en from './en/refusals.ts';
import * as ko from './ko/refusals.ts';

type Sentence = string | ((params: never) => string);

/**
 * Gives the sentence for a refusal in one language; a refusal's parameters may stand in it.
 *
 * A code that this version does not know, as from a newer server, gets the one general sentence.
 */
export function refusalSentence(refusal: { readonly code: string }, locale: 'ko' | 'en'): string {
  const words = locale === 'ko' ? ko : en;
  if (!Object.hasOwn(words.refusals, refusal.code)) return words.refusalFallback;
  const sentence = (words.refusals as Readonly<Record<string, Sentence>>)[refusal.code];
  return typeof sentence === 'function'
    ? sentence(refusal as never)
    : (sentence ?? words.refusalFallback);
}

/** Gives the sentence for a reason code in one language; the code itself when it is new. */
export function reasonSentence(code: string, locale: 'ko' | 'en'): string {
  return (locale === 'ko' ? ko : en).reasonSentences[code] ?? code;
}

/** Gives the name of a kind of document in one language. */
export function evidenceName(code: string, locale: 'ko' | 'en'): string {
  return (locale === 'ko' ? ko : en).evidenceNames[code] ?? code;
}
