import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import type { Answers, Step } from '../question.ts';
import { PageKeeper } from '../ticket/keeper.tsx';
import { FormField } from './form-field.tsx';

export interface QuestionPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly step: Step;
  readonly answers: Answers;
  readonly problems: readonly FieldProblem[];
  readonly backHref: string;
  readonly action: string;
  readonly unit: string;
  readonly zoneName: string;
  readonly outageText: string;
  /** what is written is saved at the server, for another device */
  readonly isSaved: boolean;
  /** the questions changed since the writing began */
  readonly isMoved: boolean;
  /** leads to a page beside the way */
  readonly asideText?: string;
}

/** One question of the claim; where it is a single field, the question is the page's heading. */
export const QuestionPage: FC<QuestionPageProps> = (props) => {
  const { locale, frame, step, answers, problems, backHref, action, unit, zoneName } = props;
  const words = portalMessages(locale);
  const { newForm, save } = claimantMessages(locale);
  const isSingle = step.fields.length === 1;
  const problemOf = (name: string): string | undefined =>
    problems.find(({ fieldId }) => fieldId === name || fieldId === `${name}-date`)?.text;
  return (
    <Layout locale={locale} title={step.title} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={backHref}>
        {words.layout.back}
      </a>
      <ErrorSummary title={words.form.summaryTitle} problems={problems} />
      {props.isMoved ? <Notice title={newForm.title} lines={[newForm.text]} /> : null}
      <form method="post" action={action} novalidate id="answer">
        {isSingle ? null : (
          <>
            <h1>{step.title}</h1>
            {step.hint === undefined ? null : <p class="hint">{step.hint}</p>}
          </>
        )}
        {step.fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            locale={locale}
            zoneName={zoneName}
            outageText={props.outageText}
            unit={unit}
            text={answers[field.name] ?? ''}
            isHeading={isSingle}
            problem={problemOf(field.name)}
          />
        ))}
        <PageKeeper locale={locale} formId="answer" />
        <div class="acts">
          <Button text={words.form.next} />
        </div>
        {/* Buttons of the form, so that what is written on this page goes along. */}
        {props.asideText === undefined ? null : (
          <p class="later">
            <button class="plain" type="submit" name="go" value="aside">
              {props.asideText}
            </button>
          </p>
        )}
        <p class="later">
          {props.isSaved ? (
            <span class="soft">✓ {save.isSaved}</span>
          ) : (
            <button class="plain" type="submit" name="go" value="save">
              {save.link}
            </button>
          )}
        </p>
      </form>
    </Layout>
  );
};
