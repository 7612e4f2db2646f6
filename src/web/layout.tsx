import { raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import { portalMessages } from './messages/portal.ts';
import { portalStyle } from './style.ts';

/** The languages of the portal; Korean is the source. */
export type Locale = 'ko' | 'en';

/** Where somebody who is stuck can turn; shown at the same place of every page (WCAG 3.2.6). */
export interface HelpLine {
  readonly phone?: string;
  readonly hours?: string;
  readonly email?: string;
}

export interface LayoutProps {
  readonly locale: Locale;
  /** the title without the site's name; the page marks errors itself */
  readonly title: string;
  readonly hasErrors?: boolean;
  /** the same page in the other language, a path */
  readonly otherLocalePath: string;
  readonly help?: HelpLine | undefined;
  readonly children?: Child;
}

const HelpText: FC<{ locale: Locale; help: HelpLine }> = ({ locale, help }) => {
  const words = portalMessages(locale).layout;
  return (
    <p>
      <strong>{words.help}</strong>{' '}
      {help.phone === undefined ? null : <a href={`tel:${help.phone}`}>{help.phone}</a>}{' '}
      {help.email === undefined ? null : <a href={`mailto:${help.email}`}>{help.email}</a>}{' '}
      <span class="nb">{help.hours}</span>
    </p>
  );
};

/** The frame of every portal page: one request, no script, language switch, help, look-up. */
export const Layout: FC<LayoutProps> = (props) => {
  const { locale, title, hasErrors = false, otherLocalePath, help, children } = props;
  const words = portalMessages(locale).layout;
  const other: Locale = locale === 'ko' ? 'en' : 'ko';
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${hasErrors ? words.errorPrefix : ''}${title} · ${words.siteName}`}</title>
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <style>{raw(portalStyle)}</style>
      </head>
      <body>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        <header class="top">
          <div class="wrap">
            <a class="brand" href={`/${locale}`}>
              {words.siteName}
            </a>
            <a class="lang" href={otherLocalePath} lang={other} hreflang={other}>
              {words.otherLanguage}
            </a>
          </div>
        </header>
        <main id="main" class="wrap" tabindex={-1}>
          {children}
        </main>
        <footer class="foot">
          <div class="wrap">
            {help === undefined ? null : <HelpText locale={locale} help={help} />}
            <ul>
              <li>
                <a href={`/${locale}/look-up`}>{words.lookUp}</a>
              </li>
              <li>
                <a href={`/${locale}`}>{words.start}</a>
              </li>
            </ul>
          </div>
        </footer>
      </body>
    </html>
  );
};
