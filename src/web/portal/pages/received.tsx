import type { FC } from 'hono/jsx';
import { Notice } from '../../components/notice/notice.tsx';
import { SummaryList, type SummaryRow } from '../../components/summary-list/summary-list.tsx';
import type { Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';

/** One answer to everybody of a group, as this claimant was told it. */
export interface ReplyView {
  readonly text: string;
  readonly atText: string;
}

/** What we answered to everybody whose claim is alike. */
export const Replies: FC<{ locale: Locale; replies: readonly ReplyView[] }> = (props) => {
  const words = claimantMessages(props.locale).status;
  return (
    <>
      {props.replies.map(({ text, atText }) => (
        <Notice
          key={atText}
          title={`${words.repliesTitle} · ${atText}`}
          lines={text.split('\n').filter((line) => line.trim() !== '')}
        />
      ))}
    </>
  );
};

/** The documents that were received, so that nobody sends one twice or believes one was lost. */
export const Documents: FC<{ locale: Locale; documents: readonly SummaryRow[] }> = (props) => {
  const words = claimantMessages(props.locale).status;
  if (props.documents.length === 0) return null;
  return (
    <section>
      <h2>{words.documentsTitle}</h2>
      <SummaryList rows={props.documents} />
    </section>
  );
};
