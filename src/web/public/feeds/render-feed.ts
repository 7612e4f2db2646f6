import { Feed } from 'feed';
import type { Topic } from '../../../disclosure/notices/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import { type Locale, publicWords } from '../public-layout.tsx';
import { isPartOf } from '../status/brand.ts';
import type { PublicIncident, SummarySource } from './status-summary.ts';

const entriesMax = 50;

/** What XML cannot hold: one of them makes the whole feed unreadable. @source XML 1.0, 2.2 (Char) */
const unwritable = /(?![\n\r\t])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu;
const writable = (text: string): string => text.replace(unwritable, ' ');

interface Item {
  readonly id: string;
  readonly at: Instant;
  readonly slug: string;
  readonly title: string;
  readonly text: string;
  readonly topic: Topic;
  /** below the page of the outage; empty for that page itself */
  readonly below: string;
}

/**
 * Lists what was told of an incident, the reports on it, and that it began and ended, which may stand
 * nowhere else.
 */
function listItems(one: PublicIncident, locale: Locale): readonly Item[] {
  const { incident, timeline, reports = [] } = one;
  const { id, slug, titles, openedAt, restoredAt } = incident;
  const words = publicWords(locale);
  const about = { slug, title: titles[locale], below: '' };
  const bounds = [
    {
      ...{ id: `urn:amends:${id}:opened`, at: openedAt, text: words.feedOpened },
      topic: 'incident_opened' as const,
    },
    ...(restoredAt === undefined
      ? []
      : [
          {
            ...{ id: `urn:amends:${id}:restored`, at: restoredAt, text: words.feedRestored },
            topic: 'incident_restored' as const,
          },
        ]),
  ];
  const told = timeline.map((entry) => ({
    ...{ id: `urn:uuid:${entry.id}`, at: entry.occurredAt, text: entry.text[locale] },
    topic: 'incident_updated' as const,
  }));
  const published = reports.map(({ version, publishedAt }) => ({
    ...{ id: `urn:amends:${id}:report:${version}`, at: publishedAt },
    ...{ text: words.feedReport(version), topic: 'report_published' as const },
    below: `/report/${version}`,
  }));
  return [...told, ...published, ...bounds].map((item) => ({ ...about, ...item }));
}

/** What a feed is narrowed to. */
export interface AskedOfFeed {
  readonly components?: readonly string[];
  readonly topics?: readonly string[];
}

/**
 * Gives what was told of incidents, the reports on them, and when they began and ended, as a feed: the latest first, at
 * most fifty.
 *
 * @param asked.components of which incidents: those that touched one of these, each a `service` or a
 *   `service.function`; of all of them where there is none
 * @param asked.topics of which kinds of news, by the names that notices have; of all where there is none
 * @returns the feed, to be written as RSS 2.0 or Atom 1.0
 */
export function buildFeed(source: SummarySource, asked: AskedOfFeed = {}): Feed {
  const { components = [], topics: kinds = [] } = asked;
  const { now, locale, siteName, address } = source;
  const incidents = source.incidents.filter(
    ({ incident }) =>
      components.length === 0 ||
      incident.functions.some((place) => components.some((id) => isPartOf({ id }, place))),
  );
  const narrowed = [
    ...components.map((id) => `&component=${encodeURIComponent(id)}`),
    ...kinds.map((kind) => `&topic=${encodeURIComponent(kind)}`),
  ].join('');
  const feed = new Feed({
    title: siteName,
    id: `${address}/public`,
    link: `${address}/public?lang=${locale}`,
    language: locale,
    updated: new Date(now),
    copyright: '',
    feedLinks: {
      rss: `${address}/public/feed.rss?lang=${locale}${narrowed}`,
      atom: `${address}/public/feed.atom?lang=${locale}${narrowed}`,
    },
  });
  const items = incidents
    .flatMap((one) => listItems(one, locale))
    .filter(({ topic }) => kinds.length === 0 || kinds.includes(topic))
    .sort((left, right) => right.at - left.at)
    .slice(0, entriesMax);
  for (const { id, at, slug, title, text, below } of items) {
    feed.addItem({
      title: writable(title),
      id,
      link: `${address}/public/${slug}${below}?lang=${locale}`,
      date: new Date(at),
      description: writable(text),
    });
  }
  return feed;
}
