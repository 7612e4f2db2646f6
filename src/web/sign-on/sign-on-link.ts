import { signOnMessages as en } from '../messages/en/sign-on.ts';
import { signOnMessages as ko, type SignOnMessages } from '../messages/ko/sign-on.ts';

/** Gives every sentence about signing in elsewhere in one language. */
export function signOnWords(locale: 'ko' | 'en'): SignOnMessages {
  return locale === 'ko' ? ko : en;
}

/** Gives the address at which a reader of a private page begins to sign in. */
export function pageSignOn(returnPath: string, lang: 'ko' | 'en'): string {
  const asked = { for: 'page', lang, return_to: `${returnPath}?lang=${lang}` };
  return `/sign-on?${new URLSearchParams(asked)}`;
}

/** Gives the address that a reader of a private page sends a form to in order to sign out. */
export function pageSignOut(returnPath: string, lang: 'ko' | 'en'): string {
  return `/sign-on/sign-out?${new URLSearchParams({ return_to: `${returnPath}?lang=${lang}` })}`;
}
