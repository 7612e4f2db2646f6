import type { FC } from 'hono/jsx';
import type { PolicyVersion } from '../../../claims/index.ts';
import { currencyExponent, parseCurrency, renderMoney } from '../../../kernel/index.ts';
import {
  describeFacts,
  type FactDescription,
  listNeededEvidence,
} from '../../../policy/describe/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../policy/index.ts';
import { evidenceNames as namesEn } from '../../messages/en/refusals.ts';
import { tryPolicyMessages as en } from '../../messages/en/try-policy.ts';
import { evidenceNames as namesKo } from '../../messages/ko/refusals.ts';
import { tryPolicyMessages as ko, type TryPolicyMessages } from '../../messages/ko/try-policy.ts';
import { type Locale, localized, PublicLayout } from '../public-layout.tsx';
import { isFixed, notStated } from './try-answers.ts';

/** Where the composition root serves the bundle of `browser.ts`. */
export const tryScriptPath = '/assets/try-policy.js';

/** The title of the page, for links to it. */
export function tryTitle(locale: Locale): string {
  return (locale === 'ko' ? ko : en).title;
}

interface FieldProps {
  readonly fact: FactDescription;
  readonly words: TryPolicyMessages;
  readonly locale: Locale;
}

/** What the document takes when a fact is not stated, in words. */
function usualOf({ fact, words, locale }: FieldProps): string {
  const { fallback = '', choices } = fact;
  const [, digits, unit] = /^([\d_]+) ([A-Za-z]+)$/.exec(fallback) ?? [];
  const currency = parseCurrency(unit ?? '');
  if (digits !== undefined && currency !== undefined && currencyExponent(currency) === 0) {
    return renderMoney({ amountMinor: BigInt(digits.replaceAll('_', '')), currency }, locale);
  }
  const known = new Map([
    ['yes', words.yes],
    ['no', words.no],
    ['none', words.nothing],
    ...(choices ?? []).map(({ value, label }) => [value, label[locale]] as const),
  ]);
  return known.get(fallback) ?? fallback;
}

/** The answers to choose from; with one for not knowing where the document says what holds then. */
function optionsOf(
  props: FieldProps,
): readonly { readonly value: string; readonly text: string }[] {
  const { fact, words, locale } = props;
  const answers =
    fact.kind === 'choice'
      ? (fact.choices ?? []).map(({ value, label }) => ({ value, text: label[locale] }))
      : [
          { value: 'yes', text: words.yes },
          { value: 'no', text: words.no },
        ];
  const unknown = { value: notStated, text: words.unknown(usualOf(props)) };
  return [{ value: '', text: words.pick }, ...answers, ...(isFixed(fact) ? [unknown] : [])];
}

/** Where an answer is written: the control that suits the type of the fact. */
const Control: FC<FieldProps> = (props) => {
  const { name, kind } = props.fact;
  const id = `fact-${name}`;
  const described = `hint-${name} issue-${name}`;
  if (kind === 'yes_no' || kind === 'choice') {
    return (
      <select id={id} name={name} aria-describedby={described}>
        {optionsOf(props).map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'list' || kind === 'interval_set') {
    return <textarea id={id} name={name} aria-describedby={described} spellcheck={false} />;
  }
  const type = kind === 'date' ? 'date' : kind === 'instant' ? 'datetime-local' : 'text';
  const mode = kind === 'count' || kind === 'money' || kind === 'duration' ? 'decimal' : 'text';
  return (
    <input
      id={id}
      name={name}
      type={type}
      inputmode={mode}
      autocomplete="off"
      aria-describedby={described}
    />
  );
};

const Field: FC<FieldProps> = (props) => {
  const { fact, words, locale } = props;
  const { name, kind, currency } = fact;
  const hint = (words.hint as Readonly<Record<string, string>>)[kind] ?? '';
  const { hours, minutes, days } = words;
  return (
    <div class="ask" data-fact={name} data-kind={kind}>
      <label class="lab" for={`fact-${name}`}>
        {fact.label[locale]}
      </label>
      <p class="soft" id={`hint-${name}`}>
        {[hint, currency].filter(Boolean).join(' ')}
      </p>
      <Control {...props} />
      {kind === 'duration' ? (
        <select name={`unit:${name}`} aria-label={`${fact.label[locale]}: ${words.unit}`}>
          <option value="hours">{hours}</option>
          <option value="min">{minutes}</option>
          <option value="days">{days}</option>
        </select>
      ) : null}
      {isFixed(fact) && kind !== 'yes_no' && kind !== 'choice' ? (
        <label class="tick">
          <input type="checkbox" name={`unstated:${name}`} />
          {words.unknown(usualOf(props))}
        </label>
      ) : null}
      <p class="err" id={`issue-${name}`} />
    </div>
  );
};

const Evidence: FC<{ names: readonly string[]; words: TryPolicyMessages; locale: Locale }> = ({
  names,
  words,
  locale,
}) =>
  names.length === 0 ? null : (
    <fieldset class="ask" data-evidence="yes">
      <legend class="lab">{words.evidence}</legend>
      {names.map((name) => (
        <label key={name} class="tick">
          <input type="checkbox" name="evidence" value={name} />
          {(locale === 'ko' ? namesKo : namesEn)[name] ?? name}
        </label>
      ))}
    </fieldset>
  );

const Form: FC<{
  document: PolicyDocument;
  text: string;
  words: TryPolicyMessages;
  locale: Locale;
}> = ({ document, text, words, locale }) => (
  <>
    <noscript>
      <p class="err">{words.noScript}</p>
    </noscript>
    {/* Shown and made usable by the script: without it a form would send what is written. */}
    <form id="try" data-locale={locale} autocomplete="off" hidden>
      {describeFacts(document).map((fact) => (
        <Field key={fact.name} fact={fact} words={words} locale={locale} />
      ))}
      <Evidence names={listNeededEvidence(document)} words={words} locale={locale} />
      <button class="btn" type="submit" disabled>
        {words.calculate}
      </button>{' '}
      <button class="btn two" type="reset">
        {words.startOver}
      </button>
    </form>
    <section
      id="outcome"
      class="result"
      role="status"
      aria-label={words.resultTitle}
      tabindex={-1}
      hidden
    />
    <details>
      <summary>{words.textTitle}</summary>
      <pre id="policy">{text}</pre>
    </details>
    <script type="module" src={tryScriptPath} />
  </>
);

/**
 * The page on which anyone tries a published policy on figures of their own.
 *
 * The calculation runs in the reader's browser with the same evaluator that decides claims, and
 * nothing is sent. Without a script the terms themselves can be read. Versions that begin on a later
 * day stand after those in force, with the day.
 */
export const TryPolicyPage: FC<{
  locale: Locale;
  slug: string;
  inForce: readonly PolicyVersion[];
  coming: readonly PolicyVersion[];
  chosen: PolicyVersion | undefined;
}> = ({ locale, slug, inForce, coming, chosen }) => {
  const words = locale === 'ko' ? ko : en;
  const path = `/public/${slug}/try`;
  const parsed = chosen && parsePolicy(chosen.text);
  const titleOf = ({ titleKo, titleEn }: PolicyVersion) => (locale === 'ko' ? titleKo : titleEn);
  const policies = [...inForce, ...coming];
  const dayOf = (policy: PolicyVersion) =>
    coming.includes(policy) ? ` (${words.from(policy.effectiveFrom ?? '')})` : '';
  const linkOf = ({ policyId, version }: PolicyVersion) => {
    const query = `policy=${encodeURIComponent(policyId)}&version=${encodeURIComponent(version)}`;
    return `${localized(path, locale)}&${query}`;
  };
  return (
    <PublicLayout locale={locale} title={words.title} path={path}>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <p class="soft">
        {words.private} {words.unbinding}
      </p>
      {policies.length === 0 ? <p>{words.none}</p> : null}
      {policies.length > 1 ? (
        <nav class="toc" aria-label={words.choose}>
          <ul>
            {policies.map((policy) => (
              <li key={policy.policyVersionId}>
                <a href={linkOf(policy)} aria-current={policy === chosen ? 'page' : undefined}>
                  {titleOf(policy)}
                  {dayOf(policy)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {chosen && parsed?.ok ? (
        <>
          <h2>
            {titleOf(chosen)} ({words.version} {chosen.version}){dayOf(chosen)}
          </h2>
          <Form document={parsed.value} text={chosen.text} words={words} locale={locale} />
        </>
      ) : null}
    </PublicLayout>
  );
};
