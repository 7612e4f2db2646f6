import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { SummaryList, type SummaryRow } from '../../components/summary-list/summary-list.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';

/** One thing to pick: a saved draft, or a claim that was filed. */
export interface PickItem {
  readonly id: string;
  readonly title: string;
  /** a word beside the title: much like the one being written */
  readonly badge?: string;
  readonly rows: readonly SummaryRow[];
  readonly buttonText: string;
}

export interface PickPageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly title: string;
  readonly lead: string;
  readonly picks: readonly PickItem[];
  readonly action: string;
  readonly backHref?: string;
  /** what else can be done: go on with another loss, start anew */
  readonly other?: { readonly text: string; readonly action?: string; readonly href?: string };
}

const Other: FC<{ other: NonNullable<PickPageProps['other']> }> = ({ other }) => {
  if (other.href !== undefined) {
    return (
      <div class="acts">
        <Button text={other.text} href={other.href} isSecondary />
      </div>
    );
  }
  return (
    <form method="post" action={other.action}>
      <div class="acts">
        <Button text={other.text} isSecondary />
      </div>
    </form>
  );
};

/** A short list of what is there already, each with the button that opens it. */
export const PickPage: FC<PickPageProps> = (props) => {
  const { locale, frame, title, lead, picks, action, backHref, other } = props;
  return (
    <Layout locale={locale} title={title} {...frame}>
      {backHref === undefined ? null : (
        <a class="back" href={backHref}>
          {portalMessages(locale).layout.back}
        </a>
      )}
      <h1>{title}</h1>
      {lead === '' ? null : <p class="lead">{lead}</p>}
      {picks.map(({ id, title: name, badge, rows, buttonText }) => (
        <section class="pick" key={id}>
          <h2>
            {name} {badge === undefined ? null : <span class="badge">{badge}</span>}
          </h2>
          <SummaryList rows={rows} />
          <form method="post" action={action}>
            <input type="hidden" name="pick" value={id} />
            <Button text={buttonText} />
          </form>
        </section>
      ))}
      {other === undefined ? null : <Other other={other} />}
    </Layout>
  );
};
