import type { SignOnMessages } from '../ko/sign-on.ts';

/** The page that says why nobody was signed in, in English. */
export const signOnMessages: SignOnMessages = {
  title: 'You are not signed in',
  toConsole: 'To the console',
  toStatus: 'To the status page',
  signOut: 'Sign out',
  signInWith: (name) => `Sign in with ${name}`,
};
