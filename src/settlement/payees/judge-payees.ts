import type { Payee } from '../rails/files/file-format.ts';

/** Everything that may be found of the payee of a payment before it is made. */
export const payeeFaults = [
  'payee_missing',
  'payee_malformed',
  'payee_shared',
  'holder_differs',
  'account_unknown',
] as const;

/** What is found of the payee of a payment before it is made. */
export type PayeeFault = (typeof payeeFaults)[number];

/** What a bank answered when it was asked for the holder of an account. */
export type HolderAnswer = 'same' | 'other' | 'no_account';

/**
 * Tells what is wrong with a payee by itself: there is none (erased, or never given), or it cannot be
 * an account. Undefined when it may be paid.
 *
 * An account is 6 to 30 digits once hyphens and spaces are taken off; a holder's name has a letter.
 *
 * @source Korean bank accounts have 10 to 16 digits; ISO 13616 allows 30 characters
 */
export function judgePayee(
  payee: Payee | undefined,
): 'payee_missing' | 'payee_malformed' | undefined {
  if (payee === undefined) return 'payee_missing';
  const account = payee.account.replace(/[-\s]/g, '');
  const isAccount = /^[0-9]{6,30}$/.test(account);
  const isBank = /^[0-9A-Za-z가-힣 ]{2,35}$/.test(payee.bank.trim());
  const isHolder = /\p{L}/u.test(payee.holder);
  return isAccount && isBank && isHolder ? undefined : 'payee_malformed';
}

/** Tells what the bank's answer about the holder forbids; undefined when it forbids nothing. */
export function judgeHolder(
  answer: HolderAnswer | null,
): 'holder_differs' | 'account_unknown' | undefined {
  if (answer === 'other') return 'holder_differs';
  return answer === 'no_account' ? 'account_unknown' : undefined;
}

/** Names an account however it is written, for telling whether two payments go to the same one. */
export function accountKey({ bank, account }: Payee): string {
  return `${bank.trim()} ${account.replace(/[^0-9A-Za-z]/g, '')}`;
}
