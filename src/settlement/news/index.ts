export type { NewsKind, NewsWords, NewsWordsOf } from './news.ts';
export { claimantNews } from './news-consumer.ts';
