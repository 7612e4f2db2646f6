import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { Calculation, type CalculationProps } from '../../components/calculation/calculation.tsx';
import { ChoiceCards } from '../../components/choice-cards/choice-cards.tsx';
import { ErrorSummary } from '../../components/error-summary/error-summary.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { type Stage, StageList } from '../../components/stage-list/stage-list.tsx';
import { SummaryList, type SummaryRow } from '../../components/summary-list/summary-list.tsx';
import { TextField } from '../../components/text-field/text-field.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { type PayeeAsk, PayeeSection } from '../payee/payee-section.tsx';
import { AddEvidence, type AddEvidenceProps } from './add-evidence.tsx';
import { Documents, Replies, type ReplyView } from './received.tsx';

/** One award of a decision: what, how much, by which clause, and how it was worked out. */
export interface AwardView {
  readonly title: string;
  readonly amountText: string;
  readonly clause: string;
  /** the text of the clause, one paragraph each */
  readonly clauseLines: readonly string[];
  /** a person set it: no arithmetic of the policy leads to it */
  readonly isReviewed: boolean;
  readonly exactText?: string;
  readonly explanation: readonly string[];
}

export interface ShortfallView {
  readonly policyTitle: string;
  readonly unmet: readonly string[];
  readonly changes: readonly string[];
}

export interface DecisionView {
  readonly outcomeText: string;
  readonly reasonText: string;
  readonly cures: readonly string[];
  /** of a denial: what stood in the way under each policy, and what would have changed it */
  readonly shortfalls: readonly ShortfallView[];
  readonly awards: readonly AwardView[];
  /** an appeal against it is being looked at */
  readonly isAppealed?: boolean;
}

export interface StatusPageProps extends AddEvidenceProps {
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly number: string;
  readonly stages: readonly Stage[];
  readonly nextText: string;
  /** nothing is to come any more */
  readonly isOver?: boolean;
  readonly decision?: DecisionView;
  readonly payments: readonly SummaryRow[];
  /** an account is wanted from the claimant */
  readonly payeeAsk?: PayeeAsk;
  readonly loss?: { readonly calculation?: CalculationProps; readonly remarks: readonly string[] };
  /** what was just received: documents, an appeal */
  readonly doneText?: string;
  readonly appealId?: string;
  readonly statement: string;
  /** by when the next stage is promised; until when an appeal may be filed */
  readonly byWhen?: string;
  readonly appealBy?: string;
  /** what was answered to everybody alike, the latest first */
  readonly replies?: readonly ReplyView[];
  readonly documents?: readonly SummaryRow[];
  /** opened by a contact that is only typed, so that not everything is shown */
  readonly isTyped?: boolean;
  /** the contact can still be confirmed by a code */
  readonly isContactOpen?: boolean;
  /** the claimant can be asked how the claim was handled */
  readonly isSatisfactionOpen?: boolean;
}

/** Lines that stand under one another by their indent, as lists in lists. */
const Arithmetic: FC<{ lines: readonly string[] }> = ({ lines }) => (
  <ul class="lines">
    {nestLines(lines).map(({ text, under }) => (
      <li key={text}>
        {text}
        {under.length === 0 ? null : <Arithmetic lines={under} />}
      </li>
    ))}
  </ul>
);

interface NestedLine {
  readonly text: string;
  readonly under: readonly string[];
}

function nestLines(lines: readonly string[]): readonly NestedLine[] {
  const nested: { text: string; under: string[] }[] = [];
  for (const line of lines) {
    const last = nested.at(-1);
    if (line.startsWith('  ') && last) last.under.push(line.slice(2));
    else nested.push({ text: line.trim(), under: [] });
  }
  return nested;
}

const Award: FC<{ award: AwardView; locale: Locale }> = ({ award, locale }) => {
  const words = portalMessages(locale).status;
  return (
    <section>
      <h3>
        {award.title}: {award.amountText}
      </h3>
      <p>
        {words.clause}: <strong>{award.clause}</strong>
      </p>
      {award.clauseLines.length === 0 ? null : (
        <details>
          <summary>{words.clauseText}</summary>
          {award.clauseLines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </details>
      )}
      {award.isReviewed ? <p>{words.reviewed}</p> : null}
      {award.explanation.length === 0 ? null : (
        <>
          <p class="soft">{words.calculation}</p>
          <Arithmetic lines={award.explanation} />
        </>
      )}
      {award.exactText === undefined ? null : (
        <p class="soft">
          {words.exact}: {award.exactText}
        </p>
      )}
    </section>
  );
};

/** Which conditions a claim did not meet, in the policy’s own words, and what would have changed it. */
const Shortfalls: FC<{ shortfalls: readonly ShortfallView[]; locale: Locale }> = ({
  shortfalls,
  locale,
}) => {
  const words = portalMessages(locale).status;
  if (shortfalls.length === 0) return null;
  return (
    <section>
      <h3>{words.unmetTitle}</h3>
      {shortfalls.map(({ policyTitle, unmet, changes }) => (
        <>
          <p class="soft">{policyTitle}</p>
          <ul class="lines">
            {[...unmet, ...changes].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ))}
    </section>
  );
};

const Decision: FC<{ decision: DecisionView; locale: Locale }> = ({ decision, locale }) => {
  const words = portalMessages(locale).status;
  const { outcomeText, reasonText, cures, awards, shortfalls, isAppealed = false } = decision;
  return (
    <>
      <h2>{isAppealed ? words.appealedTitle : words.decisionTitle}</h2>
      <Notice
        title={outcomeText}
        lines={[reasonText]}
        tone={awards.length === 0 ? 'plain' : 'good'}
      />
      <Shortfalls shortfalls={shortfalls} locale={locale} />
      {cures.length === 0 ? null : <Notice title={words.cure} lines={cures} tone="warning" />}
      {awards.map((award) => (
        <Award key={award.clause} award={award} locale={locale} />
      ))}
    </>
  );
};

const Appeal: FC<StatusPageProps> = ({ locale, appealId, problems, statement, appealBy }) => {
  const words = portalMessages(locale).status;
  if (appealId === undefined) {
    return appealBy === undefined ? null : <p class="soft">{appealBy}</p>;
  }
  return (
    <section class="np">
      <h2>{words.appealTitle}</h2>
      <p>
        {words.appealText} {appealBy}
      </p>
      <form method="post" action={`/${locale}/status/appeal`} novalidate>
        <input type="hidden" name="appealId" value={appealId} />
        <TextField
          id="statement"
          name="statement"
          label={words.appealLabel}
          isLong
          value={statement}
          problem={problems.find(({ fieldId }) => fieldId === 'statement')?.text}
        />
        <div class="acts">
          <Button text={words.appealSubmit} isSecondary />
        </div>
      </form>
    </section>
  );
};

const Loss: FC<{ loss: NonNullable<StatusPageProps['loss']>; title: string }> = ({
  loss,
  title,
}) => (
  <>
    {loss.calculation === undefined ? <h2>{title}</h2> : null}
    {loss.calculation === undefined ? null : <Calculation {...loss.calculation} />}
    {loss.remarks.map((remark) => (
      <p key={remark} class="soft">
        {remark}
      </p>
    ))}
  </>
);

const ConfirmContact: FC<StatusPageProps> = ({ locale, problems, isTyped = false }) => {
  const words = claimantMessages(locale).confirm;
  const problem = problems.find(({ fieldId }) => fieldId === 'confirm')?.text;
  return (
    <section class="np">
      <h2>{words.title}</h2>
      <p>{isTyped ? words.typedText : words.text}</p>
      {problem === undefined ? null : <p class="err">{problem}</p>}
      <form method="post" action={`/${locale}/status/confirm`} id="confirm">
        <Button text={words.button} isSecondary />
      </form>
    </section>
  );
};

const Satisfaction: FC<StatusPageProps> = ({ locale, problems }) => {
  const words = claimantMessages(locale).satisfaction;
  const { form } = portalMessages(locale);
  return (
    <section class="np">
      <h2>{words.title}</h2>
      <p class="hint">{words.lead}</p>
      <form method="post" action={`/${locale}/status/satisfaction`} novalidate>
        <ChoiceCards
          id="rating"
          name="rating"
          label={words.rating}
          choices={words.ratings.map((text, index) => ({ value: String(index + 1), text }))}
          chosen={[]}
          problem={problems.find(({ fieldId }) => fieldId === 'rating')?.text}
        />
        <ChoiceCards
          id="clear"
          name="clear"
          label={words.clear}
          optionalText={form.optional}
          choices={[
            { value: 'yes', text: form.yes },
            { value: 'no', text: form.no },
          ]}
          chosen={[]}
        />
        <TextField
          id="remark"
          name="remark"
          label={words.remark}
          optionalText={form.optional}
          isLong
          value=""
        />
        <div class="acts">
          <Button text={words.submit} isSecondary />
        </div>
      </form>
    </section>
  );
};

const isAskedForMore = ({ asked, evidenceKinds }: StatusPageProps): boolean =>
  asked !== undefined && evidenceKinds.length > 0;

/** What people come for: what is waited for, what was decided, what is paid, and how to object. */
const Answered: FC<StatusPageProps> = (props) => {
  const { locale, decision, payments, loss, payeeAsk, problems } = props;
  const said = portalMessages(locale).status;
  return (
    <>
      {isAskedForMore(props) ? <AddEvidence {...props} /> : null}
      {payeeAsk === undefined ? null : (
        <PayeeSection locale={locale} ask={payeeAsk} problems={problems} />
      )}
      {decision === undefined ? null : <Decision decision={decision} locale={locale} />}
      {payments.length === 0 ? null : (
        <>
          <h2>{said.payouts}</h2>
          <SummaryList rows={payments} />
        </>
      )}
      <Replies locale={locale} replies={props.replies ?? []} />
      {loss === undefined ? null : <Loss loss={loss} title={said.lossTitle} />}
      <Appeal {...props} />
    </>
  );
};

/** What can be done at any time: confirm the contact, see and add documents. */
const AddLater: FC<StatusPageProps> = (props) => (
  <>
    {props.isContactOpen ? <ConfirmContact {...props} /> : null}
    <Documents locale={props.locale} documents={props.documents ?? []} />
    {isAskedForMore(props) || props.evidenceKinds.length === 0 ? null : <AddEvidence {...props} />}
  </>
);

/** Where a claim is, what was decided and why, how far each payment is, and what can be done. */
export const StatusPage: FC<StatusPageProps> = (props) => {
  const { locale, frame, number, stages, problems, doneText } = props;
  const words = portalMessages(locale);
  const said = words.status;
  const nextTitle = props.isOver === true ? said.overTitle : said.nextTitle;
  return (
    <Layout locale={locale} title={said.title} hasErrors={problems.length > 0} {...frame}>
      <ErrorSummary title={words.form.summaryTitle} problems={problems} />
      <h1>{said.title}</h1>
      <p class="lead">
        {words.receipt.number} <strong translate="no">{number}</strong>
      </p>
      {doneText === undefined ? null : (
        <Notice title={doneText} lines={[said.doneText]} tone="good" />
      )}
      <StageList stages={stages} currentText={said.current} />
      <Notice
        title={props.byWhen === undefined ? nextTitle : `${nextTitle}: ${props.byWhen}`}
        lines={[props.nextText]}
      />
      <Answered {...props} />
      <AddLater {...props} />
      {props.isSatisfactionOpen ? <Satisfaction {...props} /> : null}
      <div class="acts">
        <Button text={words.receipt.download} href={`/${locale}/receipt.json`} isSecondary />
        <Button
          text={words.receipt.check}
          href={`/public/check-receipt?lang=${locale}`}
          isSecondary
        />
      </div>
      <form method="post" action={`/${locale}/status/leave`} class="np">
        <button class="plain" type="submit">
          {said.leave}
        </button>
      </form>
    </Layout>
  );
};
