import { claimant as en } from './en/claimant.ts';
import { type ClaimantMessages, claimant as ko } from './ko/claimant.ts';

/** Gives what claimants read beside the questions, in one language. */
export function claimantMessages(locale: 'ko' | 'en'): ClaimantMessages {
  return locale === 'ko' ? ko : en;
}
