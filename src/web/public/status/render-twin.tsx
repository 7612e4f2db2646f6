import type { Instant } from '../../../kernel/index.ts';
import { statusDocuments } from '../feeds/feed-routes.ts';
import { composeSource } from '../feeds/load-source.ts';
import { buildFeed } from '../feeds/render-feed.ts';
import type { PublicIncident } from '../feeds/status-summary.ts';
import type { Locale } from '../public-layout.tsx';
import { renderBadge } from './badge.ts';
import type { Brand } from './brand.ts';
import { NoticesPage } from './notices.page.tsx';
import { defaultTitles, type StatusLinks, StatusPage } from './status.page.tsx';
import { assessStatus, defaultBrand } from './status-view.ts';

/** One file of the copy: a path without a leading slash, and its text. */
export interface TwinFile {
  readonly path: string;
  readonly text: string;
}

const locales = ['ko', 'en'] as const;

const pageName = (locale: Locale): string => (locale === 'ko' ? 'index.html' : 'en.html');
const noticesName = (locale: Locale): string => `notices.${locale}.html`;

/**
 * Renders a status page as files that need no server: the page and everything that was told, in both
 * languages, the feeds, the badge and the documents of the Statuspage API, under the paths the
 * server has them at.
 *
 * @param given.address where the copy will be reached, without a slash at the end
 * @param given.reportOf gives where the report on an incident stands beside the copy, if it does
 */
export async function renderTwin(
  all: readonly PublicIncident[],
  given: {
    readonly now: Instant;
    readonly address: string;
    readonly brand: Brand | undefined;
    readonly reportOf?: (slug: string, locale: Locale) => string | undefined;
  },
): Promise<readonly TwinFile[]> {
  const { now, address, brand } = given;
  const view = assessStatus(brand ?? defaultBrand(all, defaultTitles()), all, now);
  const files: TwinFile[] = [];
  for (const locale of locales) {
    const other = locale === 'ko' ? 'en' : 'ko';
    const links: StatusLinks = {
      otherLanguage: pageName(other),
      status: pageName(locale),
      notices: noticesName(locale),
      incident: (slug) => given.reportOf?.(slug, locale),
      atom: `public/feed.${locale}.atom`,
      rss: `public/feed.${locale}.rss`,
      json: 'api/v2/summary.json',
    };
    const page = <StatusPage view={view} locale={locale} links={links} />;
    const told = { ...links, otherLanguage: noticesName(other) };
    const notices = <NoticesPage view={view} locale={locale} links={told} />;
    const feed = buildFeed(composeSource(all, { now, locale, address, brand }));
    files.push(
      { path: pageName(locale), text: `<!doctype html>${String(await page)}` },
      { path: noticesName(locale), text: `<!doctype html>${String(await notices)}` },
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
