import { raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import type { Locale } from '../public-layout.tsx';
import { reportStyle } from './report-style.ts';
import { reportWords } from './report-view.ts';

/** The frame of a report: it needs no script and no other file. */
export const ReportLayout: FC<{
  locale: Locale;
  title: string;
  description: string;
  home: string;
  otherLanguage: string;
  /** where the state of the services is shown */
  status?: string;
  children?: Child;
}> = ({ locale, title, description, home, otherLanguage, status, children }) => {
  const words = reportWords(locale);
  const other: Locale = locale === 'ko' ? 'en' : 'ko';
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <meta name="description" content={description} />
        <link rel="icon" href="data:," />
        <style>{raw(reportStyle)}</style>
      </head>
      <body>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        <header class="top">
          <div class="wrap">
            <a class="brand" href={home}>
              {words.kicker}
            </a>
            <a href={otherLanguage} lang={other} hreflang={other}>
              {words.otherLanguage}
            </a>
          </div>
        </header>
        <main id="main" tabindex={-1} class="wide">
          <div class="wrap">{children}</div>
        </main>
        <footer class="foot">
          <div class="wrap">
            <p>{words.generatedNote}</p>
            <p>{words.print}</p>
            <a href={home}>{words.home}</a>
            {status === undefined ? null : (
              <>
                {' · '}
                <a href={status}>{words.status}</a>
              </>
            )}
          </div>
        </footer>
      </body>
    </html>
  );
};
