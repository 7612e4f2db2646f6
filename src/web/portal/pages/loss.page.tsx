import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { Calculation } from '../../components/calculation/calculation.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { NumberPanel } from '../../components/number-panel/number-panel.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import type { LossPageView } from '../evidence/evidence-view.ts';
import type { Answers, Step } from '../question.ts';
import { FormField } from './form-field.tsx';

export interface LossPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly view: LossPageView;
  /** what the claimant says instead, where the figures are not right */
  readonly step: Step;
  readonly answers: Answers;
  readonly problems: readonly FieldProblem[];
  readonly unit: string;
  readonly backHref: string;
  readonly action: string;
}

/** The loss as it was worked out, both weeks day by day, with room to say what is not right. */
export const LossPage: FC<LossPageProps> = (props) => {
  const { locale, frame, view, step, answers, problems, unit, backHref, action } = props;
  const words = claimantMessages(locale).loss;
  const layout = portalMessages(locale);
  const isOpen = problems.length > 0 || step.fields.some(({ name }) => answers[name]);
  return (
    <Layout locale={locale} title={view.title} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={backHref}>
        {layout.layout.back}
      </a>
      <ErrorSummary title={layout.form.summaryTitle} problems={problems} />
      <h1>{view.title}</h1>
      <p class="lead">{view.lead}</p>
      {view.result === undefined ? null : <NumberPanel label={words.result} number={view.result} />}
      {view.remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {view.leftOut.length === 0 ? null : (
        <ul class="tick">
          {view.leftOut.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {view.weeks.map(({ title, days, total }) => (
        <Calculation
          key={title}
          caption={title}
          lines={[
            ...days.map(({ day, amount }) => ({ label: day, value: amount })),
            { label: words.total, value: total, isResult: true },
          ]}
        />
      ))}
      <form method="post" action={action} novalidate>
        <details open={isOpen}>
          <summary>{words.otherTitle}</summary>
          <p class="hint">{words.otherHint}</p>
          {step.fields.map((field) => (
            <FormField
              key={field.name}
              field={field}
              locale={locale}
              zoneName=""
              unit={unit}
              text={answers[field.name] ?? ''}
              isHeading={false}
              problem={problems.find(({ fieldId }) => fieldId === field.name)?.text}
            />
          ))}
        </details>
        <div class="acts">
          <Button text={words.right} />
          <Button text={words.fix} href={backHref} isSecondary />
        </div>
      </form>
    </Layout>
  );
};
