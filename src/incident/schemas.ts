import { z } from '@hono/zod-openapi';
import {
  type Instant,
  type LocalDate,
  parseInstant,
  parseLocalDate,
  parseRational,
  type Rational,
} from '../kernel/index.ts';
import { absentField, sentObject } from '../platform/index.ts';
import { causeLayers } from './finding.ts';
import { recourseStates, responsibilityKinds } from './responsibility.ts';
import { textsSchema as texts, titlesSchema as titles } from './wire/shown-text.ts';

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

const localDateSchema = z
  .string()
  .openapi({ format: 'date', example: '2022-10-15' })
  .transform((text, ctx): LocalDate => {
    const on = parseLocalDate(text);
    if (on !== undefined) return on;
    ctx.addIssue({ code: 'custom', message: 'a date as 2022-10-15 is expected' });
    return z.NEVER;
  });

const shareSchema = z
  .string()
  .openapi({ example: '7/10' })
  .transform((text, ctx): Rational => {
    const share = parseRational(text);
    if (share !== undefined) return share;
    ctx.addIssue({ code: 'custom', message: 'a share as 7/10 or 0.7 is expected' });
    return z.NEVER;
  });

const uuid = z.uuid();
const code = z.string().regex(/^[a-z][a-z0-9_]*$/);
const sources = z.array(z.int().positive());
const precision = z.enum(['exact', 'approximate', 'no_earlier_than', 'no_later_than', 'planned']);
const scope = sentObject({
  region: absentField(z.string().min(1)),
  platform: absentField(z.string().min(1)),
  plan: absentField(z.string().min(1)),
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
    sentObject({
      number: z.int().positive(),
      address: z.string().min(1),
      remark: absentField(z.string()),
    }),
  ),
});

const interval = sentObject({
  from: instantSchema,
  fromPrecision: precision,
  until: absentField(instantSchema),
  untilPrecision: absentField(precision),
});

/** Body of POST /api/v1/incidents/{incidentId}/impacts. */
export const stateImpactSchema = sentObject({
  id: uuid,
  service: code,
  function: code,
  scope,
  severity: z.enum(['down', 'degraded']),
  intervals: z.array(interval).min(1),
  statedBy: code,
  sources,
  note: absentField(texts),
  reason: z.string().min(1),
  corrects: absentField(uuid),
});

/** Body of POST /api/v1/incidents/{incidentId}/adoptions. */
export const adoptImpactSchema = z.object({ id: uuid, impactId: uuid, reason: z.string() });

/** Body of POST /api/v1/incidents/{incidentId}/timeline. */
export const timelineEntrySchema = sentObject({
  id: uuid,
  occurredAt: instantSchema,
  occurredPrecision: precision,
  visibility: z.enum(['public', 'private']),
  text: texts,
  statedBy: code,
  sources,
  contestGroup: absentField(code),
});

/** Body of POST /api/v1/incidents/{incidentId}/findings. */
export const findingSchema = z.object({
  id: uuid,
  layer: z.enum(causeLayers),
  text: texts,
  statedBy: code,
  sources,
  contests: z.array(uuid),
});

/** Body of POST /api/v1/incidents/{incidentId}/responsibilities. */
export const responsibilitySchema = sentObject({
  id: uuid,
  statedBy: code,
  reason: texts,
  isAssumed: z.boolean(),
  findingId: absentField(uuid),
  sources,
  shares: z
    .array(
      sentObject({
        kind: z.enum(responsibilityKinds),
        party: absentField(code),
        share: shareSchema,
      }),
    )
    .min(1)
    .max(50),
  recourse: z
    .array(
      sentObject({
        party: code,
        state: z.enum(recourseStates),
        note: absentField(texts),
        sources,
      }),
    )
    .max(50),
});

/** Body of POST /api/v1/incidents/{incidentId}/cohorts. */
export const cohortSchema = sentObject({
  id: uuid,
  partyClass: code,
  service: code,
  function: code,
  scope,
  from: instantSchema,
  until: instantSchema,
  partyCount: z
    .int()
    .min(0)
    .transform((count) => BigInt(count)),
  isAssumed: z.boolean(),
  reason: z.string(),
  statedBy: code,
  sources,
  populationHash: absentField(z.string().regex(/^[0-9a-f]{64}$/)),
});

const charge = z.enum(['paid', 'free']);
const count = z.int().positive().max(10_000);

/** Body of POST /api/v1/incidents/{incidentId}/clocks; the last of a duty and charge stands. */
export const clockSchema = sentObject({
  id: uuid,
  rule: sentObject({
    code,
    titles,
    effectiveFrom: localDateSchema,
    effectiveUntil: absentField(localDateSchema),
    thresholdMs: absentField(z.int().min(0)),
    charges: z.array(charge).min(1),
    startsFrom: z.enum(['outage', 'threshold', 'recovery', 'awareness', 'classification']),
    period: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('without_delay') }),
      z.object({ kind: z.literal('elapsed'), ms: z.int().positive() }),
      z.object({ kind: z.literal('calendar_days'), count }),
      z.object({ kind: z.literal('calendar_months'), count }),
    ]),
    sources,
  }),
  charge,
  metAt: absentField(instantSchema),
  metBy: absentField(texts),
  sources,
});

/** Body of POST /api/v1/incidents/{incidentId}/restoration. */
export const restorationSchema = z.object({ id: uuid, restoredAt: instantSchema });

/** Body of POST /api/v1/incidents/{incidentId}/closing. */
export const closingSchema = z.object({ id: uuid, reason: z.string().max(2000) });

/** Path of one stated impact. */
export const impactPathSchema = z.object({
  incidentId: uuid.openapi({ param: { name: 'incidentId', in: 'path' } }),
  impactId: uuid.openapi({ param: { name: 'impactId', in: 'path' } }),
});

/** Path of everything below one incident. */
export const incidentPathSchema = z.object({
  incidentId: uuid.openapi({ param: { name: 'incidentId', in: 'path' } }),
});
