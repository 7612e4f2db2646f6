import type { IncidentMessages } from '../../../messages/ko/console/incident.ts';
import { type Format, type Locale, useLanguage } from '../language.tsx';
import type { Incident, StatedImpact } from './incident-data.ts';

/** The words of the incident pages, with the names of an incident's own parties and functions. */
export interface IncidentWords {
  readonly texts: IncidentMessages;
  readonly locale: Locale;
  readonly format: Format;
  partyName(incident: Incident, code: string): string;
  functionName(incident: Incident, place: { service: string; function: string }): string;
  scopeText(scope: StatedImpact['scope']): string;
  intervalText(incident: Incident, interval: StatedImpact['intervals'][number]): string;
  lengthText(ms: number): string;
}

/** Gives the words of the incident pages in the reader's language. */
export function useIncidentWords(): IncidentWords {
  const { locale, words, format } = useLanguage();
  const texts = words.incident;
  return {
    texts,
    locale,
    format,
    partyName: (incident, code) =>
      incident.parties.find((party) => party.code === code)?.titles[locale] ?? code,
    functionName: (incident, place) =>
      incident.functions.find(
        (known) => known.service === place.service && known.function === place.function,
      )?.titles[locale] ?? `${place.service}/${place.function}`,
    scopeText: (scope) =>
      [scope.region, scope.platform, scope.plan].filter(Boolean).join(', ') || texts.everyone,
    intervalText: (incident, { from, fromPrecision, until, untilPrecision }) => {
      const show = (at: string, precision: keyof typeof texts.precision | null) => {
        const time = format.instant(at, incident.zone);
        return precision === null || precision === 'exact'
          ? time
          : `${texts.precision[precision]} ${time}`;
      };
      return texts.until(
        show(from, fromPrecision),
        until === null ? texts.ongoing : show(until, untilPrecision),
      );
    },
    lengthText: (ms) => {
      const minutes = Math.floor(Math.abs(ms) / 60_000);
      return texts.length(Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60);
    },
  };
}
