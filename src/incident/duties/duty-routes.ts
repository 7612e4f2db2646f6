import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
} from '../../platform/index.ts';
import { incidentPathSchema, instantSchema } from '../schemas.ts';
import { recordedWire, renderRecorded, titlesWire } from '../wire/incident-wire.ts';
import { recordMilestone } from './duty-commands.ts';
import { knownClocks } from './legal-clocks.ts';
import { milestoneKinds } from './milestone.ts';

const tags = ['incident'];
const knownClockWire = z
  .strictObject({
    regime: z.enum(['kr', 'dora', 'nis2']),
    code: z.string(),
    titles: titlesWire,
    effectiveFrom: z.string(),
    thresholdMs: z.number().nullable(),
    startsFrom: z.enum(['outage', 'threshold', 'recovery', 'awareness', 'classification']),
    period: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('without_delay') }),
      z.strictObject({ kind: z.literal('elapsed'), ms: z.number() }),
      z.strictObject({ kind: z.literal('calendar_days'), count: z.number() }),
      z.strictObject({ kind: z.literal('calendar_months'), count: z.number() }),
    ]),
  })
  .openapi('KnownClock');

const knownRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/legal-clocks',
  summary: 'List the legal duties that are known by heart, to be recorded with an incident',
  responses: { 200: jsonResponse(z.array(knownClockWire), 'Duties'), ...problemResponses },
});
const milestoneRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/incidents/{incidentId}/milestones',
  summary: 'Record when the company became aware of an incident, or classified it',
  request: {
    params: incidentPathSchema,
    body: jsonBody(
      z.strictObject({
        id: z.uuid(),
        kind: z.enum(milestoneKinds),
        reachedAt: instantSchema,
        reason: z.string().max(2_000),
      }),
    ),
  },
  responses: { 201: jsonResponse(recordedWire, 'Recorded'), ...problemResponses },
});

/** Gives the duties that are known, and the milestones their periods run from. */
export function dutyRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(knownRoute, (c) =>
    c.json(
      knownClocks.map(({ regime, rule }) => ({
        ...{ regime, code: rule.code, titles: { ...rule.titles }, startsFrom: rule.startsFrom },
        ...{ effectiveFrom: rule.effectiveFrom, thresholdMs: rule.thresholdMs ?? null },
        period: { ...rule.period },
      })),
      200,
    ),
  );
  api.openapi(milestoneRoute, async (c) => {
    const milestone = { ...c.req.valid('json'), ...c.req.valid('param') };
    const outcome = await recordMilestone(c.var.ctx, milestone);
    return answer(c, outcome, { render: renderRecorded, status: 201 });
  });
  return api;
}
