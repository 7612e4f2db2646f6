import type { Playbook } from '../grades.tsx';
import { wireInstant } from '../incident-data.ts';
import { readAddresses, readFunctions, readParties } from './read-lines.ts';

/** What is typed while an incident is opened. */
export const emptyDraft = {
  template: '',
  slug: '',
  ko: '',
  en: '',
  zone: 'Asia/Seoul',
  at: '',
  parties: '',
  functions: '',
  sources: '',
  severity: '',
  phase: '',
  wordsKo: '',
  wordsEn: '',
};
export type Draft = typeof emptyDraft;

/** Fills a draft as a template says; what the template does not say stays as it was typed. */
export function fillDraft(draft: Draft, template: Playbook['openings'][number]): Draft {
  const line = (name: string, { ko, en }: { ko: string; en: string }) => `${name} | ${ko} | ${en}`;
  const or = (lines: readonly string[], typed: string) =>
    lines.length === 0 ? typed : lines.join('\n');
  const { parties, functions, sources } = template;
  return {
    ...draft,
    template: template.id,
    ko: template.incidentTitles?.ko ?? draft.ko,
    en: template.incidentTitles?.en ?? draft.en,
    zone: template.zone ?? draft.zone,
    parties: or(
      parties.map((party) => line(party.code, party.titles)),
      draft.parties,
    ),
    functions: or(
      functions.map((one) => line(`${one.service}/${one.function}`, one.titles)),
      draft.functions,
    ),
    sources: or(sources, draft.sources),
    severity: template.severity ?? draft.severity,
    phase: template.phase ?? draft.phase,
    wordsKo: template.firstWords?.ko ?? draft.wordsKo,
    wordsEn: template.firstWords?.en ?? draft.wordsEn,
  };
}

/** Tells whether the first words are none, or whole: in both languages and with a source. */
export function areFirstWordsWhole(draft: Draft): boolean {
  const written = [draft.wordsKo, draft.wordsEn].filter((text) => text.trim() !== '');
  if (written.length === 0) return true;
  return written.length === 2 && readAddresses(draft.sources).length > 0;
}

/** What an incident cannot be opened without, as the words of the page name it. */
export type Needed =
  | 'titleKo'
  | 'titleEn'
  | 'slug'
  | 'zone'
  | 'openedAt'
  | 'parties'
  | 'functions'
  | 'firstWords';

/** Lists what is missing or cannot be read, in the order of the page; empty when it can be sent. */
export function listNeeded(draft: Draft): readonly Needed[] {
  const isList = (
    read: ReturnType<typeof readParties> | ReturnType<typeof readFunctions>,
  ): boolean => read.wrongLine === undefined && read.rows.length > 0;
  const whole: Readonly<Record<Needed, boolean>> = {
    titleKo: draft.ko !== '',
    titleEn: draft.en !== '',
    slug: /^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.slug),
    zone: isZone(draft.zone),
    openedAt: draft.at !== '',
    parties: isList(readParties(draft.parties)),
    functions: isList(readFunctions(draft.functions)),
    firstWords: areFirstWordsWhole(draft),
  };
  return (Object.keys(whole) as Needed[]).filter((name) => !whole[name]);
}

function isZone(zone: string): boolean {
  try {
    return zone !== '' && wireInstant('2026-01-01T00:00', zone) !== undefined;
  } catch {
    // A zone that is still being typed names none.
    return false;
  }
}

/** Gives the body to send, or undefined while something is missing or cannot be read. */
export function toBody(draft: Draft) {
  const parties = readParties(draft.parties);
  const functions = readFunctions(draft.functions);
  if (listNeeded(draft).length > 0) return undefined;
  const openedAt = wireInstant(draft.at, draft.zone);
  if (openedAt === undefined) return undefined;
  return {
    slug: draft.slug,
    titles: { ko: draft.ko, en: draft.en },
    zone: draft.zone,
    openedAt,
    parties: [...parties.rows],
    functions: [...functions.rows],
    sources: readAddresses(draft.sources),
  };
}

/**
 * Gives the first public entry of the timeline, or undefined when there is none: said when the
 * incident is opened, by the first party, with every source listed.
 */
export function toFirstEntry(draft: Draft, body: NonNullable<ReturnType<typeof toBody>>) {
  const [party] = body.parties;
  if (draft.wordsKo.trim() === '' || party === undefined) return undefined;
  return {
    occurredPrecision: 'exact' as const,
    visibility: 'public' as const,
    text: { ko: draft.wordsKo, en: draft.wordsEn },
    statedBy: party.code,
    sources: body.sources.map(({ number }) => number),
  };
}
