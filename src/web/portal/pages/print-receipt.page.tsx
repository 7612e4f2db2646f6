import { raw } from 'hono/html';
import type { FC } from 'hono/jsx';
import { NumberPanel } from '../../components/number-panel/number-panel.tsx';
import { SummaryList } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';

export interface PrintReceiptPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly number: string;
  readonly incidentTitle: string;
  readonly submittedAtText: string;
  readonly commitment: string;
  readonly origin: string;
  readonly includeByText: string;
  /** where the claim stands in the log; undefined until a checkpoint covers it */
  readonly leafIndex?: number;
  readonly treeSize?: number;
  /** the drawing of the receipt as a QR code */
  readonly qrCode: string;
}

/** The whole receipt on one sheet: what it proves in words, and as a code that checks itself. */
export const PrintReceiptPage: FC<PrintReceiptPageProps> = (props) => {
  const { locale, frame, number, incidentTitle, submittedAtText, commitment } = props;
  const { origin, includeByText, leafIndex, treeSize, qrCode } = props;
  const words = portalMessages(locale).receipt;
  const place =
    leafIndex === undefined || treeSize === undefined
      ? words.logPending
      : words.logPlace(leafIndex.toLocaleString('en'), treeSize.toLocaleString('en'));
  return (
    <Layout locale={locale} title={words.printTitle} {...frame}>
      <a class="back" href={`/${locale}/receipt`}>
        {portalMessages(locale).layout.back}
      </a>
      <h1>{words.printTitle}</h1>
      <p class="hint np">{words.printHint}</p>
      <NumberPanel label={words.number} number={number} />
      <SummaryList
        rows={[
          { term: words.incident, value: incidentTitle },
          { term: words.submittedAt, value: submittedAtText },
          { term: words.commitment, value: commitment },
          { term: words.promise, value: words.promiseValue(origin, includeByText) },
          { term: words.log, value: place },
        ]}
      />
      <h2>{words.codeTitle}</h2>
      <p>{words.codeText}</p>
      <div class="qr" role="img" aria-label={words.codeTitle}>
        {raw(qrCode)}
      </div>
    </Layout>
  );
};
