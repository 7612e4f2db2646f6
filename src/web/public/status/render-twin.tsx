import type { Instant } from '../../../kernel/index.ts';
import { statusDocuments } from '../feeds/feed-routes.ts';
import { composeSource } from '../feeds/load-source.ts';
import { buildFeed } from '../feeds/render-feed.ts';
import type { PublicIncident } from '../feeds/status-summary.ts';
import type { Locale } from '../public-layout.tsx';
import { renderBadge } from './badge.ts';
import type { Brand } from './brand.ts';
import { type StatusLinks, StatusPage, statusWords } from './status.page.tsx';
import { assessStatus, defaultBrand } from './status-view.ts';

/** One file of the copy: a path without a leading slash, and its text. */
export interface TwinFile {
  readonly path: string;
  readonly text: string;
}

const locales = ['ko', 'en'] as const;

const pageName = (locale: Locale): string => (locale === 'ko' ? 'index.html' : 'en.html');

/**
 * Renders a status page as files that need no server: the page in both languages, the feeds, the
 * badge and the documents of the Statuspage API, under the paths the server has them at.
 *
 * @param given.address where the copy will be reached, without a slash at the end
 */
export async function renderTwin(
  all: readonly PublicIncident[],
  given: {
    readonly now: Instant;
    readonly address: string;
    readonly brand: Brand | undefined;
    /** Where the copy has the account of an incident, by its short name. */
    readonly accountOf?: (slug: string, locale: Locale) => string;
  },
): Promise<readonly TwinFile[]> {
  const { now, address, brand, accountOf } = given;
  const titles = { ko: statusWords('ko').siteName, en: statusWords('en').siteName };
  const view = assessStatus(brand ?? defaultBrand(all, titles), all, now);
  const files: TwinFile[] = [];
  for (const locale of locales) {
    const links: StatusLinks = {
      otherLanguage: pageName(locale === 'ko' ? 'en' : 'ko'),
      atom: `public/feed.${locale}.atom`,
      rss: `public/feed.${locale}.rss`,
      json: 'api/v2/summary.json',
      ...(accountOf === undefined ? {} : { incident: (slug) => accountOf(slug, locale) }),
    };
    const page = <StatusPage view={view} locale={locale} links={links} />;
    const feed = buildFeed(composeSource(all, { now, locale, address, brand }));
    files.push(
      { path: pageName(locale), text: `<!doctype html>${String(await page)}` },
      { path: links.atom, text: feed.atom1() },
      { path: links.rss, text: feed.rss2() },
      { path: `badge.${locale}.svg`, text: renderBadge(view.now, locale) },
    );
  }
  const source = composeSource(all, { now, locale: 'en', address, brand });
  for (const [name, render] of Object.entries(statusDocuments)) {
    files.push({ path: `api/v2/${name}`, text: `${JSON.stringify(render(source), null, 1)}\n` });
  }
  return files;
}
