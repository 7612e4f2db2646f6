import { raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import { publicMessages as en } from '../messages/en/public.ts';
import { publicMessages as ko, type PublicMessages } from '../messages/ko/public.ts';
import { publicStyle } from './style.ts';

/** The languages of the public pages; Korean is the source. */
export type Locale = 'ko' | 'en';

/** Gives every sentence of the public pages in one language. */
export function publicWords(locale: Locale): PublicMessages {
  return locale === 'ko' ? ko : en;
}

/** Gives a path in a language: `?lang=` is carried by every link. */
export function localized(path: string, locale: Locale): string {
  return `${path}?lang=${locale}`;
}

/** The frame of every public page: one request, readable without a script. */
export const PublicLayout: FC<{
  locale: Locale;
  title: string;
  path: string;
  children?: Child;
}> = ({ locale, title, path, children }) => {
  const words = publicWords(locale);
  const other: Locale = locale === 'ko' ? 'en' : 'ko';
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · ${words.siteName}`}</title>
        <link rel="icon" href="data:," />
        <link
          rel="alternate"
          type="application/atom+xml"
          href={localized('/public/feed.atom', locale)}
          title={words.siteName}
        />
        <style>{raw(publicStyle)}</style>
      </head>
      <body>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        <header class="top">
          <div class="wrap">
            <a class="brand" href={localized('/public', locale)}>
              {words.siteName}
            </a>
            <a href={localized(path, other)} lang={other} hreflang={other}>
              {words.otherLanguage}
            </a>
          </div>
        </header>
        <main id="main" tabindex={-1}>
          <div class="wrap">{children}</div>
        </main>
        <footer class="foot">
          <div class="wrap">
            <ul>
              <li>
                <a href={`/${locale}`}>{words.toPortal}</a>
              </li>
              <li>
                <a href={localized('/status', locale)}>{words.toStatus}</a>
              </li>
              <li>
                <a href={localized('/public/subscribe', locale)}>{words.toSubscribe}</a>
              </li>
              <li>
                <a href={localized('/public', locale)}>{words.toIndex}</a>
              </li>
              <li>
                <a href={localized('/public/check-receipt', locale)}>{words.toCheck}</a>
              </li>
            </ul>
          </div>
        </footer>
      </body>
    </html>
  );
};
