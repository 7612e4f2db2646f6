import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { TextField } from '../../components/text-field/text-field.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';

export interface EnterCodePageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly contact: string;
  /** messages are only written down, because no way out is set */
  readonly isTrial: boolean;
  readonly problems: readonly FieldProblem[];
  readonly backHref: string;
}

/** Takes the six digits that were sent; they may be pasted, and another code is one button away. */
export const EnterCodePage: FC<EnterCodePageProps> = (props) => {
  const { locale, frame, contact, isTrial, problems, backHref } = props;
  const words = claimantMessages(locale).code;
  const layout = portalMessages(locale);
  return (
    <Layout locale={locale} title={words.title} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={backHref}>
        {words.other}
      </a>
      <ErrorSummary title={layout.form.summaryTitle} problems={problems} />
      <h1>{words.title}</h1>
      <p class="lead">{words.sentTo(contact)}</p>
      {isTrial ? <Notice title={words.trial} lines={[]} tone="warning" /> : null}
      <form method="post" action={`/${locale}/code`} novalidate>
        <TextField
          id="digits"
          name="digits"
          label={words.label}
          hint={words.hint}
          problem={problems.find(({ fieldId }) => fieldId === 'digits')?.text}
          inputMode="numeric"
          autocomplete="one-time-code"
          isNarrow
          value=""
        />
        <div class="acts">
          <Button text={words.submit} />
        </div>
      </form>
      <form method="post" action={`/${locale}/code/again`}>
        <button class="plain" type="submit">
          {words.again}
        </button>
      </form>
    </Layout>
  );
};
