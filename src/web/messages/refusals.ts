import * as en from './en/refusals.ts';
import * as ko from './ko/refusals.ts';

/** Gives the sentence for a refusal in one language. */
export function refusalSentence(refusal: { readonly code: string }, locale: 'ko' | 'en'): string {
  const words = locale === 'ko' ? ko : en;
  return words.refusals[refusal.code] ?? words.refusalFallback;
}

/** Gives the sentence for a reason code in one language; the code itself when it is new. */
export function reasonSentence(code: string, locale: 'ko' | 'en'): string {
  return (locale === 'ko' ? ko : en).reasonSentences[code] ?? code;
}

/** Gives the name of a kind of document in one language. */
export function evidenceName(code: string, locale: 'ko' | 'en'): string {
  return (locale === 'ko' ? ko : en).evidenceNames[code] ?? code;
}
