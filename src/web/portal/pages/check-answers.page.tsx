import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { ChoiceCards } from '../../components/choice-cards/choice-cards.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { SummaryList, type SummaryRow } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';
import { Keeper } from '../ticket/keeper.tsx';
import { EvidenceFields, type EvidenceKind } from './evidence-fields.tsx';

export interface CheckAnswersPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly claimId: string;
  readonly rows: readonly SummaryRow[];
  readonly evidenceKinds: readonly EvidenceKind[];
  readonly problems: readonly FieldProblem[];
  readonly backHref: string;
  readonly action: string;
}

/**
 * Every answer with its change link, the documents, and the one button that files the claim.
 *
 * Documents are chosen here and travel with the claim in one request. So nothing of a claim is kept
 * at the server before it is filed, no file is left behind by somebody who stops half-way, and the
 * claim and its documents are recorded in one transaction or not at all.
 */
export const CheckAnswersPage: FC<CheckAnswersPageProps> = (props) => {
  const { locale, frame, claimId, rows, evidenceKinds, problems, backHref, action } = props;
  const words = portalMessages(locale);
  const statementProblem = problems.find(({ fieldId }) => fieldId === 'statement')?.text;
  return (
    <Layout locale={locale} title={words.check.title} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={backHref}>
        {words.layout.back}
      </a>
      <ErrorSummary title={words.form.summaryTitle} problems={problems} />
      <h1>{words.check.title}</h1>
      <SummaryList rows={rows} />
      <form method="post" action={action} enctype="multipart/form-data" novalidate id="send">
        <input type="hidden" name="claimId" value={claimId} />
        {evidenceKinds.length === 0 ? null : (
          <>
            <h2>{words.check.filesTitle}</h2>
            <p class="hint">{words.check.filesHint}</p>
            <EvidenceFields locale={locale} kinds={evidenceKinds} problems={problems} />
          </>
        )}
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
    </Layout>
  );
};
