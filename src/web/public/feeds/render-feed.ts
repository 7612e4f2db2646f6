import { Feed } from 'feed';
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
}

/** Lists what was told of an incident, and that it began and ended, which may stand nowhere else. */
function listItems({ incident, timeline }: PublicIncident, locale: Locale): readonly Item[] {
  const { id, slug, titles, openedAt, restoredAt } = incident;
  const words = publicWords(locale);
  const about = { slug, title: titles[locale] };
  const bounds = [
    { id: `urn:amends:${id}:opened`, at: openedAt, text: words.feedOpened },
    ...(restoredAt === undefined
      ? []
      : [{ id: `urn:amends:${id}:restored`, at: restoredAt, text: words.feedRestored }]),
  ];
  const told = timeline.map((entry) => ({
    ...{ id: `urn:uuid:${entry.id}`, at: entry.occurredAt, text: entry.text[locale] },
  }));
  return [...told, ...bounds].map((one) => ({ ...one, ...about }));
}

/**
 * Gives what was told of incidents, and when they began and ended, as a feed: the latest first, at
 * most fifty.
 *
 * @param components of which incidents: those that touched one of these, each a `service` or a
 *   `service.function`; of all of them where there is none
 * @returns the feed, to be written as RSS 2.0 or Atom 1.0
 */
export function buildFeed(source: SummarySource, components: readonly string[] = []): Feed {
  const { now, locale, siteName, address } = source;
  const incidents = source.incidents.filter(
    ({ incident }) =>
      components.length === 0 ||
      incident.functions.some((place) => components.some((id) => isPartOf({ id }, place))),
  );
  const asked = components.map((id) => `&component=${encodeURIComponent(id)}`).join('');
  const feed = new Feed({
    title: siteName,
    id: `${address}/public`,
    link: `${address}/public?lang=${locale}`,
    language: locale,
    updated: new Date(now),
    copyright: '',
    feedLinks: {
      rss: `${address}/public/feed.rss?lang=${locale}${asked}`,
      atom: `${address}/public/feed.atom?lang=${locale}${asked}`,
    },
  });
  const items = incidents
    .flatMap((one) => listItems(one, locale))
    .sort((left, right) => right.at - left.at)
    .slice(0, entriesMax);
  for (const { id, at, slug, title, text } of items) {
    feed.addItem({
      title: writable(title),
      id,
      link: `${address}/public/${slug}?lang=${locale}`,
      date: new Date(at),
      description: writable(text),
    });
  }
  return feed;
}
