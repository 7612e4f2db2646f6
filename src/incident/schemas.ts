import { z } from '@hono/zod-openapi';
import {
  type Instant,
  type IntervalSet,
  type JsonValue,
  parseInstant,
  renderInstant,
} from '../kernel/index.ts';
import type { AdoptedImpact, Impact, StatedInterval } from './impact.ts';
import type { Incident } from './incident.ts';
import type { TimelineEntry } from './timeline.ts';

/** An instant on the wire: RFC 3339 with an offset or Z. */
export const instantSchema = z
  .string()
  .openapi({ format: 'date-time', example: '2022-10-15T15:30:00+09:00' })
  .transform((text, ctx): Instant => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instant;
    ctx.addIssue({ code: 'custom', message: 'an RFC 3339 instant with an offset is expected' });
    return z.NEVER;
  });

const uuid = z.uuid();
const code = z.string().regex(/^[a-z][a-z0-9_]*$/);
const titles = z.object({ ko: z.string().min(1), en: z.string().min(1) });
const sources = z.array(z.int().positive());
const precision = z.enum(['exact', 'approximate', 'no_earlier_than', 'no_later_than', 'planned']);
const scope = z.object({
  region: z.string().min(1).exactOptional(),
  platform: z.string().min(1).exactOptional(),
  plan: z.string().min(1).exactOptional(),
});

/** Body of POST /api/v1/incidents. */
export const openIncidentSchema = z.object({
  id: uuid,
  slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  titles,
  zone: z.string().min(1),
  openedAt: instantSchema,
  parties: z.array(z.object({ code, titles })).min(1),
  functions: z.array(z.object({ service: code, function: code, titles })).min(1),
  sources: z.array(
    z.object({
      number: z.int().positive(),
      address: z.string().min(1),
      remark: z.string().exactOptional(),
    }),
  ),
});

const interval = z.object({
  from: instantSchema,
  fromPrecision: precision,
  until: instantSchema.exactOptional(),
  untilPrecision: precision.exactOptional(),
});

/** Body of POST /api/v1/incidents/{incidentId}/impacts. */
export const stateImpactSchema = z.object({
  id: uuid,
  service: code,
  function: code,
  scope,
  severity: z.enum(['down', 'degraded']),
  intervals: z.array(interval).min(1),
  statedBy: code,
  sources,
  note: titles.exactOptional(),
  reason: z.string().min(1),
  corrects: uuid.exactOptional(),
});

/** Body of POST /api/v1/incidents/{incidentId}/adoptions. */
export const adoptImpactSchema = z.object({ id: uuid, impactId: uuid, reason: z.string() });

/** Body of POST /api/v1/incidents/{incidentId}/timeline. */
export const timelineEntrySchema = z.object({
  id: uuid,
  occurredAt: instantSchema,
  occurredPrecision: precision,
  visibility: z.enum(['public', 'private']),
  text: titles,
  statedBy: code,
  sources,
  contestGroup: code.exactOptional(),
});

/** Path of everything below one incident. */
export const incidentPathSchema = z.object({
  incidentId: uuid.openapi({ param: { name: 'incidentId', in: 'path' } }),
});

/** Renders an incident for the API. */
export function renderIncident(incident: Incident): JsonValue {
  return {
    id: incident.id,
    slug: incident.slug,
    titles: { ...incident.titles },
    zone: incident.zone,
    state: incident.state,
    openedAt: renderInstant(incident.openedAt),
    restoredAt: incident.restoredAt === undefined ? null : renderInstant(incident.restoredAt),
    parties: incident.parties.map(({ code, titles }) => ({ code, titles: { ...titles } })),
    functions: incident.functions.map((row) => ({ ...row, titles: { ...row.titles } })),
    sources: incident.sources.map((source) => ({ ...source })),
  };
}

/** Renders a stated impact for the API; `adoption` is null unless compensation rests on it. */
export function renderImpact(impact: Impact | AdoptedImpact): JsonValue {
  const adoption = 'adoption' in impact ? impact.adoption : undefined;
  return {
    id: impact.id,
    threadId: impact.threadId,
    version: impact.version,
    service: impact.service,
    function: impact.function,
    scope: { ...impact.scope },
    severity: impact.severity,
    intervals: impact.intervals.map(renderStated),
    statedBy: impact.statedBy,
    sources: impact.sources,
    note: impact.note === undefined ? null : { ...impact.note },
    reason: impact.reason,
    adoption:
      adoption === undefined
        ? null
        : {
            id: adoption.id,
            reason: adoption.reason,
            adoptedAt: renderInstant(adoption.adoptedAt),
          },
  };
}

function renderStated(stated: StatedInterval): JsonValue {
  return {
    from: renderInstant(stated.from),
    fromPrecision: stated.fromPrecision,
    until: stated.until === undefined ? null : renderInstant(stated.until),
    untilPrecision: stated.untilPrecision ?? null,
  };
}

/** Renders a timeline entry for the API. */
export function renderTimelineEntry(entry: TimelineEntry): JsonValue {
  return {
    id: entry.id,
    occurredAt: renderInstant(entry.occurredAt),
    occurredPrecision: entry.occurredPrecision,
    visibility: entry.visibility,
    text: { ...entry.text },
    statedBy: entry.statedBy,
    sources: entry.sources,
    contestGroup: entry.contestGroup ?? null,
  };
}

/** Renders a set of intervals as pairs of instants, half-open. */
export function renderIntervalSet(set: IntervalSet): JsonValue {
  return set.map(({ from, until }) => ({ from: renderInstant(from), until: renderInstant(until) }));
}
