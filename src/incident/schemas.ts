import { z } from '@hono/zod-openapi';
import {
  type Instant,
  type LocalDate,
  parseInstant,
  parseLocalDate,
  parseRational,
  type Rational,
} from '../kernel/index.ts';
import { optionalField } from '../platform/index.ts';
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
// Null as well as absent, as it is given: what was read can be sent again with another time.
const dimension = optionalField(z.string().min(1).nullable());
const scope = z
  .object({ region: dimension, platform: dimension, plan: dimension })
  .transform(({ region = null, platform = null, plan = null }) => ({
    ...(region === null ? {} : { region }),
    ...(platform === null ? {} : { platform }),
    ...(plan === null ? {} : { plan }),
  }));

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
      remark: optionalField(z.string()),
    }),
  ),
});

const interval = z.object({
  from: instantSchema,
  fromPrecision: precision,
  until: optionalField(instantSchema),
  untilPrecision: optionalField(precision),
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
  note: optionalField(texts),
  reason: z.string().min(1),
  corrects: optionalField(uuid),
});

/** Body of POST /api/v1/incidents/{incidentId}/adoptions. */
export const adoptImpactSchema = z.object({ id: uuid, impactId: uuid, reason: z.string() });

/** Body of POST /api/v1/incidents/{incidentId}/timeline. */
export const timelineEntrySchema = z.object({
  id: uuid,
  occurredAt: instantSchema,
  occurredPrecision: precision,
  visibility: z.enum(['public', 'private']),
  text: texts,
  statedBy: code,
  sources,
  contestGroup: optionalField(code),
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
export const responsibilitySchema = z.object({
  id: uuid,
  statedBy: code,
  reason: texts,
  isAssumed: z.boolean(),
  findingId: optionalField(uuid),
  sources,
  shares: z
    .array(
      z.object({
        kind: z.enum(responsibilityKinds),
        party: optionalField(code),
        share: shareSchema,
      }),
    )
    .min(1)
    .max(50),
  recourse: z
    .array(
      z.object({
        party: code,
        state: z.enum(recourseStates),
        note: optionalField(texts),
        sources,
      }),
    )
    .max(50),
});

/** Body of POST /api/v1/incidents/{incidentId}/cohorts. */
export const cohortSchema = z.object({
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
  populationHash: optionalField(z.string().regex(/^[0-9a-f]{64}$/)),
});

const charge = z.enum(['paid', 'free']);
const count = z.int().positive().max(10_000);

/** Body of POST /api/v1/incidents/{incidentId}/clocks; the last of a duty and charge stands. */
export const clockSchema = z.object({
  id: uuid,
  rule: z.object({
    code,
    titles,
    effectiveFrom: localDateSchema,
    effectiveUntil: optionalField(localDateSchema),
    thresholdMs: optionalField(z.int().min(0)),
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
  metAt: optionalField(instantSchema),
  metBy: optionalField(texts),
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
