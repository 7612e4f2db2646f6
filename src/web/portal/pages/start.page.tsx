import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { SummaryList, type SummaryRow } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';

export interface StartPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly incidentTitle: string;
  readonly facts: readonly SummaryRow[];
  readonly beginHref: string;
  readonly isOpen: boolean;
}

const Lines: FC<{ title: string; lines: readonly string[] }> = ({ title, lines }) => (
  <>
    <h2>{title}</h2>
    <ul class="tick">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </>
);

/** The first page: an apology, the facts, one button, what helps, and what is never asked. */
export const StartPage: FC<StartPageProps> = (props) => {
  const { locale, frame, incidentTitle, facts, beginHref, isOpen } = props;
  const words = portalMessages(locale).start;
  return (
    <Layout locale={locale} title={words.title(incidentTitle)} {...frame}>
      <h1>{words.title(incidentTitle)}</h1>
      <p class="lead">{words.apology}</p>
      <h2>{words.factsTitle}</h2>
      <SummaryList rows={facts} />
      {isOpen ? (
        <>
          <p>
            {words.lateIsFine} <strong>{words.noLogin}</strong>
          </p>
          <div class="acts">
            <Button text={words.begin} href={beginHref} />
            <Button text={words.resume} href={`/${locale}/resume`} isSecondary />
          </div>
          <Lines title={words.haveReadyTitle} lines={words.haveReady} />
          <p class="soft">{words.haveReadyNote}</p>
          <Lines title={words.neverAskTitle} lines={words.neverAsk} />
        </>
      ) : (
        <p>{words.closed}</p>
      )}
      <h2>{words.filedTitle}</h2>
      <p>{words.filedText}</p>
      <div class="acts">
        <Button
          text={portalMessages(locale).layout.lookUp}
          href={`/${locale}/look-up`}
          isSecondary
        />
      </div>
      <p>
        <a href={`/public/subscribe?lang=${locale}`}>{portalMessages(locale).covered.subscribe}</a>
      </p>
    </Layout>
  );
};

export interface ChoosePageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly incidents: readonly { readonly title: string; readonly href: string }[];
}

/** The first page when several outages can be claimed for, or none. */
export const ChoosePage: FC<ChoosePageProps> = ({ locale, frame, incidents }) => {
  const words = portalMessages(locale).start;
  const title = incidents.length === 0 ? words.noneTitle : words.chooseTitle;
  return (
    <Layout locale={locale} title={title} {...frame}>
      <h1>{title}</h1>
      {incidents.length === 0 ? <p>{words.noneText}</p> : null}
      <ul class="links">
        {incidents.map((incident) => (
          <li key={incident.href}>
            <a href={incident.href}>{incident.title}</a>
          </li>
        ))}
      </ul>
    </Layout>
  );
};
