import { portal as en } from './en/portal.ts';
import { portal as ko, type PortalMessages } from './ko/portal.ts';

/** Gives every sentence of the claimant portal in one language. */
export function portalMessages(locale: 'ko' | 'en'): PortalMessages {
  return locale === 'ko' ? ko : en;
}
