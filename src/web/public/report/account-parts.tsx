import type { FC } from 'hono/jsx';
import {
  type LocalDate,
  localDateOf,
  multiplyRational,
  parseRational,
  rational,
  renderDecimal,
  renderLocal,
} from '../../../kernel/index.ts';
import { AttachedList } from '../attached-list.tsx';
import { Figure, Table } from './charts/figure.tsx';
import { References } from './prose.tsx';
import {
  functionTitle,
  instantOf,
  partyTitle,
  type ReportView,
  reportWords,
  showLength,
} from './report-view.ts';

interface Props {
  readonly view: ReportView;
}

function show(view: ReportView, at: string): string {
  return renderLocal(instantOf(at), { zone: view.document.incident.zone, locale: view.locale });
}

/** The record in order of time; where accounts differ both stand, marked. */
export const Chronology: FC<Props> = ({ view }) => {
  const { document, locale } = view;
  const words = reportWords(locale);
  if (document.timeline.length === 0) return null;
  return (
    <details class="chron">
      <summary>{words.chronology}</summary>
      <ol class="line">
        {document.timeline.map((entry) => (
          <li key={`${entry.at} ${entry.text.en}`}>
            <time datetime={entry.at}>
              {words.precision[entry.precision]} {show(view, entry.at)}
            </time>
            {entry.text[locale]}{' '}
            <span class="soft">
              {words.statedBy(partyTitle(document, entry.statedBy, locale))}
              {entry.isContested ? <b class="flag"> · {words.contested}</b> : null}{' '}
              <References numbers={entry.sources} />
            </span>
            <AttachedList
              attachments={entry.attachments ?? []}
              locale={locale}
              addressOf={view.links.attachment}
            />
          </li>
        ))}
      </ol>
    </details>
  );
};

/** The findings about the cause, by layer. */
export const Causes: FC<Props> = ({ view }) => {
  const { document, locale } = view;
  const words = reportWords(locale);
  if (document.findings.length === 0) return null;
  return (
    <details class="chron">
      <summary>{`${words.causes} (${document.findings.length})`}</summary>
      <ul class="line">
        {document.findings.map((finding) => (
          <li key={finding.text.en}>
            <b>{words.layer[finding.layer] ?? finding.layer}.</b> {finding.text[locale]}{' '}
            <span class="soft">
              {words.statedBy(partyTitle(document, finding.statedBy, locale))}
              {finding.isContested ? <b class="flag"> · {words.contested}</b> : null}{' '}
              <References numbers={finding.sources} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
};

const shareColours = ['#0b50d0', '#bd2c0f', '#8a949e', '#464c53'];

/** Who bears what, as each party states it. */
export const Shares: FC<Props> = ({ view }) => {
  const { document, locale } = view;
  const words = reportWords(locale);
  return (
    <>
      {document.responsibilities.map((statement) => {
        let from = 0;
        const shares = statement.shares.map(({ kind, party, share }, at) => {
          const exact = parseRational(share) ?? rational(0n);
          const percent = renderDecimal(multiplyRational(exact, rational(100n)), { maxDigits: 1 });
          const width = (Number(exact.numerator) / Number(exact.denominator)) * 100;
          const bar = { x: from, width, fill: shareColours[at % shareColours.length] };
          from += width;
          const of = party === null ? '' : ` (${partyTitle(document, party, locale)})`;
          return { bar, text: `${words.shareKind[kind] ?? kind}${of}`, percent };
        });
        return (
          <Figure
            key={`${statement.statedBy} ${statement.cause?.en}`}
            locale={locale}
            title={words.charts.shares}
          >
            {statement.cause === undefined ? null : <p>{words.ofCause(statement.cause[locale])}</p>}
            <svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              {shares.map(({ bar }) => (
                <rect
                  key={bar.x}
                  x={bar.x}
                  width={Math.max(0, bar.width - 0.4)}
                  height="10"
                  fill={bar.fill}
                />
              ))}
            </svg>
            <ul class="plain">
              {shares.map(({ text, percent }) => (
                <li key={text}>
                  {text}: <b>{words.share(percent)}</b>
                </li>
              ))}
            </ul>
            {statement.isAssumed ? <p class="flag">{words.assumed}</p> : null}
            <p>{statement.reason[locale]}</p>
            <p class="soft">
              {words.statedBy(partyTitle(document, statement.statedBy, locale))}{' '}
              <References numbers={statement.sources ?? []} />
            </p>
          </Figure>
        );
      })}
    </>
  );
};

/** Legal duties: what was due, when it was met, and how late. */
export const Duties: FC<Props> = ({ view }) => {
  const { document, locale } = view;
  const words = reportWords(locale);
  const { columns } = words;
  const clocks = document.clocks.filter(({ state }) => state !== 'not_applicable');
  if (clocks.length === 0) return <p>{words.lateEmpty}</p>;
  const result = (clock: (typeof clocks)[number]): string => {
    const state = words.clockStates[clock.state] ?? clock.state;
    if (clock.delayMs === null) return state;
    const length = showLength(clock.delayMs, locale);
    const late = clock.state === 'delayed' ? words.afterDelay(length) : words.lateBy(length);
    return `${state} · ${late}`;
  };
  return (
    <Figure locale={locale} title={words.legalTitle}>
      <Table
        caption={words.legalTitle}
        columns={[columns.duty, columns.due, columns.met, columns.result]}
        numericFrom={4}
        rows={clocks.map((clock) => [
          `${clock.titles[locale]} (${words.charges[clock.charge]})`,
          clock.dueAt === null ? words.withoutDelay : show(view, clock.dueAt),
          clock.metAt === null ? '–' : show(view, clock.metAt),
          result(clock),
        ])}
      />
    </Figure>
  );
};

/** Times that were corrected after they had been adopted. */
export const Corrections: FC<Props> = ({ view }) => {
  const { document, locale } = view;
  const words = reportWords(locale);
  if (document.corrections.length === 0) return <p>{words.correctionsEmpty}</p>;
  const length = (ms: number): string => (ms === 0 ? '' : showLength(ms, locale));
  return (
    <ul class="plain">
      {document.corrections.map((one) => (
        <li key={`${one.adoptedAt} ${one.service} ${one.function}`}>
          <b>{functionTitle(document, one, locale)}</b>{' '}
          {words.correction(length(one.addedMs), length(one.removedMs))} ·{' '}
          {show(view, one.adoptedAt)}
          <br />
          <span class="soft">{one.reason}</span>
        </li>
      ))}
    </ul>
  );
};

/** Tells where a promise stands on a day; the due day itself is in time. */
export function promiseStateOn(
  promise: { readonly dueOn: string; readonly keptOn: string | null },
  today: LocalDate,
): 'open' | 'overdue' | 'kept' | 'kept_late' {
  if (promise.keptOn !== null) return promise.keptOn > promise.dueOn ? 'kept_late' : 'kept';
  return today > promise.dueOn ? 'overdue' : 'open';
}

const Promises: FC<Props> = ({ view }) => {
  const { document, locale, published } = view;
  const words = reportWords(locale);
  const promises = document.continuity?.promises ?? [];
  if (promises.length === 0) return null;
  const today = published && localDateOf(published.publishedAt, document.incident.zone);
  return (
    <>
      <h3>{words.promisesTitle}</h3>
      <ul class="plain">
        {promises.map((promise) => (
          <li key={promise.title.en}>
            {promise.title[locale]} · {promise.owner} · {words.promiseDue(promise.dueOn)} ·{' '}
            <b>{words.promise[promiseStateOn(promise, today ?? (promise.dueOn as LocalDate))]}</b>
            {promise.proof === null ? null : <span class="soft"> · {promise.proof}</span>}
          </li>
        ))}
      </ul>
    </>
  );
};

/** What would stop if it happened again, and what was promised. */
export const Continuity: FC<Props> = ({ view }) => {
  const { document, locale } = view;
  const words = reportWords(locale);
  const { continuity } = document;
  if (continuity === null) return null;
  return (
    <>
      {continuity.losses.length === 0 ? null : (
        <Figure
          locale={locale}
          title={words.continuityTitle}
          lead={words.continuityNote(continuity.inventoryName ?? '')}
        >
          <ul class="plain">
            {continuity.losses.map(({ domains, nodeCount, downCount, stuckCount, stuck }) => (
              <li key={domains.join()}>
                <b>{words.continuityLoss(domains.join(', '))}</b>:{' '}
                {words.continuityDown(downCount, nodeCount)}
                {stuckCount === 0 ? '' : `; ${words.continuityStuck(stuckCount)}`}
                {stuck.length === 0 ? null : (
                  <>
                    {' '}
                    <span class="mono soft">
                      ({stuck.join(', ')}
                      {stuck.length < stuckCount ? ' …' : ''})
                    </span>
                  </>
                )}
              </li>
            ))}
          </ul>
        </Figure>
      )}
      <Promises view={view} />
    </>
  );
};
