import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { type Instant, renderLocal } from '../../../kernel/index.ts';
import type { PublicIncident } from '../feeds/status-summary.ts';
import { type Locale, publicWords } from '../public-layout.tsx';
import { publicStyle } from '../style.ts';

/** What the notices of a copy are made of. */
export interface NoticesView {
  readonly incidents: readonly PublicIncident[];
  /** The short names of incidents whose report is in the copy. */
  readonly reported: readonly string[];
  readonly copiedAt: Instant;
  readonly locale: Locale;
}

/** Under which name the notices of a language are in the copy. */
export const noticesName = (locale: Locale): string =>
  locale === 'ko' ? 'notices.html' : 'notices.en.html';

function Notices({ about, locale }: { about: PublicIncident; locale: Locale }): Child {
  const { incident, timeline } = about;
  const latestFirst = [...timeline].sort((left, right) => right.occurredAt - left.occurredAt);
  if (latestFirst.length === 0) return <p>{publicWords(locale).twin.none}</p>;
  return (
    <ol class="line">
      {latestFirst.map((entry) => (
        <li key={entry.id}>
          <time datetime={new Date(entry.occurredAt).toISOString()}>
            {publicWords(locale).precision[entry.occurredPrecision]}{' '}
            {renderLocal(entry.occurredAt, { zone: incident.zone, locale })}
          </time>
          <p>{entry.text[locale]}</p>
        </li>
      ))}
    </ol>
  );
}

/** The notices of every incident on one page whose links are those of the copy. */
export function NoticesPage({ view }: { view: NoticesView }): Child {
  const { incidents, reported, copiedAt, locale } = view;
  const words = publicWords(locale);
  const { twin } = words;
  const other: Locale = locale === 'ko' ? 'en' : 'ko';
  const zone = incidents[0]?.incident.zone ?? 'Etc/UTC';
  const statusPage = locale === 'ko' ? 'index.html' : 'en.html';
  const reportPage = locale === 'ko' ? 'index.html' : 'index.en.html';
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${twin.title} · ${words.siteName}`}</title>
        <link rel="icon" href="data:," />
        <style>{raw(publicStyle)}</style>
      </head>
      <body>
        <header class="top">
          <div class="wrap">
            <a class="brand" href={statusPage}>
              {words.siteName}
            </a>
            <a href={noticesName(other)} lang={other} hreflang={other}>
              {words.otherLanguage}
            </a>
          </div>
        </header>
        <main id="main" tabindex={-1}>
          <div class="wrap">
            <h1>{twin.title}</h1>
            <p>{twin.lead}</p>
            <p>{twin.copiedAt(renderLocal(copiedAt, { zone, locale }))}</p>
            <ul>
              <li>
                <a href={statusPage}>{twin.status}</a>
              </li>
              <li>
                <a href="log/checkpoint">{twin.log}</a> · <a href="key.txt">{twin.key}</a>
              </li>
            </ul>
            {incidents.length === 0 ? <p>{twin.none}</p> : null}
            {incidents.map((about) => (
              <section key={about.incident.id} id={about.incident.slug}>
                <h2>{about.incident.titles[locale]}</h2>
                {reported.includes(about.incident.slug) ? (
                  <p>
                    <a href={`report/${about.incident.slug}/${reportPage}`}>{twin.report}</a>
                  </p>
                ) : null}
                <Notices about={about} locale={locale} />
              </section>
            ))}
          </div>
        </main>
      </body>
    </html>
  );
}
