import type { FC } from 'hono/jsx';
import type { ReportDocument, TextPart } from '../../../disclosure/reports/index.ts';
import type { AwardName } from '../../../policy/award-names/index.ts';
import type { Locale } from '../public-layout.tsx';
import { Table } from './charts/figure.tsx';
import { compareRecords } from './compare-record.ts';
import {
  compareFigures,
  compareTexts,
  figureName,
  figureText,
  type TextChange,
} from './compare-reports.ts';
import type { WordRun } from './compare-words.ts';
import { ReportLayout } from './report-layout.tsx';
import { reportWords } from './report-view.ts';

/** Two versions of a report, and where the links of the page lead. */
export interface ChangesView {
  readonly was: { readonly document: ReportDocument; readonly version: number };
  readonly now: { readonly document: ReportDocument; readonly version: number };
  readonly locale: Locale;
  /** What the policies of either version call the things they award. */
  readonly awardNames: readonly AwardName[];
  readonly links: {
    readonly home: string;
    readonly otherLanguage: string;
    readonly report: string;
  };
}

const Runs: FC<{ runs: readonly WordRun[]; locale: Locale }> = ({ runs, locale }) => {
  const words = reportWords(locale);
  return (
    <>
      {runs.map(({ kind, text }, at) => {
        const key = `${at} ${text}`;
        if (kind === 'same') return <span key={key}>{text}</span>;
        return kind === 'removed' ? (
          <del key={key} title={words.removed}>
            {text}
          </del>
        ) : (
          <ins key={key} title={words.added}>
            {text}
          </ins>
        );
      })}
    </>
  );
};

const Change: FC<{ change: TextChange; title: string; locale: Locale }> = (props) => (
  <>
    <h3>{props.title}</h3>
    <p>
      <Runs runs={props.change.runs} locale={props.locale} />
    </p>
  </>
);

/** What changed in the record beside the text: entry by entry. */
const RecordChanges: FC<{ view: ChangesView }> = ({ view }) => {
  const { was, now, locale } = view;
  const words = reportWords(locale);
  const changes = compareRecords(was.document, now.document, locale);
  return (
    <>
      <h2 id="record">{words.changesRecord}</h2>
      {changes.length === 0 ? <p>{words.changesRecordNone}</p> : null}
      {changes.map(({ title, entries }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul class="plain">
            {entries.map((runs) => (
              <li key={runs.map(({ text }) => text).join('')}>
                <Runs runs={runs} locale={locale} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
};

/** What changed from one version to the next: word by word, entry by entry, figure by figure. */
export const ChangesPage: FC<{ view: ChangesView }> = ({ view }) => {
  const { was, now, locale, links } = view;
  const words = reportWords(locale);
  const title = words.changesTitle(was.version, now.version);
  const changes = compareTexts(was.document, now.document, locale);
  const figures = compareFigures(was.document.figures, now.document.figures);
  const titles: Readonly<Record<TextPart, string>> = {
    ...{ headline: words.headline, lead: words.lead, notice: words.notice, ...words.sections },
  };
  return (
    <ReportLayout locale={locale} title={title} description={words.changesLead} {...links}>
      <p class="kick">{now.document.incident.titles[locale]}</p>
      <h1>{title}</h1>
      <p>{words.changesLead}</p>
      <p>
        <a href={links.report}>{words.backToReport}</a>
      </p>
      <h2 id="text">{words.changesText}</h2>
      {changes.length === 0 ? <p>{words.changesNone}</p> : null}
      {changes.map((change) => (
        <Change key={change.part} change={change} title={titles[change.part]} locale={locale} />
      ))}
      <RecordChanges view={view} />
      <h2 id="figures">{words.changesFigures}</h2>
      {figures.length === 0 ? (
        <p>{words.changesFiguresNone}</p>
      ) : (
        <Table
          caption={words.changesFigures}
          columns={[words.columns.figure, words.columns.was, words.columns.now]}
          numericFrom={1}
          rows={figures.map((one) => [
            figureName(one, view),
            one.was === undefined ? '–' : figureText(one.was, one, view),
            one.now === undefined ? '–' : figureText(one.now, one, view),
          ])}
        />
      )}
    </ReportLayout>
  );
};
