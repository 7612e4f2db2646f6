import { type Impact, statedIntervals } from '../../incident/index.ts';
import { type Instant, renderLocal, renderMoney, renderRational } from '../../kernel/index.ts';
import { regulatorMessages as en } from '../messages/en/regulator.ts';
import { regulatorMessages as ko, type RegulatorMessages } from '../messages/ko/regulator.ts';
import { findMainOutage, type MainOutage } from '../public/main-outage.ts';
import type { Locale } from '../public/public-layout.tsx';
import type { Filling, FormField, FormRecord } from './form.ts';

/** Gives every sentence of the forms in one language. */
export function regulatorWords(locale: Locale): RegulatorMessages {
  return locale === 'ko' ? ko : en;
}

/** A field with its answer, line by line; none when the record does not know. */
export interface FilledField {
  readonly label: string;
  readonly lines: readonly string[];
}

interface Filler {
  readonly record: FormRecord;
  readonly locale: Locale;
  readonly words: RegulatorMessages;
}

function show({ record, locale }: Filler, at: Instant | undefined): readonly string[] {
  return at === undefined ? [] : [renderLocal(at, { zone: record.incident.zone, locale })];
}

function partyOf({ record, locale, words }: Filler, code: string): string {
  const party = record.incident.parties.find((known) => known.code === code);
  return words.statedBy(party?.titles[locale] ?? code);
}

function showLength({ words }: Filler, ms: number, isOngoing: boolean): readonly string[] {
  const minutes = Math.floor(ms / 60_000);
  const text = words.length(Math.floor(minutes / 60), minutes % 60);
  return [isOngoing ? `${text} (${words.ongoing})` : text];
}

function lengthOf(filler: Filler): readonly string[] {
  const { openedAt, restoredAt } = filler.record.incident;
  return showLength(filler, (restoredAt ?? filler.record.now) - openedAt, restoredAt === undefined);
}

/** The outage as the public account measures it: by what was down longest; none before anything is stated. */
function stoppedOf({ record }: Filler): MainOutage<unknown> | undefined {
  const { incident, impacts, now } = record;
  return impacts.length === 0 ? undefined : findMainOutage(incident, impacts, now);
}

function downtimeOf(filler: Filler): readonly string[] {
  const stopped = stoppedOf(filler);
  if (stopped === undefined) return [];
  return showLength(filler, stopped.ms, stopped.until === undefined);
}

function costsOf({ record, locale, words }: Filler): readonly string[] {
  return record.totals.map(({ currency, decidedMinor, paidMinor, returnedMinor }) => {
    const show = (amountMinor: bigint) => renderMoney({ amountMinor, currency }, locale);
    return words.costs({
      decided: show(decidedMinor),
      paid: show(paidMinor),
      returned: show(returnedMinor),
    });
  });
}

function nameOf({ record, locale }: Filler, impact: Pick<Impact, 'service' | 'function'>): string {
  const known = record.incident.functions.find(
    (one) => one.service === impact.service && one.function === impact.function,
  );
  return known?.titles[locale] ?? `${impact.service} ${impact.function}`;
}

function servicesOf(filler: Filler): readonly string[] {
  const { record, locale, words } = filler;
  const { zone, restoredAt } = record.incident;
  const at = (moment: Instant): string => renderLocal(moment, { zone, locale });
  return record.impacts.map((impact) => {
    const times = [...statedIntervals(impact, restoredAt ?? record.now)].map(
      ({ from, until }) => `${at(from)} – ${at(until)}`,
    );
    return `${nameOf(filler, impact)}: ${words[impact.severity]}, ${times.join('; ')}`;
  });
}

function affectedOf(filler: Filler): readonly string[] {
  const { record, locale, words } = filler;
  return record.cohorts.map((cohort) => {
    const count = cohort.partyCount.toLocaleString(locale);
    const mark = cohort.isAssumed ? ` (${words.assumed})` : '';
    const who = words.people(count, cohort.partyClass.replaceAll('_', ' '));
    return `${nameOf(filler, cohort)}: ${who}${mark}. ${cohort.reason}`;
  });
}

function responsibilityOf(filler: Filler): readonly string[] {
  const { record, locale, words } = filler;
  return record.responsibilities.map((stated) => {
    const shares = stated.shares.map(({ kind, party, share }) => {
      const named = record.incident.parties.find(({ code }) => code === party);
      const name = named === undefined ? '' : ` ${named.titles[locale]}`;
      return `${words[kind]}${name} ${renderRational(share)}`;
    });
    const cause = record.findings.find(({ id }) => id === stated.findingId);
    const about = cause === undefined ? '' : `${cause.text[locale]} · `;
    return `${about}${shares.join(', ')} (${partyOf(filler, stated.statedBy)})`;
  });
}

const measuresMax = 8;

const fillers: Readonly<Record<Filling, (filler: Filler) => readonly string[]>> = {
  title: ({ record, locale }) => [record.incident.titles[locale]],
  reference: ({ record }) => [record.incident.slug],
  began: (filler) => show(filler, filler.record.incident.openedAt),
  aware: (filler) => show(filler, filler.record.incident.awareAt),
  classified: (filler) => show(filler, filler.record.incident.classifiedAt),
  restored: (filler) => show(filler, filler.record.incident.restoredAt),
  length: lengthOf,
  stopped: (filler) => show(filler, stoppedOf(filler)?.from),
  downtime: downtimeOf,
  costs: costsOf,
  services: servicesOf,
  affected: affectedOf,
  causes: (filler) =>
    filler.record.findings.map(
      ({ text, statedBy }) => `${text[filler.locale]} (${partyOf(filler, statedBy)})`,
    ),
  responsibility: responsibilityOf,
  measures: (filler) =>
    filler.record.timeline
      .slice(-measuresMax)
      .map(
        ({ occurredAt, text }) => `${show(filler, occurredAt).join('')}: ${text[filler.locale]}`,
      ),
  third_party: ({ record, locale, words }) => {
    const suppliers = record.responsibilities.flatMap(({ shares }) =>
      shares.filter(({ kind }) => kind === 'supplier' || kind === 'shared'),
    );
    const codes = [...new Set(suppliers.map(({ party }) => party))];
    return codes.map((code) => {
      const party = record.incident.parties.find((known) => known.code === code);
      return `${words.supplier}: ${party?.titles[locale] ?? code ?? ''}`;
    });
  },
  contact: () => [],
  by_hand: () => [],
};

/** Fills the fields of a form from the record; what the record does not know stays empty. */
export function fillForm(
  fields: readonly FormField[],
  record: FormRecord,
  locale: Locale,
): readonly FilledField[] {
  const filler = { record, locale, words: regulatorWords(locale) };
  return fields.map(({ label, filling }) => ({
    label: label[locale],
    lines: fillers[filling](filler),
  }));
}
