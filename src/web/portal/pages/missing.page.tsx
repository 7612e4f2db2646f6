import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';

export interface MissingPageProps {
  readonly locale: Locale;
  readonly title: string;
  readonly lines: readonly string[];
  readonly help?: LayoutProps['help'];
}

/** Says what is not there or did not work, and where to go instead; no page is a dead end. */
export const MissingPage: FC<MissingPageProps> = ({ locale, title, lines, help }) => {
  const otherLocalePath = locale === 'ko' ? '/en' : '/ko';
  return (
    <Layout locale={locale} title={title} otherLocalePath={otherLocalePath} help={help}>
      <h1>{title}</h1>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <div class="acts">
        <Button text={portalMessages(locale).layout.start} href={`/${locale}`} />
      </div>
    </Layout>
  );
};
