import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { SummaryList } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';
import { Keeper } from './keeper.tsx';

export interface TicketPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly incidentTitle: string;
  readonly issuedAtText: string;
  readonly redeemByText: string;
  /** the whole claim with its ticket, sealed */
  readonly claim: string;
  readonly action: string;
  /** names of documents that do not travel in the page */
  readonly leftFilenames: readonly string[];
}

/**
 * The proof of having tried to file, and the whole claim in a form with one button. With scripts the
 * page sends the form by itself as soon as the claim can be stored.
 */
export const TicketPage: FC<TicketPageProps> = (props) => {
  const { locale, frame, incidentTitle, issuedAtText, redeemByText, claim, action } = props;
  const { leftFilenames } = props;
  const words = portalMessages(locale).ticket;
  return (
    <Layout locale={locale} title={words.title} {...frame}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <SummaryList
        rows={[
          { term: words.incident, value: incidentTitle },
          { term: words.issuedAt, value: issuedAtText },
          { term: words.redeemBy, value: redeemByText },
        ]}
      />
      {leftFilenames.length === 0 ? null : (
        <Notice title={words.filesTitle} lines={[words.filesText, leftFilenames.join(', ')]} />
      )}
      <form method="post" action={action} enctype="multipart/form-data" id="redeem">
        <input type="hidden" name="claim" value={claim} />
        <Keeper locale={locale} formId="redeem" isAtOnce />
        <p>{words.once}</p>
        <div class="acts">
          <Button text={words.submit} />
        </div>
      </form>
      <div class="acts">
        <Button text={words.download} href={`/${locale}/ticket.json`} isSecondary />
      </div>
      <p class="hint">{words.downloadHint}</p>
    </Layout>
  );
};
