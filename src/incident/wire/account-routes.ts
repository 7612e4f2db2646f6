import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  type AppEnv,
  answer,
  jsonBody,
  jsonResponse,
  problemResponses,
} from '../../platform/index.ts';
import { readIncidentClock } from '../close-incident.ts';
import {
  addTimelineEntry,
  recordClock,
  recordCohort,
  recordFinding,
  setResponsibility,
} from '../commands.ts';
import {
  listClocks,
  listCohorts,
  listFindings,
  listResponsibilities,
  listTimeline,
} from '../queries.ts';
import {
  clockSchema,
  cohortSchema,
  findingSchema,
  incidentPathSchema,
  responsibilitySchema,
  timelineEntrySchema,
} from '../schemas.ts';
import {
  clockWire,
  cohortWire,
  findingWire,
  renderClock,
  renderCohort,
  renderFinding,
  renderResponsibilities,
  renderTimelineEntry,
  responsibilityWire,
  timelineEntryWire,
} from './account-wire.ts';
import { recordedWire, renderRecorded } from './incident-wire.ts';
import { readIncident, requireStaff } from './read-incident.ts';

const params = incidentPathSchema;

function listOf<S extends z.ZodType>(noun: string, route: { summary: string; item: S }) {
  const { summary, item } = route;
  return createRoute({
    tags: ['incident'],
    method: 'get',
    path: `/api/v1/incidents/{incidentId}/${noun}`,
    summary,
    request: { params },
    responses: { 200: jsonResponse(z.array(item), 'The list'), ...problemResponses },
  });
}

function recording<S extends z.ZodType>(noun: string, route: { summary: string; body: S }) {
  return createRoute({
    tags: ['incident'],
    method: 'post',
    path: `/api/v1/incidents/{incidentId}/${noun}`,
    summary: route.summary,
    request: { params, body: jsonBody(route.body) },
    responses: {
      201: jsonResponse(recordedWire, 'Recorded, or recorded before with the same content'),
      ...problemResponses,
    },
  });
}

const created = { render: renderRecorded, status: 201 } as const;

/** Adds what the account of an incident is made of: timeline, causes, shares, cohorts, clocks. */
export function addAccountRoutes(api: OpenAPIHono<AppEnv>): void {
  addTimelineRoutes(api);
  addCauseRoutes(api);
  addDutyRoutes(api);
}

function addTimelineRoutes(api: OpenAPIHono<AppEnv>): void {
  const summary = 'List what happened; only staff are shown private entries';
  api.openapi(listOf('timeline', { summary, item: timelineEntryWire }), async (c) => {
    const { incidentId } = c.req.valid('param');
    const visibility = c.var.ctx.actor.kind === 'staff' ? 'all' : 'public';
    const outcome = await readIncident(c.var.ctx, incidentId, (tx) =>
      listTimeline(tx, { incidentId, visibility }),
    );
    return answer(c, outcome, { render: (rows) => rows.map(renderTimelineEntry) });
  });
  const adding = { summary: 'Add a timeline entry', body: timelineEntrySchema };
  api.openapi(recording('timeline', adding), async (c) => {
    const entry = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await addTimelineEntry(c.var.ctx, entry), created);
  });
}

function addCauseRoutes(api: OpenAPIHono<AppEnv>): void {
  const findings = { summary: 'List stated causes in the order recorded', item: findingWire };
  api.openapi(listOf('findings', findings), async (c) => {
    const { incidentId } = c.req.valid('param');
    const outcome = await readIncident(c.var.ctx, incidentId, (tx) => listFindings(tx, incidentId));
    return answer(c, outcome, { render: (rows) => rows.map(renderFinding) });
  });
  const finding = { summary: 'Record a stated cause', body: findingSchema };
  api.openapi(recording('findings', finding), async (c) => {
    const stated = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await recordFinding(c.var.ctx, stated), created);
  });
  const shares = {
    summary:
      'List who stated which shares of responsibility; each party’s last one about a cause stands',
    item: responsibilityWire,
  };
  api.openapi(listOf('responsibilities', shares), async (c) => {
    const { incidentId } = c.req.valid('param');
    const outcome = await readIncident(c.var.ctx, incidentId, (tx) =>
      listResponsibilities(tx, incidentId),
    );
    return answer(c, outcome, { render: renderResponsibilities });
  });
  const setting = { summary: 'State shares that sum to one', body: responsibilitySchema };
  api.openapi(recording('responsibilities', setting), async (c) => {
    const stated = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await setResponsibility(c.var.ctx, stated), created);
  });
}

function addDutyRoutes(api: OpenAPIHono<AppEnv>): void {
  const cohorts = { summary: 'List which parties were affected; staff only', item: cohortWire };
  api.openapi(listOf('cohorts', cohorts), async (c) => {
    const { incidentId } = c.req.valid('param');
    requireStaff(c.var.ctx);
    const outcome = await readIncident(c.var.ctx, incidentId, (tx) => listCohorts(tx, incidentId));
    return answer(c, outcome, { render: (rows) => rows.map(renderCohort) });
  });
  const cohort = { summary: 'Record which parties an impact touched', body: cohortSchema };
  api.openapi(recording('cohorts', cohort), async (c) => {
    const stated = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await recordCohort(c.var.ctx, stated), created);
  });
  const clocks = { summary: 'List legal duties: due, fulfilled or missed; staff only' };
  api.openapi(listOf('clocks', { ...clocks, item: clockWire }), async (c) => {
    const { incidentId } = c.req.valid('param');
    const { ctx } = c.var;
    requireStaff(ctx);
    const outcome = await readIncident(ctx, incidentId, async (tx, incident) =>
      (await listClocks(tx, incidentId)).map((clock) => ({
        clock,
        reading: readIncidentClock(clock, { incident, now: ctx.now }),
      })),
    );
    return answer(c, outcome, { render: (rows) => rows.map(renderClock) });
  });
  const clock = { summary: 'Record a legal duty, or that it was fulfilled', body: clockSchema };
  api.openapi(recording('clocks', clock), async (c) => {
    const stated = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await recordClock(c.var.ctx, stated), created);
  });
}
