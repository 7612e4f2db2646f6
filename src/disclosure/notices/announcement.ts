import type { Incident, Titles } from '../../incident/index.ts';
import type { Instant } from '../../kernel/index.ts';
import type { Topic } from './subscriber.ts';

/** Something that is told to everybody who asked for it. */
export interface Announcement {
  readonly id: string;
  readonly eventId: bigint;
  readonly incidentId: string;
  readonly topic: Topic;
  /** services, and functions as `service.function`, that the incident touches */
  readonly components: readonly string[];
  readonly titles: Titles;
  readonly text: Titles;
  readonly path: string;
  readonly zone: string;
  readonly occurredAt: Instant;
  readonly madeAt: Instant;
}

/** What happened longer ago than this is record, not news: nobody is told. */
const newsAgeMaxMs = 86_400_000;

/** Tells whether something is recent enough to tell people of; also when a clock runs ahead. */
export function isNews(occurredAt: Instant, recordedAt: Instant): boolean {
  return recordedAt - occurredAt <= newsAgeMaxMs;
}

/** Gives the components an incident touches: every service, and every function of it. */
export function componentsOf(incident: Pick<Incident, 'functions'>): readonly string[] {
  return [
    ...new Set(
      incident.functions.flatMap(({ service, function: name }) => [service, `${service}.${name}`]),
    ),
  ];
}
