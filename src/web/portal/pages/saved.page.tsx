import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { SummaryList, type SummaryRow } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';

export interface SavedPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly title: string;
  readonly lines: readonly string[];
  readonly rows?: readonly SummaryRow[];
  /** a link, or a form with one button when it has an action */
  readonly button: { readonly text: string; readonly href?: string; readonly action?: string };
}

/** Says that something is done, what that means, and the one thing to do next. */
export const SavedPage: FC<SavedPageProps> = ({ locale, frame, title, lines, rows, button }) => (
  <Layout locale={locale} title={title} {...frame}>
    <h1>{title}</h1>
    {lines.map((line) => (
      <p key={line}>{line}</p>
    ))}
    {rows === undefined ? null : <SummaryList rows={rows} />}
    {button.href === undefined ? (
      <form method="post" action={button.action}>
        <div class="acts">
          <Button text={button.text} />
        </div>
      </form>
    ) : (
      <div class="acts">
        <Button text={button.text} href={button.href} />
      </div>
    )}
  </Layout>
);
