import type { NoticeWordsOf } from '../../disclosure/notices/index.ts';
import { noticeWords as en } from './en/notices.ts';
import { noticeWords as ko, type NoticeMessages } from './ko/notices.ts';

/** Gives what notices and confirmations say in a language. */
export const noticeWordsOf: NoticeWordsOf = (locale) => (locale === 'ko' ? ko : en);

/** Gives every sentence of the pages about being told, in a language. */
export function subscriptionMessages(locale: 'ko' | 'en'): NoticeMessages {
  return locale === 'ko' ? ko : en;
}
