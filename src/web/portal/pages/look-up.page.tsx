import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { TextField } from '../../components/text-field/text-field.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';

export interface LookUpPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly number: string;
  readonly contact: string;
  readonly problems: readonly FieldProblem[];
  /** the earlier look-up ended by itself */
  readonly isExpired: boolean;
}

/** Asks for the claim number and the contact; the number alone shows nothing. */
export const LookUpPage: FC<LookUpPageProps> = (props) => {
  const { locale, frame, number, contact, problems, isExpired } = props;
  const words = portalMessages(locale);
  const problemOf = (id: string): string | undefined =>
    problems.find(({ fieldId }) => fieldId === id)?.text;
  return (
    <Layout locale={locale} title={words.lookUp.title} hasErrors={problems.length > 0} {...frame}>
      <ErrorSummary title={words.form.summaryTitle} problems={problems} />
      <h1>{words.lookUp.title}</h1>
      {isExpired ? <Notice title={words.lookUp.title} lines={[words.lookUp.expired]} /> : null}
      <form method="post" action={`/${locale}/look-up`} novalidate>
        <TextField
          id="number"
          name="number"
          label={words.lookUp.number}
          hint={words.lookUp.numberHint}
          problem={problemOf('number')}
          autocomplete="off"
          value={number}
        />
        <TextField
          id="contact"
          name="contact"
          label={words.lookUp.contact}
          problem={problemOf('contact')}
          inputMode="email"
          autocomplete="email"
          value={contact}
        />
        <div class="acts">
          <Button text={words.lookUp.submit} />
        </div>
      </form>
      <p class="later">
        <a href={`/${locale}/find`}>{claimantMessages(locale).own.findLink}</a>
      </p>
    </Layout>
  );
};
