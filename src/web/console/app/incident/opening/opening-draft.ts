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

/** Gives the body to send, or undefined while something is missing or cannot be read. */
export function toBody(draft: Draft) {
  const parties = readParties(draft.parties);
  const functions = readFunctions(draft.functions);
  let openedAt: string | undefined;
  try {
    openedAt = wireInstant(draft.at, draft.zone);
  } catch {
    // A zone that is still being typed names none.
    return undefined;
  }
  const isRead = parties.wrongLine === undefined && functions.wrongLine === undefined;
  const isNamed = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.slug) && draft.ko !== '' && draft.en !== '';
  const isFilled = parties.rows.length > 0 && functions.rows.length > 0;
  if (openedAt === undefined || !isRead || !isNamed || !isFilled) return undefined;
  if (!areFirstWordsWhole(draft)) return undefined;
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
