import { queryOptions } from '@tanstack/react-query';
import {
  addMs,
  type Instant,
  parseInstant,
  parseLocalDate,
  renderInstant,
  startOfLocalDay,
  uuidV7,
} from '../../../../kernel/index.ts';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';

type Schemas = components['schemas'];
export type Incident = Schemas['IncidentShown'];
export type StatedImpact = Schemas['StatedImpact'];
export type Finding = Schemas['Finding'];
export type Responsibility = Schemas['Responsibility'];
export type LegalClock = Schemas['LegalClock'];
export type Cohort = Schemas['Cohort'];
export type Adoption = Schemas['ImpactAdoption'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type Precision = Schemas['Precision'];

const path = (incidentId: string) => ({ params: { path: { incidentId } } });

/** Everything kept about an incident is read anew after a write about it. */
export const incidentKey = (incidentId: string) => ['incident', incidentId] as const;

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'shown'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}', path(id))),
  });
export const impactsQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'impacts'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/impacts', path(id))),
  });
export const adoptionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'adoptions'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/adoptions', path(id))),
  });
export const correctionCostsQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'correction-costs'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/correction-costs', path(id))),
  });
export const findingsQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'findings'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/findings', path(id))),
  });
export const responsibilitiesQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'responsibilities'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/responsibilities', path(id))),
  });
export const clocksQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'clocks'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/clocks', path(id))),
  });
export const cohortsQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'cohorts'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/cohorts', path(id))),
  });
export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'timeline'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/timeline', path(id))),
  });

export const attachmentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...incidentKey(id), 'attachments'],
    queryFn: () => unwrap(api.GET('/api/v1/incidents/{incidentId}/attachments', path(id))),
  });

/** Gives a new id of a record; sent again with the same id, it is recorded once. */
export function newId(): string {
  return uuidV7({ atMs: Date.now(), random: crypto.getRandomValues(new Uint8Array(10)) });
}

/** Reads an instant off the wire; what the server sends always is one. */
export function instantOf(text: string): Instant {
  return parseInstant(text) ?? (0 as Instant);
}

/** Gives what a `datetime-local` field says in a zone as an instant off the wire, or undefined. */
export function wireInstant(local: string, zone: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(local);
  const on = parseLocalDate(match?.[1] ?? '');
  if (match === null || on === undefined) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  const guess = addMs(startOfLocalDay(on, zone), minutes * 60_000);
  // On a day whose clocks change, the wall clock is off by the change: put right what it shows.
  const shownMinutes = wallMinutes(guess, zone);
  return renderInstant(addMs(guess, (minutes - shownMinutes) * 60_000));
}

/** Gives an instant as a `datetime-local` field takes it, in a zone, to the minute. */
export function fieldTime(at: Instant, zone: string): string {
  // Swedish dates are written as the field's are, with a blank between day and time.
  const form = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  return form.format(new Date(at)).replace(' ', 'T');
}

function wallMinutes(at: Instant, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const partOf = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return partOf('hour') * 60 + partOf('minute');
}

/** Reads '4, 32' as numbers of sources; gives the first that is none of them as text. */
export function readSources(
  text: string,
  incident: Pick<Incident, 'sources'>,
): { readonly numbers: number[]; readonly wrong: string | undefined } {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const known = new Set(incident.sources.map(({ number }) => String(number)));
  return { numbers: parts.map(Number), wrong: parts.find((part) => !known.has(part)) };
}
