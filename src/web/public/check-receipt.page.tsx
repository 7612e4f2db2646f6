import type { FC } from 'hono/jsx';
import type { ReceiptVerdict } from '../../disclosure/index.ts';
import { type Locale, localized, PublicLayout, publicWords } from './public-layout.tsx';

/** Where the page that checks without this site can be downloaded. */
export const verifierPagePath = '/public/verify.html';

/** What went wrong before anything could be checked. */
export type CheckError = 'emptyError' | 'jsonError' | 'tooLarge';

/** The result: one sentence, then every check with how it ended. */
export const VerdictPanel: FC<{ verdict: ReceiptVerdict; locale: Locale }> = (props) => {
  const { verdict, checks } = props.verdict;
  const words = publicWords(props.locale).check;
  const next = {
    proved: '',
    promised: words.promisedNext,
    ticketed: words.ticketedNext,
    refused: words.refusedNext,
  }[verdict];
  return (
    <section class={`result ${verdict}`} aria-labelledby="result">
      <h2 id="result">{words.verdict[verdict]}</h2>
      {next === '' ? null : <p>{next}</p>}
      <ul class="checks">
        {checks.map(({ code, status, detail }) => (
          <li key={code} class={status}>
            <span>{words.status[status]}</span>
            <span>
              {words.checkName[code]}
              {detail === undefined ? null : (
                <>
                  {' '}
                  <code>{detail}</code>
                </>
              )}
              {status === 'not_made' && words.notMade[code] !== undefined ? (
                <small>{words.notMade[code]}</small>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

/**
 * The page that checks a receipt: in the browser when its script runs, otherwise by posting the
 * receipt to the server, which runs the same code.
 */
export const CheckReceiptPage: FC<{
  locale: Locale;
  logKey: string;
  earlierKeys: readonly string[];
  scriptPath: string;
  verdict?: ReceiptVerdict;
  error?: CheckError;
}> = ({ locale, logKey, earlierKeys, scriptPath, verdict, error }) => {
  const words = publicWords(locale).check;
  const path = '/public/check-receipt';
  return (
    <PublicLayout locale={locale} title={words.title} path={path}>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <p class="soft">{words.private}</p>
      <div id="outcome" role="status" tabindex={-1}>
        {error === undefined ? null : <p class="err">{words[error]}</p>}
        {verdict === undefined ? null : <VerdictPanel verdict={verdict} locale={locale} />}
      </div>
      <form
        id="check"
        method="post"
        action={localized(path, locale)}
        enctype="multipart/form-data"
        data-key={logKey}
        data-earlier={earlierKeys.join(' ')}
        data-words={JSON.stringify(words)}
      >
        <label class="lab" for="file">
          {words.fileLabel}
        </label>
        <input id="file" name="file" type="file" accept=".json,application/json" />
        <label class="lab" for="text">
          {words.textLabel}
        </label>
        <p id="text-hint" class="soft">
          {words.textHint}
        </p>
        <textarea id="text" name="text" aria-describedby="text-hint" spellcheck={false} />
        <button class="btn" type="submit">
          {words.button}
        </button>
      </form>
      <h2>{words.keyTitle}</h2>
      <p>{words.keyText}</p>
      <p class="mono">{logKey}</p>
      {earlierKeys.length === 0 ? null : (
        <>
          <p>{words.earlierKeys}</p>
          {earlierKeys.map((key) => (
            <p key={key} class="mono">
              {key}
            </p>
          ))}
        </>
      )}
      <h2>{words.ownWay}</h2>
      <p>{words.ownWayText}</p>
      <p>
        <a href={verifierPagePath} download="verify.html">
          {words.ownWayFile}
        </a>
      </p>
      <p>{words.ownWayCommand}</p>
      <p>
        <code>{`npx amends verify receipt-0000-0000-00.json --key '${logKey}'`}</code>
      </p>
      <script type="module" src={scriptPath} />
    </PublicLayout>
  );
};
