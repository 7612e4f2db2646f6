import { open311 as en } from './en/open311.ts';
import { open311 as ko, type Open311Messages } from './ko/open311.ts';

/** Gives every sentence that programs which file claims are answered with, in one language. */
export function open311Words(locale: 'ko' | 'en'): Open311Messages {
  return locale === 'ko' ? ko : en;
}
