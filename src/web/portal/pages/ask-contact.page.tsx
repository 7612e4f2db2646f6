import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { TextField } from '../../components/text-field/text-field.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';

export interface AskContactPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly title: string;
  readonly lead: string;
  readonly hint?: string;
  readonly contact: string;
  readonly problems: readonly FieldProblem[];
  readonly action: string;
  readonly backHref: string;
}

/** Asks for the contact a code is sent to. */
export const AskContactPage: FC<AskContactPageProps> = (props) => {
  const { locale, frame, title, lead, hint, contact, problems, action, backHref } = props;
  const words = claimantMessages(locale).save;
  const layout = portalMessages(locale);
  return (
    <Layout locale={locale} title={title} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={backHref}>
        {layout.layout.back}
      </a>
      <ErrorSummary title={layout.form.summaryTitle} problems={problems} />
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      <form method="post" action={action} novalidate>
        <TextField
          id="contact"
          name="contact"
          label={words.contact}
          hint={hint}
          problem={problems.find(({ fieldId }) => fieldId === 'contact')?.text}
          inputMode="email"
          autocomplete="email"
          value={contact}
        />
        <div class="acts">
          <Button text={words.send} />
        </div>
      </form>
    </Layout>
  );
};
