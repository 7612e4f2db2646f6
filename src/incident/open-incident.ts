import { accept, type Instant, isZone, type Outcome, refuse } from '../kernel/index.ts';
import { type FutureRefusal, type Incident, isInFuture } from './incident.ts';

/** An incident as it is opened, before it has a state. */
export type IncidentOpening = Omit<
  Incident,
  'state' | 'restoredAt' | 'awareAt' | 'classifiedAt' | 'severity' | 'phase'
>;

export type OpeningRefusal =
  | { readonly code: 'slug_taken'; readonly slug: string }
  | { readonly code: 'zone_unknown'; readonly zone: string }
  | { readonly code: 'party_repeated'; readonly party: string }
  | { readonly code: 'function_repeated'; readonly service: string; readonly function: string }
  | { readonly code: 'source_repeated'; readonly number: number }
  | FutureRefusal;

/**
 * Decides whether an incident may be opened.
 *
 * Refusals are checked in this order: slug_taken, zone_unknown, party_repeated, function_repeated,
 * source_repeated, time_in_future.
 */
export function decideOpening(
  opening: IncidentOpening,
  state: { readonly isSlugTaken: boolean; readonly now: Instant },
): Outcome<Incident, OpeningRefusal> {
  if (state.isSlugTaken) return refuse({ code: 'slug_taken', slug: opening.slug });
  if (!isZone(opening.zone)) return refuse({ code: 'zone_unknown', zone: opening.zone });
  const party = firstRepeated(opening.parties, ({ code }) => code);
  if (party !== undefined) return refuse({ code: 'party_repeated', party: party.code });
  const touched = firstRepeated(opening.functions, (row) => `${row.service}/${row.function}`);
  if (touched !== undefined) {
    const { service, function: name } = touched;
    return refuse({ code: 'function_repeated', service, function: name });
  }
  const source = firstRepeated(opening.sources, ({ number }) => String(number));
  if (source !== undefined) return refuse({ code: 'source_repeated', number: source.number });
  if (isInFuture(opening.openedAt, state.now)) {
    return refuse({ code: 'time_in_future', now: state.now });
  }
  return accept({ ...opening, state: 'open' });
}

function firstRepeated<T>(rows: readonly T[], keyOf: (row: T) => string): T | undefined {
  const seen = new Set<string>();
  return rows.find((row) => {
    const isSeen = seen.has(keyOf(row));
    seen.add(keyOf(row));
    return isSeen;
  });
}
