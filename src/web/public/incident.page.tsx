import type { FC } from 'hono/jsx';
import type { Incident } from '../../incident/index.ts';
import { renderLocal, renderMoney } from '../../kernel/index.ts';
import { Gantt, impactTitle, renderLength } from './gantt.tsx';
import { Grades } from './grades.tsx';
import { Causes, Responsibilities, Section, Sources, Timeline } from './incident-sections.tsx';
import type { IncidentView } from './incident-view.ts';
import { findMainOutage, type MainOutage } from './main-outage.ts';
import { type Locale, localized, PublicLayout, publicWords } from './public-layout.tsx';
import { Balance, Cash, Claims, Issues, Log, Unpaid } from './redress-sections.tsx';
import { renderShown, type ShownTotal, showCashTotals, showClaims } from './shown-counts.ts';
import { tryTitle } from './try-policy/try-policy.page.tsx';

interface Props {
  readonly view: IncidentView;
  readonly locale: Locale;
}

/** The few figures most readers come for. */
const Figures: FC<Props> = ({ view, locale }) => {
  const words = publicWords(locale);
  const outage = findMainOutage(view.incident, view.impacts, view.now);
  const claims = showClaims(view.claims);
  const money = view.totals.flatMap(({ currency, decidedMinor, paidMinor }) => {
    const { awarded, paid } = showCashTotals(view.cash, currency);
    const show = (amountMinor: bigint, shown: ShownTotal): string => {
      if (shown.kind === 'at_least') {
        return words.atLeast(renderMoney({ amountMinor: shown.amountMinor, currency }, locale));
      }
      if (shown.kind === 'exact') return renderMoney({ amountMinor, currency }, locale);
      return shown.kind === 'fewer' ? words.fewSoFar : words.withheld;
    };
    return [
      [words.awarded, show(decidedMinor, awarded)],
      [words.paid, show(paidMinor, paid)],
    ];
  });
  const figures = [
    [words.duration, renderLength(outage.ms, locale)],
    ...(view.claims.length === 0
      ? []
      : [
          [words.claims, renderShown(claims.total, locale)],
          [words.decided, renderShown(claims.decidedTotal, locale)],
        ]),
    ...money,
  ];
  return (
    <>
      <dl class="figs">
        {figures.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {money.some(([, value]) => value === words.fewSoFar) ? (
        <p class="soft">{words.fewSoFarNote}</p>
      ) : null}
      <p class="soft">{measuredFrom(outage, { view, locale })}</p>
    </>
  );
};

/** Says what the length of the outage is measured from and by, and who stated it. */
function measuredFrom(outage: MainOutage, { view, locale }: Props): string {
  const words = publicWords(locale);
  const { incident } = view;
  const show = (at: Incident['openedAt']) => renderLocal(at, { zone: incident.zone, locale });
  const until = outage.until === undefined ? words.untilNow : show(outage.until);
  const { impact } = outage;
  if (impact === undefined) return words.measuredFromOpening(show(outage.from), until);
  const party = incident.parties.find(({ code }) => code === impact.statedBy);
  return words.measuredByImpact({
    from: show(outage.from),
    until,
    title: impactTitle({ incident, locale }, impact),
    party: party?.titles[locale] ?? impact.statedBy,
  });
}

const Head: FC<Props> = ({ view, locale }) => {
  const words = publicWords(locale);
  const { incident } = view;
  const show = (at: Incident['openedAt']) => renderLocal(at, { zone: incident.zone, locale });
  return (
    <>
      <span class="state">{words.state[incident.state]}</span>{' '}
      <Grades incident={incident} locale={locale} />
      <h1>{incident.titles[locale]}</h1>
      <p>
        {words.began}: {show(incident.openedAt)}
        <br />
        {words.restored}:{' '}
        {incident.restoredAt === undefined ? words.notRestored : show(incident.restoredAt)}
      </p>
      <p class="soft">{words.asOf(show(view.now))}</p>
    </>
  );
};

/** The public account of one incident. */
export const IncidentPage: FC<Props> = ({ view, locale }) => {
  const words = publicWords(locale);
  const { incident } = view;
  const part = { incident, locale };
  const contents = [
    ['happened', words.happenedTitle],
    ['impact', words.impactTitle],
    ['redress', words.redressTitle],
    ['causes', words.causesTitle],
    ['responsibility', words.responsibilityTitle],
    ['log', words.logTitle],
    ['sources', words.sourcesTitle],
  ] as const;
  return (
    <PublicLayout locale={locale} title={incident.titles[locale]} path={`/public/${incident.slug}`}>
      <Head view={view} locale={locale} />
      {view.reportVersion === undefined ? null : (
        <p>
          <a href={localized(`/public/${incident.slug}/report`, locale)}>
            <b>{words.toReport(view.reportVersion)}</b>
          </a>
        </p>
      )}
      <Figures view={view} locale={locale} />
      <nav class="toc" aria-label={words.contents}>
        <ul>
          {contents.map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <Section id="happened" title={words.happenedTitle}>
        <Timeline {...part} entries={view.timeline} />
      </Section>
      <Section id="impact" title={words.impactTitle}>
        <p>{words.impactLead}</p>
        <Gantt {...part} impacts={view.impacts} now={view.now} />
      </Section>
      <Section id="redress" title={words.redressTitle}>
        <p>
          <a href={localized(`/public/${incident.slug}/try`, locale)}>{tryTitle(locale)}</a>
        </p>
        <p class="soft">{words.withheldNote}</p>
        <Claims counts={view.claims} locale={locale} />
        <Cash totals={view.cash} locale={locale} />
        <Unpaid view={view} locale={locale} />
        <Issues issues={view.issues} awardNames={view.awardNames} locale={locale} />
        <Balance totals={view.totals} locale={locale} />
      </Section>
      <Section id="causes" title={words.causesTitle}>
        <Causes {...part} findings={view.findings} />
      </Section>
      <Section id="responsibility" title={words.responsibilityTitle}>
        <Responsibilities {...part} statements={view.responsibilities} findings={view.findings} />
      </Section>
      <Section id="log" title={words.logTitle}>
        <Log log={view.log} incident={incident} locale={locale} />
      </Section>
      <Section id="sources" title={words.sourcesTitle}>
        <Sources {...part} />
      </Section>
    </PublicLayout>
  );
};

/** The list of published incidents. */
export const IndexPage: FC<{ incidents: readonly Incident[]; locale: Locale }> = (props) => {
  const { incidents, locale } = props;
  const words = publicWords(locale);
  return (
    <PublicLayout locale={locale} title={words.indexTitle} path="/public">
      <h1>{words.indexTitle}</h1>
      <p>{words.indexLead}</p>
      {incidents.length === 0 ? <p>{words.indexEmpty}</p> : null}
      {incidents.map((incident) => (
        <article key={incident.id}>
          <h2>
            <a href={localized(`/public/${incident.slug}`, locale)}>{incident.titles[locale]}</a>
          </h2>
          <p>
            <span class="state">{words.state[incident.state]}</span> {words.began}:{' '}
            {renderLocal(incident.openedAt, { zone: incident.zone, locale, precision: 'day' })}
            {incident.restoredAt === undefined
              ? null
              : ` · ${words.restored}: ${renderLocal(incident.restoredAt, { zone: incident.zone, locale, precision: 'day' })}`}
          </p>
        </article>
      ))}
    </PublicLayout>
  );
};

/** The answer to an address that names no incident. */
export const NotFoundPage: FC<{ locale: Locale }> = ({ locale }) => {
  const words = publicWords(locale);
  return (
    <PublicLayout locale={locale} title={words.notFoundTitle} path="/public">
      <h1>{words.notFoundTitle}</h1>
      <p>{words.notFoundText}</p>
      <p>
        <a href={localized('/public', locale)}>{words.toIndex}</a>
      </p>
    </PublicLayout>
  );
};
