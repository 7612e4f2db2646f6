import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { NumberPanel } from '../../components/number-panel/number-panel.tsx';
import { SummaryList } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';

export interface ReceiptPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly number: string;
  readonly incidentTitle: string;
  readonly submittedAtText: string;
  readonly commitment: string;
}

/** The claim number large, when it was filed, the proof to keep, and what happens next. */
export const ReceiptPage: FC<ReceiptPageProps> = (props) => {
  const { locale, frame, number, incidentTitle, submittedAtText, commitment } = props;
  const words = portalMessages(locale).receipt;
  return (
    <Layout locale={locale} title={words.title} {...frame}>
      <h1>{words.title}</h1>
      <NumberPanel label={words.number} number={number} />
      <p>{words.keep}</p>
      <SummaryList
        rows={[
          { term: words.incident, value: incidentTitle },
          { term: words.submittedAt, value: submittedAtText },
          { term: words.commitment, value: commitment },
        ]}
      />
      <div class="acts">
        <Button text={words.status} href={`/${locale}/status`} />
        <Button text={words.download} href={`/${locale}/receipt.json`} isSecondary />
        <Button text={words.print} href={`/${locale}/receipt/print`} isSecondary />
      </div>
      <p class="hint">
        {words.downloadHint} <a href={`/public/check-receipt?lang=${locale}`}>{words.check}</a>
      </p>
      <Notice title={words.nextTitle} lines={words.next} />
      <p class="later">
        <a href={`/${locale}`}>{words.another}</a>
      </p>
    </Layout>
  );
};
