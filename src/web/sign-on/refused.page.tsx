import type { FC } from 'hono/jsx';
import { refusalSentence } from '../messages/refusals.ts';
import { type Locale, localized, PublicLayout } from '../public/public-layout.tsx';
import { signOnWords } from './sign-on-link.ts';

/** Says why nobody was signed in, and where to go on. */
export const RefusedPage: FC<{ locale: Locale; reason: string }> = ({ locale, reason }) => {
  const words = signOnWords(locale);
  return (
    <PublicLayout locale={locale} title={words.title} path={`/sign-on/refused/${reason}`}>
      <h1>{words.title}</h1>
      <p>{refusalSentence({ code: reason }, locale)}</p>
      <ul>
        <li>
          <a href="/console">{words.toConsole}</a>
        </li>
        <li>
          <a href={localized('/status', locale)}>{words.toStatus}</a>
        </li>
      </ul>
    </PublicLayout>
  );
};
