import type { signOnRefusals as ko } from '../ko/sign-on-refusals.ts';

/** What is said when signing in elsewhere let nobody in, by code, in English. */
export const signOnRefusals: typeof ko = {
  sign_on_cancelled:
    'You came back without finishing the sign-in. Sign in again, or use your password.',
  sign_on_clock_differs:
    'The clocks of this server and of the sign-in server differ. Ask an administrator to set them.',
  sign_on_code_refused:
    'What the sign-in server gave was used before or has run out. Sign in again from the beginning.',
  sign_on_disabled: 'This account is disabled. Ask an administrator to enable it.',
  sign_on_email_unverified:
    'The sign-in server does not vouch for your e-mail address. Verify it there, then sign in again.',
  sign_on_expired:
    'The sign-in was begun long ago, or in another browser. Sign in again from the beginning.',
  sign_on_issuer_down:
    'The sign-in server does not answer. Try again in a while, or use your password if you have one.',
  sign_on_no_account:
    'Nobody here has your e-mail address. Ask an administrator to add an account for you.',
  sign_on_no_group:
    'You are signed in, but in no group any more that gives a role here. Ask whoever manages the groups.',
  sign_on_no_reader:
    'You are signed in, but in no group that may read this status page. Ask whoever runs it.',
  sign_on_nonce_differs:
    'The answer of the sign-in server belongs to another sign-in. Sign in again from the beginning.',
  sign_on_other_person:
    'This account belongs to somebody else at the same sign-in server. An administrator can disable it and enable it again to link it anew.',
  sign_on_state_differs:
    'You came back from another sign-in than the one begun last. Keep one window open and sign in again.',
  sign_on_token_refused:
    'The answer of the sign-in server could not be trusted and was not taken. If it happens again, tell an administrator.',
};
