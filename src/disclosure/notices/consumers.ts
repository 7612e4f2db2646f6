import { type Incident, listTimeline, loadIncident, type Titles } from '../../incident/index.ts';
import { type Instant, parseInstant } from '../../kernel/index.ts';
import type { Consumer, OutboxEvent, Tx } from '../../platform/index.ts';
import { componentsOf, isNews } from './announcement.ts';
import { recordAnnouncement } from './notice-store.ts';
import type { Topic } from './subscriber.ts';

/** What an event tells, before it is told. */
interface News {
  readonly topic: Topic;
  readonly text: Titles;
  readonly occurredAt: Instant;
}

const nothing: Titles = { ko: '', en: '' };

type Payload = Readonly<Record<string, unknown>>;

async function readNews(tx: Tx, event: OutboxEvent, incident: Incident): Promise<News | undefined> {
  const payload = event.payload as Payload;
  if (event.type === 'incident_opened') {
    return { topic: 'incident_opened', text: nothing, occurredAt: incident.openedAt };
  }
  if (event.type === 'report_published') {
    const version = String(payload.version);
    const text = { ko: version, en: version };
    return { topic: 'report_published', text, occurredAt: event.occurredAt };
  }
  if (event.type === 'incident_restored') {
    const restoredAt = parseInstant(String(payload.restoredAt)) ?? event.occurredAt;
    return { topic: 'incident_restored', text: nothing, occurredAt: restoredAt };
  }
  const filter = { incidentId: incident.id, visibility: 'public' } as const;
  const entry = (await listTimeline(tx, filter)).find(({ id }) => id === payload.entryId);
  if (entry === undefined) return undefined;
  return { topic: 'incident_updated', text: entry.text, occurredAt: entry.occurredAt };
}

/**
 * Makes a notice to everybody who asked for it of each thing that happens to an incident in public.
 *
 * Exactly once: the notices are written in the transaction that strikes the event off, and an event
 * makes one announcement. What is recorded more than a day after it happened is not told.
 */
export const noticeFanOut: Consumer = {
  name: 'notices',
  eventTypes: ['incident_opened', 'timeline_entry_added', 'incident_restored', 'report_published'],
  batchSize: 10,
  isPatient: true,
  async consume(ctx, tx, events) {
    for (const event of events) {
      const { incidentId } = event.payload as Payload;
      const incident = await loadIncident(tx, String(incidentId));
      if (incident === undefined) continue;
      const news = await readNews(tx, event, incident);
      if (news === undefined || !isNews(news.occurredAt, event.occurredAt)) continue;
      await recordAnnouncement(tx, {
        ...{ id: ctx.newId(), eventId: event.id, incidentId: incident.id, ...news },
        ...{ components: componentsOf(incident), titles: incident.titles, zone: incident.zone },
        ...{ path: `/public/${incident.slug}`, madeAt: ctx.now },
      });
    }
  },
};
