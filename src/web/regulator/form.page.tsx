import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import { readIncidentClock } from '../../incident/duties/index.ts';
import { renderLocal } from '../../kernel/index.ts';
import type { Locale } from '../public/public-layout.tsx';
import { publicStyle } from '../public/style.ts';
import { fillForm, regulatorWords } from './fill-form.ts';
import { type FormRecord, type RegulatorForm, regulatorForms } from './form.ts';

const style = `${publicStyle}.form{table-layout:fixed}.form th{font-weight:700}.form thead th:first-child{width:26%}.form td p:nth-child(n+2){padding-top:4px;border-top:1px solid var(--hair)}.form td p{margin:0 0 4px}.sign{display:grid;grid-template-columns:1fr 1fr;gap:24px;margin-top:48px}.sign p{border-top:1px solid var(--ink);padding-top:6px}@media print{.wrap{max-width:none;padding:0}h1{font-size:16pt}.form tr{break-inside:auto}.form td p{break-inside:avoid}.sign{break-inside:avoid}.toc{display:none}}`;

/** What a form may load: its own style. */
export const formContentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const Frame: FC<{ locale: Locale; title: string; path: string; children?: Child }> = (props) => {
  const { locale, title, path, children } = props;
  const words = regulatorWords(locale);
  const other = locale === 'ko' ? 'en' : 'ko';
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style>{raw(style)}</style>
      </head>
      <body>
        <header class="top">
          <div class="wrap">
            <a class="brand" href="/console/incident/duties">
              Amends
            </a>
            <a href={`${path}?lang=${other}`} lang={other} hreflang={other}>
              {words.otherLanguage}
            </a>
          </div>
        </header>
        <main id="main">
          <div class="wrap">{children}</div>
        </main>
      </body>
    </html>
  );
};

/** The duties a form fulfils, and where each stands. */
const Duties: FC<{ form: RegulatorForm; record: FormRecord; locale: Locale }> = (props) => {
  const { form, record, locale } = props;
  const words = regulatorWords(locale);
  const { incident, now } = record;
  const own = record.clocks.filter(({ rule }) =>
    form.clocks.some((code) => rule.code.startsWith(code)),
  );
  // A duty that is read for paid and for free services stands twice, and may stand differently.
  const isReadTwice = ({ id, rule }: (typeof own)[number]): boolean =>
    own.some((other) => other.rule.code === rule.code && other.id !== id);
  return (
    <ul>
      {own.map((clock) => {
        const reading = readIncidentClock(clock, { incident, now });
        const dueAt = 'dueAt' in reading ? reading.dueAt : undefined;
        const due =
          dueAt === undefined
            ? words.noDue
            : words.dueAt(renderLocal(dueAt, { zone: incident.zone, locale }));
        const hasBegun = 'startsAt' in reading;
        return (
          <li key={clock.id}>
            {clock.rule.titles[locale]}
            {isReadTwice(clock) ? ` (${words.charges[clock.charge]})` : ''}:{' '}
            {words.states[reading.state]}
            {hasBegun ? ` (${due})` : ''}
          </li>
        );
      })}
    </ul>
  );
};

/** One form, filled from the record, to be printed and signed. */
export const FormPage: FC<{ form: RegulatorForm; record: FormRecord; locale: Locale }> = (
  props,
) => {
  const { form, record, locale } = props;
  const words = regulatorWords(locale);
  const { incident, now } = record;
  const path = `/regulator/${incident.slug}/${form.code}`;
  return (
    <Frame locale={locale} title={form.titles[locale]} path={path}>
      <p class="toc">
        <a href={`/regulator/${incident.slug}?lang=${locale}`}>{words.back}</a>
      </p>
      <h1>{form.titles[locale]}</h1>
      <Duties form={form} record={record} locale={locale} />
      <table class="form">
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.answer}</th>
          </tr>
        </thead>
        <tbody>
          {fillForm(form.fields, record, locale).map(({ label, lines }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>
                {lines.length === 0 ? words.unknown : lines.map((line) => <p key={line}>{line}</p>)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">
        {words.source(form.source[locale])}
        <br />
        {words.asOf(renderLocal(now, { zone: incident.zone, locale }))}
      </p>
      <div class="sign">
        <p>{words.signedBy}</p>
        <p>{words.filedOn}</p>
      </div>
    </Frame>
  );
};

/** The forms there are for one incident. */
export const FormListPage: FC<{ record: FormRecord; locale: Locale }> = ({ record, locale }) => {
  const words = regulatorWords(locale);
  const { incident } = record;
  const path = `/regulator/${incident.slug}`;
  return (
    <Frame locale={locale} title={words.listTitle} path={path}>
      <h1>{words.listTitle}</h1>
      <p>{incident.titles[locale]}</p>
      <p class="soft">{words.listLead}</p>
      {regulatorForms.map((form) => (
        <article key={form.code}>
          <h3>
            <a href={`${path}/${form.code}?lang=${locale}`}>{form.titles[locale]}</a>
          </h3>
          <Duties form={form} record={record} locale={locale} />
        </article>
      ))}
    </Frame>
  );
};
