import type { FC } from 'hono/jsx';
import { renderLocal } from '../../../kernel/index.ts';
import { Causes, Chronology, Continuity, Corrections, Duties, Shares } from './account-parts.tsx';
import { DayColumns } from './charts/day-columns.tsx';
import { ImpactGantt } from './charts/impact-gantt.tsx';
import { KeyFigures } from './key-figures.tsx';
import { HowToCheck, Versions } from './proof-parts.tsx';
import { Chapter, Prose, Sources } from './prose.tsx';
import {
  AutomaticRedress,
  ClaimsByClass,
  CostByClass,
  Funnel,
  Policies,
  TimeToPayment,
} from './redress-parts.tsx';
import { ReportLayout } from './report-layout.tsx';
import { type ReportView, reportWords } from './report-view.ts';

const Byline: FC<{ view: ReportView }> = ({ view }) => {
  const { document, locale, published } = view;
  const words = reportWords(locale);
  if (published === undefined) return <p class="by flag">{words.draft}</p>;
  const { zone } = document.incident;
  const day = renderLocal(published.publishedAt, { zone, locale, precision: 'day' });
  return (
    <p class="by">
      <b>{words.version(published.version)}</b> · {words.publishedOn(day)} · {words.byline}
    </p>
  );
};

const Contents: FC<{ view: ReportView }> = ({ view }) => {
  const words = reportWords(view.locale);
  const ids = Object.keys(words.sections) as (keyof typeof words.sections)[];
  const isThere = (id: (typeof ids)[number]): boolean =>
    id !== 'method' || view.document.text[view.locale].method !== undefined;
  return (
    <nav class="toc" aria-label={words.contents}>
      <ol>
        {ids.filter(isThere).map((id) => (
          <li key={id}>
            <a href={`#${id}`}>{words.sections[id]}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
};

const Story: FC<{ view: ReportView }> = ({ view }) => {
  const { document, locale } = view;
  const { sections } = reportWords(locale);
  const part = { document, locale };
  return (
    <>
      <Chapter id="happened" title={sections.happened}>
        <Prose {...part} part="happened" />
        <ImpactGantt {...part} />
        <Chronology view={view} />
      </Chapter>
      <Chapter id="hurt" title={sections.hurt}>
        <Prose {...part} part="hurt" />
        <DayColumns
          locale={locale}
          days={document.figures.days}
          total={document.figures.claims.total}
        />
        <ClaimsByClass view={view} />
      </Chapter>
      <Chapter id="paid" title={sections.paid}>
        <Prose {...part} part="paid" />
        <Funnel view={view} />
        <CostByClass view={view} />
        <TimeToPayment view={view} />
        <AutomaticRedress view={view} />
        <Policies view={view} />
      </Chapter>
      <Chapter id="responsible" title={sections.responsible}>
        <Prose {...part} part="responsible" />
        <Causes view={view} />
        <Shares view={view} />
      </Chapter>
    </>
  );
};

/** The public report of an incident: what an editor wrote, and beside it what the record says. */
export const ReportPage: FC<{ view: ReportView }> = ({ view }) => {
  const { document, locale, links } = view;
  const words = reportWords(locale);
  const { sections } = words;
  const part = { document, locale };
  const written = document.text[locale];
  const headline = written.headline ?? document.incident.titles[locale];
  const { method } = written;
  return (
    <ReportLayout
      locale={locale}
      title={`${headline} · ${words.kicker}`}
      description={written.lead ?? document.incident.titles[locale]}
      home={links.home}
      otherLanguage={links.otherLanguage}
      status={links.status}
    >
      <p class="kick">{document.incident.titles[locale]}</p>
      <h1>{headline}</h1>
      {written.lead === undefined ? null : <p class="lead">{written.lead}</p>}
      <Byline view={view} />
      {written.notice === undefined ? null : (
        <div class="note">
          <Prose {...part} part="notice" />
        </div>
      )}
      <KeyFigures view={view} />
      <Contents view={view} />
      <Story view={view} />
      <Chapter id="late" title={sections.late}>
        <Duties view={view} />
      </Chapter>
      <Chapter id="changes" title={sections.changes}>
        <Prose {...part} part="changes" />
        <Continuity view={view} />
      </Chapter>
      <Chapter id="corrections" title={sections.corrections}>
        <Corrections view={view} />
        <Versions view={view} />
      </Chapter>
      <Chapter id="check" title={sections.check}>
        <HowToCheck view={view} />
      </Chapter>
      {method === undefined ? null : (
        <Chapter id="method" title={sections.method}>
          <Prose {...part} part="method" />
        </Chapter>
      )}
      <Sources {...part} />
    </ReportLayout>
  );
};
