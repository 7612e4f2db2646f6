import type { Instant } from '../../kernel/index.ts';
import type { Topic } from './subscriber.ts';

/** A subject and a text, as they are sent. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** What notices and confirmations say in one language; given by the pages, which own every word. */
export interface NoticeWords {
  confirmation(links: { readonly confirm: string }): Letter;
  /** to who asks again and is confirmed */
  already(links: { readonly manage: string }): Letter;
  notice(told: {
    readonly topic: Topic;
    readonly title: string;
    readonly text: string;
    readonly occurredAt: Instant;
    readonly zone: string;
    readonly link: string;
    readonly leave: string;
  }): Letter;
}

/** Gives the words of a language. */
export type NoticeWordsOf = (locale: 'ko' | 'en') => NoticeWords;
