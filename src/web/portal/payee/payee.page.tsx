import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { SummaryList } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { FormField } from '../pages/form-field.tsx';
import type { Answers } from '../question.ts';
import { payeeStep } from './payee-step.ts';

export interface PayeePageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly answers: Answers;
  readonly problems: readonly FieldProblem[];
}

/** Asks for another account: one question, all of it wanted. */
export const PayeePage: FC<PayeePageProps> = ({ locale, frame, answers, problems }) => {
  const words = portalMessages(locale);
  const step = payeeStep(locale);
  return (
    <Layout locale={locale} title={step.title} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={`/${locale}/status`}>
        {words.layout.back}
      </a>
      <ErrorSummary title={words.form.summaryTitle} problems={problems} />
      <form method="post" action={`/${locale}/status/account/check`} novalidate>
        <h1>{step.title}</h1>
        <p class="hint">{step.hint}</p>
        {step.fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            locale={locale}
            zoneName=""
            unit=""
            text={answers[field.name] ?? ''}
            isHeading={false}
            problem={problems.find(({ fieldId }) => fieldId === field.name)?.text}
          />
        ))}
        <div class="acts">
          <Button text={words.form.next} />
        </div>
      </form>
    </Layout>
  );
};

export interface CheckPayeePageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly answers: Answers;
  /** from when it would be paid to */
  readonly fromText: string;
  readonly problems: readonly FieldProblem[];
}

/** Shows the other account once more, whole, and from when it is paid to, before it is taken. */
export const CheckPayeePage: FC<CheckPayeePageProps> = (props) => {
  const { locale, frame, answers, fromText, problems } = props;
  const words = portalMessages(locale);
  const said = claimantMessages(locale).payee;
  const change = { href: `/${locale}/status/account`, text: words.check.change };
  const rows = payeeStep(locale).fields.map(({ name, label }) => ({
    term: label,
    value: answers[name] ?? '',
    change: { ...change, href: `${change.href}#${name}` },
  }));
  return (
    <Layout locale={locale} title={said.checkTitle} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={change.href}>
        {words.layout.back}
      </a>
      <ErrorSummary title={words.form.summaryTitle} problems={problems} />
      <h1>{said.checkTitle}</h1>
      <SummaryList rows={rows} />
      <p>{said.checkText(fromText)}</p>
      <form method="post" action={`/${locale}/status/account/give`} id="give">
        <div class="acts">
          <Button text={said.give} />
        </div>
      </form>
    </Layout>
  );
};
