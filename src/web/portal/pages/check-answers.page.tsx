import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { ChoiceCards } from '../../components/choice-cards/choice-cards.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { SummaryList, type SummaryRow } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { Keeper } from '../ticket/keeper.tsx';

export interface CheckAnswersPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly claimId: string;
  readonly rows: readonly SummaryRow[];
  readonly problems: readonly FieldProblem[];
  readonly backHref: string;
  readonly action: string;
  /** where a code for the contact is asked, to see claims filed before */
  readonly ownAction?: string;
  readonly saveHref: string;
  readonly isSaved: boolean;
  readonly isMoved: boolean;
  /** the ticket of an earlier try that was not stored */
  readonly ticketed?: { readonly issuedAtText: string; readonly redeemByText: string };
}

/** Every answer with its change link, the documents received, and the one button that files. */
export const CheckAnswersPage: FC<CheckAnswersPageProps> = (props) => {
  const { locale, frame, claimId, rows, problems, backHref, action, ownAction } = props;
  const words = portalMessages(locale);
  const { ticketed } = props;
  const { newForm, own, save } = claimantMessages(locale);
  const statementProblem = problems.find(({ fieldId }) => fieldId === 'statement')?.text;
  return (
    <Layout locale={locale} title={words.check.title} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={backHref}>
        {words.layout.back}
      </a>
      <ErrorSummary title={words.form.summaryTitle} problems={problems} />
      <h1>{words.check.title}</h1>
      {props.isMoved ? <Notice title={newForm.title} lines={[newForm.text]} /> : null}
      {ticketed === undefined ? null : (
        <>
          <Notice
            tone="warning"
            title={words.ticket.waitingTitle}
            lines={[
              words.ticket.waitingText(ticketed.issuedAtText, ticketed.redeemByText),
              words.ticket.waitingChange,
            ]}
          />
          <p>
            <a href={`/${locale}/ticket.json`}>{words.ticket.download}</a>
          </p>
        </>
      )}
      <SummaryList rows={rows} />
      <form method="post" action={action} enctype="multipart/form-data" novalidate id="send">
        <input type="hidden" name="claimId" value={claimId} />
        <ChoiceCards
          id="statement"
          name="statement"
          label={words.check.statementTitle}
          isMultiple
          choices={[
            { value: 'true', text: words.check.statement, hint: words.check.statementHint },
          ]}
          chosen={[]}
          problem={statementProblem}
        />
        <Keeper locale={locale} formId="send" />
        <div class="acts">
          <Button text={words.check.submit} />
        </div>
        <p class="hint">{words.check.once}</p>
      </form>
      {ownAction === undefined ? null : (
        <form method="post" action={ownAction}>
          <button class="plain left" type="submit">
            {own.checkLink}
          </button>
        </form>
      )}
      <p class="later">
        {props.isSaved ? (
          <span class="soft">✓ {save.isSaved}</span>
        ) : (
          <a href={props.saveHref}>{save.link}</a>
        )}
      </p>
    </Layout>
  );
};
