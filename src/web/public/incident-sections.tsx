import type { Child, FC } from 'hono/jsx';
import type { Finding, Incident, Responsibility, TimelineEntry } from '../../incident/index.ts';
import { multiplyRational, rational, renderDecimal, renderLocal } from '../../kernel/index.ts';
import { AttachedList } from './attached-list.tsx';
import { type Locale, publicWords } from './public-layout.tsx';

interface Part {
  readonly incident: Incident;
  readonly locale: Locale;
}

/** A part of the page with its own heading, reachable from the list of contents. */
export const Section: FC<{ id: string; title: string; children?: Child }> = (props) => (
  <section aria-labelledby={props.id}>
    <h2 id={props.id}>{props.title}</h2>
    {props.children}
  </section>
);

/** Links the numbers of sources to the list at the end of the page. */
const SourceLinks: FC<{ numbers: readonly number[]; locale: Locale }> = ({ numbers, locale }) =>
  numbers.length === 0 ? null : (
    <span class="soft">
      {publicWords(locale).sourcesWord}{' '}
      {numbers.map((number) => (
        <a key={number} href={`#source-${number}`}>{`[${number}] `}</a>
      ))}
    </span>
  );

function partyTitle({ incident, locale }: Part, code: string): string {
  return incident.parties.find((party) => party.code === code)?.titles[locale] ?? code;
}

const StatedBy: FC<Part & { statedBy: string; sources: readonly number[] }> = (props) => (
  <p class="soft">
    {publicWords(props.locale).statedBy(partyTitle(props, props.statedBy))}{' '}
    <SourceLinks numbers={props.sources} locale={props.locale} />
  </p>
);

/** What of a long list is shown at once, and the rest to unfold; on paper all of it. */
export const Folded: FC<{ count: number; first: Child; rest: Child; locale: Locale }> = (props) => (
  <>
    {props.first}
    {props.count <= 0 ? null : (
      <details class="more">
        <summary>{publicWords(props.locale).more(props.count)}</summary>
        {props.rest}
      </details>
    )}
  </>
);

const entriesShown = 4;

/** What happened, in order; accounts that differ are shown beside one another and marked. */
export const Timeline: FC<Part & { entries: readonly TimelineEntry[] }> = (props) => {
  const { entries, locale } = props;
  if (entries.length === 0) return <p>{publicWords(locale).happenedEmpty}</p>;
  return (
    <Folded
      locale={locale}
      count={entries.length - entriesShown}
      first={<Entries {...props} entries={entries.slice(0, entriesShown)} />}
      rest={<Entries {...props} entries={entries.slice(entriesShown)} />}
    />
  );
};

const Entries: FC<Part & { entries: readonly TimelineEntry[] }> = (props) => {
  const { entries, locale, incident } = props;
  const words = publicWords(locale);
  return (
    <ol class="line">
      {entries.map((entry) => (
        <li key={entry.id}>
          <time datetime={new Date(entry.occurredAt).toISOString()}>
            {words.precision[entry.occurredPrecision]}{' '}
            {renderLocal(entry.occurredAt, { zone: incident.zone, locale })}
          </time>
          {entry.contestGroup === undefined ? null : <p class="flag">{words.contested}</p>}
          <p>{entry.text[locale]}</p>
          <AttachedList
            attachments={entry.attachments ?? []}
            locale={locale}
            addressOf={({ sha256 }) => `/public/${incident.slug}/attachments/${sha256}`}
          />
          <StatedBy {...props} statedBy={entry.statedBy} sources={entry.sources} />
        </li>
      ))}
    </ol>
  );
};

/** The findings about the cause, each with who states it and from which sources. */
export const Causes: FC<Part & { findings: readonly Finding[] }> = (props) => {
  const words = publicWords(props.locale);
  if (props.findings.length === 0) return <p>{words.causesEmpty}</p>;
  const contested = new Set(props.findings.flatMap(({ contests }) => [...contests]));
  return (
    <ul class="line">
      {props.findings.map((finding) => (
        <li key={finding.id}>
          <b>{words.layer[finding.layer] ?? finding.layer}</b>
          {contested.has(finding.id) || finding.contests.length > 0 ? (
            <p class="flag">{words.contested}</p>
          ) : null}
          <p>{finding.text[props.locale]}</p>
          <StatedBy {...props} statedBy={finding.statedBy} sources={finding.sources} />
        </li>
      ))}
    </ul>
  );
};

const shareColours = ['#0b50d0', '#8a949e', '#bd2c0f', '#464c53'];

const ShareBar: FC<{ responsibility: Responsibility }> = ({ responsibility }) => {
  let from = 0;
  const bars = responsibility.shares.map(({ share }, at) => {
    const width = (Number(share.numerator) / Number(share.denominator)) * 100;
    const bar = { from, width, colour: shareColours[at % shareColours.length] };
    from += width;
    return bar;
  });
  return (
    <svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {bars.map(({ from: x, width, colour }) => (
        <rect key={x} x={x} y="0" width={Math.max(0, width - 0.3)} height="10" fill={colour} />
      ))}
    </svg>
  );
};

const CauseLine: FC<{ cause: Finding | undefined; locale: Locale }> = ({ cause, locale }) =>
  cause === undefined ? null : <p>{publicWords(locale).ofCause(cause.text[locale])}</p>;

/** Who bears what, as each party states it; the shares of one statement sum to one. */
export const Responsibilities: FC<
  Part & { statements: readonly Responsibility[]; findings: readonly Finding[] }
> = (props) => {
  const { locale, findings } = props;
  const causeOf = ({ findingId }: Responsibility) => findings.find(({ id }) => id === findingId);
  const words = publicWords(locale);
  if (props.statements.length === 0) return <p>{words.responsibilityEmpty}</p>;
  return (
    <>
      {props.statements.map((statement) => (
        <div key={statement.id}>
          <CauseLine cause={causeOf(statement)} locale={locale} />
          <ShareBar responsibility={statement} />
          <ul>
            {statement.shares.map(({ kind, party, share }) => (
              <li key={`${kind}/${party}`}>
                {words.shareKind[kind]}
                {party === undefined ? '' : ` (${partyTitle(props, party)})`}:{' '}
                <b>{renderDecimal(multiplyRational(share, rational(100n)), { maxDigits: 1 })}%</b>
              </li>
            ))}
          </ul>
          {statement.isAssumed ? <p class="flag">{words.assumed}</p> : null}
          <p>{statement.reason[locale]}</p>
          <StatedBy {...props} statedBy={statement.statedBy} sources={statement.sources} />
        </div>
      ))}
    </>
  );
};

/** Whether an address may be opened: one of the web whose remark does not warn of it. */
export function isOpenable(source: {
  readonly address: string;
  readonly remark?: string;
}): boolean {
  return /^https?:\/\//.test(source.address) && !/\bdo not open\b/.test(source.remark ?? '');
}

/** What the record says of a source, in the language it was written in. */
const Remark: FC<{ remark: string; locale: Locale }> = ({ remark, locale }) => {
  const [, isSecondary, rest = ''] = /^(mirror\/secondary)?(?:: )?(.*)$/s.exec(remark) ?? [];
  return (
    <>
      {isSecondary === undefined ? '' : ` · ${publicWords(locale).secondary}`}
      {rest === '' ? '' : ' · '}
      <span lang={/[가-힣]/.test(rest) ? 'ko' : 'en'}>{rest}</span>
    </>
  );
};

/** The numbered sources everything above refers to. */
export const Sources: FC<Part> = ({ incident, locale }) => (
  <ul class="src">
    {incident.sources.map(({ number, address, ...rest }) => (
      <li key={number} id={`source-${number}`}>
        <span class="soft">{`[${number}]`}</span>
        <span>
          {isOpenable({ address, ...rest }) ? (
            <a href={address} rel="nofollow noreferrer">
              {address}
            </a>
          ) : (
            address
          )}
          {rest.remark === undefined ? null : <Remark remark={rest.remark} locale={locale} />}
        </span>
      </li>
    ))}
  </ul>
);
