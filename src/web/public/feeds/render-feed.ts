import { Feed } from 'feed';
import type { SummarySource } from './status-summary.ts';

const entriesMax = 50;

/** What XML cannot hold: one of them makes the whole feed unreadable. @source XML 1.0, 2.2 (Char) */
const unwritable = /(?![\n\r\t])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu;
const writable = (text: string): string => text.replace(unwritable, ' ');

/**
 * Gives the public entries of all incidents as a feed, the latest first, at most fifty.
 *
 * @returns the feed, to be written as RSS 2.0 or Atom 1.0
 */
export function buildFeed(source: SummarySource): Feed {
  const { incidents, now, locale, siteName, address } = source;
  const feed = new Feed({
    title: siteName,
    id: `${address}/public`,
    link: `${address}/public?lang=${locale}`,
    language: locale,
    updated: new Date(now),
    copyright: '',
    feedLinks: {
      rss: `${address}/public/feed.rss?lang=${locale}`,
      atom: `${address}/public/feed.atom?lang=${locale}`,
    },
  });
  const entries = incidents
    .flatMap(({ incident, timeline }) => timeline.map((entry) => ({ incident, entry })))
    .sort((left, right) => right.entry.occurredAt - left.entry.occurredAt)
    .slice(0, entriesMax);
  for (const { incident, entry } of entries) {
    feed.addItem({
      title: writable(incident.titles[locale]),
      id: `urn:uuid:${entry.id}`,
      link: `${address}/public/${incident.slug}?lang=${locale}`,
      date: new Date(entry.occurredAt),
      description: writable(entry.text[locale]),
    });
  }
  return feed;
}
