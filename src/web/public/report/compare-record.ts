import type { ReportDocument } from '../../../disclosure/reports/index.ts';
import {
  multiplyRational,
  parseRational,
  rational,
  renderDecimal,
  renderLocal,
} from '../../../kernel/index.ts';
import type { Locale } from '../public-layout.tsx';
import { compareWords, openWordBudget, type WordRun } from './compare-words.ts';
import { functionTitle, instantOf, partyTitle, reportWords, showLength } from './report-view.ts';

/** The parts of the record that a report shows, in the order they are read. */
const recordParts = [
  'impacts',
  'timeline',
  'causes',
  'shares',
  'duties',
  'policies',
  'losses',
  'promises',
] as const;

/** What of one part of the record differs: each entry word by word, or whole where it came or went. */
export interface RecordChange {
  readonly title: string;
  readonly entries: readonly (readonly WordRun[])[];
}

/** An entry as it is read; `key` tells which entry of the other version it is compared with. */
interface Entry {
  readonly key: string;
  readonly text: string;
}

type Record = { readonly [Part in (typeof recordParts)[number]]: readonly Entry[] };

const references = (numbers: readonly number[] = []): string =>
  numbers.map((number) => `[${number}]`).join(' ');

const join = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');

function listImpacts(document: ReportDocument, locale: Locale): readonly Entry[] {
  const words = reportWords(locale);
  const { incident } = document;
  const show = (at: string | null): string =>
    at === null ? '–' : renderLocal(instantOf(at), { zone: incident.zone, locale });
  const whole = { from: incident.openedAt, until: incident.restoredAt };
  const stretch = ({ from, until }: { from: string; until: string | null }): string =>
    `${show(from)} – ${show(until)}`;
  return [
    { key: '', text: join(incident.titles[locale], stretch(whole)) },
    ...document.impacts.map((impact) => ({
      key: JSON.stringify([impact.service, impact.function, impact.scope, impact.severity]),
      text: join(
        functionTitle(document, impact, locale),
        words.severity[impact.severity],
        impact.intervals.map(stretch).join(', '),
        words.statedBy(partyTitle(document, impact.statedBy, locale)),
        references(impact.sources),
      ),
    })),
  ];
}

function listShares(document: ReportDocument, locale: Locale): readonly Entry[] {
  const words = reportWords(locale);
  return document.responsibilities.map((statement) => {
    const shares = statement.shares.map(({ kind, party, share }) => {
      const exact = multiplyRational(parseRational(share) ?? rational(0n), rational(100n));
      const of = party === null ? '' : ` (${partyTitle(document, party, locale)})`;
      const percent = words.share(renderDecimal(exact, { maxDigits: 1 }));
      return `${words.shareKind[kind] ?? kind}${of}: ${percent}`;
    });
    return {
      key: JSON.stringify([statement.statedBy, statement.cause?.en]),
      text: join(
        statement.cause === undefined ? null : words.ofCause(statement.cause[locale]),
        ...shares,
        statement.reason[locale],
        statement.isAssumed ? words.assumed : null,
        words.statedBy(partyTitle(document, statement.statedBy, locale)),
        references(statement.sources),
      ),
    };
  });
}

function listDuties(document: ReportDocument, locale: Locale): readonly Entry[] {
  const words = reportWords(locale);
  const show = (at: string | null): string =>
    at === null ? '–' : renderLocal(instantOf(at), { zone: document.incident.zone, locale });
  return document.clocks.map((clock) => ({
    key: JSON.stringify([clock.code, clock.charge]),
    text: join(
      `${clock.titles[locale]} (${words.charges[clock.charge]})`,
      words.clockStates[clock.state] ?? clock.state,
      `${words.columns.due} ${show(clock.dueAt)}`,
      `${words.columns.met} ${show(clock.metAt)}`,
      clock.delayMs === null ? null : showLength(clock.delayMs, locale),
    ),
  }));
}

/** Puts the record of a report into lines, as its pages say it. */
function listRecord(document: ReportDocument, locale: Locale): Record {
  const words = reportWords(locale);
  const { zone } = document.incident;
  const told = (one: { statedBy: string; isContested: boolean; sources: readonly number[] }) => [
    words.statedBy(partyTitle(document, one.statedBy, locale)),
    one.isContested ? words.contested : null,
    references(one.sources),
  ];
  return {
    impacts: listImpacts(document, locale),
    timeline: document.timeline.map((entry) => ({
      key: JSON.stringify([entry.at, entry.text.en]),
      text: join(
        `${words.precision[entry.precision] ?? ''} ${renderLocal(instantOf(entry.at), { zone, locale })}`.trim(),
        entry.text[locale],
        ...told(entry),
        ...(entry.attachments ?? []).map(({ filename }) => filename),
      ),
    })),
    causes: document.findings.map((finding) => ({
      key: JSON.stringify([finding.layer, finding.text.en]),
      text: join(
        words.layer[finding.layer] ?? finding.layer,
        finding.text[locale],
        ...told(finding),
      ),
    })),
    shares: listShares(document, locale),
    duties: listDuties(document, locale),
    policies: document.policies.map(({ policyId, titles, version, hash }) => ({
      key: policyId,
      text: join(titles[locale], version, hash.slice(0, 16)),
    })),
    losses: (document.continuity?.losses ?? []).map((loss) => ({
      key: loss.domains.join(),
      text: join(
        words.continuityLoss(loss.domains.join(', ')),
        words.continuityDown(loss.downCount, loss.nodeCount),
        loss.stuckCount === 0 ? null : words.continuityStuck(loss.stuckCount),
        loss.stuck.join(', '),
      ),
    })),
    promises: (document.continuity?.promises ?? []).map((promise) => ({
      key: promise.title.en,
      text: join(
        promise.title[locale],
        promise.owner,
        words.promiseDue(promise.dueOn),
        promise.keptOn === null ? null : `${words.promise.kept} ${promise.keptOn}`,
        promise.proof,
      ),
    })),
  };
}

/** Gives entries by their keys; those that share one are told apart by their order. */
function byKey(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key, text } of entries) {
    let own = key;
    for (let at = 2; found.has(own); at += 1) own = `${key} ${at}`;
    found.set(own, text);
  }
  return found;
}

/**
 * Lists what of the record differs between two versions of a report: times, accounts, causes, shares,
 * duties, terms, what was found out about a loss, and promises. Parts that are alike are left out.
 */
export function compareRecords(
  was: ReportDocument,
  now: ReportDocument,
  locale: Locale,
): readonly RecordChange[] {
  const words = reportWords(locale);
  const titles: { readonly [Part in (typeof recordParts)[number]]: string } = {
    ...{ impacts: words.charts.impact, timeline: words.chronology, causes: words.causes },
    ...{ shares: words.charts.shares, duties: words.legalTitle, policies: words.policies },
    ...{ losses: words.continuityTitle, promises: words.promisesTitle },
  };
  const [before, after] = [listRecord(was, locale), listRecord(now, locale)];
  const budget = openWordBudget();
  return recordParts.flatMap((part): RecordChange[] => {
    const [old, current] = [byKey(before[part]), byKey(after[part])];
    const entries = [...new Set([...old.keys(), ...current.keys()])].flatMap((key) => {
      const [from = '', to = ''] = [old.get(key), current.get(key)];
      return from === to ? [] : [compareWords(from, to, budget)];
    });
    return entries.length === 0 ? [] : [{ title: titles[part], entries }];
  });
}
