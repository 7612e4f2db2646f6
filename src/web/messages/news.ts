import type { NewsWordsOf } from '../../settlement/news/index.ts';
import { newsWords as en } from './en/news.ts';
import { newsWords as ko } from './ko/news.ts';

/** Gives what claimants are told about their claims, in a language. */
export const newsWordsOf: NewsWordsOf = (locale) => (locale === 'ko' ? ko : en);
