import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { NumberPanel } from '../../components/number-panel/number-panel.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';

export interface CoveredPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly serviceText: string;
  /** what is given, in the questionnaire's words or by the titles of the published policies */
  readonly lines: readonly string[];
  /** how much, where it is known exactly: '50,000원' */
  readonly amountText?: string;
  readonly backHref: string;
  readonly nextHref: string;
}

/** Tells, before anything more is asked, what is given for a service without a claim. */
export const CoveredPage: FC<CoveredPageProps> = (props) => {
  const { locale, frame, serviceText, lines, backHref, nextHref } = props;
  const words = portalMessages(locale);
  return (
    <Layout locale={locale} title={words.covered.title} {...frame}>
      <a class="back" href={backHref}>
        {words.layout.back}
      </a>
      <h1>{words.covered.title}</h1>
      <p class="lead">{words.covered.text}</p>
      {props.amountText === undefined ? null : (
        <NumberPanel
          isSentence
          label={words.covered.amountLabel(serviceText)}
          number={props.amountText}
        />
      )}
      <Notice title={serviceText} lines={lines} tone="good" />
      <h2>{words.covered.moreTitle}</h2>
      <p>{words.covered.more}</p>
      <div class="acts">
        <Button text={words.covered.proceed} href={nextHref} />
        <Button text={words.covered.stop} href={`/${locale}`} isSecondary />
      </div>
      <p>
        <a href={`/public/subscribe?lang=${locale}`}>{words.covered.subscribe}</a>
      </p>
    </Layout>
  );
};
