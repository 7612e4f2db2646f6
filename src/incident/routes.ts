import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type JsonValue, type Outcome, refuse } from '../kernel/index.ts';
import { type AppEnv, answer, createApi } from '../platform/index.ts';
import {
  addTimelineEntry,
  adoptImpact,
  type IdRefusal,
  openIncident,
  type Recorded,
  stateImpact,
} from './commands.ts';
import { listAdoptedImpacts, listImpacts } from './impact-queries.ts';
import { listIncidents, listTimeline, loadIncident } from './queries.ts';
import {
  adoptImpactSchema,
  incidentPathSchema,
  openIncidentSchema,
  renderImpact,
  renderIncident,
  renderTimelineEntry,
  stateImpactSchema,
  timelineEntrySchema,
} from './schemas.ts';

const base = '/api/v1/incidents';
const params = incidentPathSchema;
const json = { content: { 'application/json': { schema: z.any() } } };
const responses = {
  200: { description: 'The record asked for', ...json },
  201: { description: 'Recorded, or recorded before with the same content', ...json },
  403: { description: 'Not permitted' },
  404: { description: 'No such incident', ...json },
  409: { description: 'Refused, with a code', ...json },
  422: { description: 'The body differs from this schema', ...json },
};

function body<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } };
}

const common = { tags: ['incident'], responses };
const listRoute = createRoute({ ...common, method: 'get', path: base, summary: 'List incidents' });
const showRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{incidentId}`,
  summary: 'Show an incident with its parties, affected functions and sources',
  request: { params },
});
const impactsRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{incidentId}/impacts`,
  summary: 'List every stated impact and which of them are adopted for compensation',
  request: { params },
});
const timelineRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{incidentId}/timeline`,
  summary: 'List what happened; only staff are shown private entries',
  request: { params },
});
const openRoute = createRoute({
  ...common,
  method: 'post',
  path: base,
  summary: 'Open an incident',
  request: { body: body(openIncidentSchema) },
});
const stateRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{incidentId}/impacts`,
  summary: 'State an impact, or correct one of the same party',
  request: { params, body: body(stateImpactSchema) },
});
const adoptRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{incidentId}/adoptions`,
  summary: 'Adopt one stated impact for compensation',
  request: { params, body: body(adoptImpactSchema) },
});
const addEntryRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{incidentId}/timeline`,
  summary: 'Add a timeline entry',
  request: { params, body: body(timelineEntrySchema) },
});

function renderRecorded(recorded: Recorded): JsonValue {
  return { ...recorded };
}

function found<T>(value: T | undefined, incident: string): Outcome<T> {
  return value === undefined
    ? refuse<IdRefusal>({ code: 'incident_not_found', incident })
    : accept(value);
}

/** Serves incidents, their impacts, adoptions and timeline under /api/v1/incidents. */
export function incidentRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  mountReads(api);
  mountWrites(api);
  return api;
}

function mountReads(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    const incidents = await c.var.ctx.read((tx) => listIncidents(tx));
    return answer(c, accept(incidents), { render: (rows) => rows.map(renderIncident) });
  });
  api.openapi(showRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const incident = await c.var.ctx.read((tx) => loadIncident(tx, incidentId));
    return answer(c, found(incident, incidentId), { render: renderIncident });
  });
  api.openapi(impactsRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const read = await c.var.ctx.read(async (tx) => ({
      incident: await loadIncident(tx, incidentId),
      adopted: await listAdoptedImpacts(tx, incidentId),
      stated: await listImpacts(tx, incidentId),
    }));
    const adopted = new Map(read.adopted.map((impact) => [impact.id, impact]));
    return answer(c, found(read.incident, incidentId), {
      render: () => read.stated.map((impact) => renderImpact(adopted.get(impact.id) ?? impact)),
    });
  });
  api.openapi(timelineRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const visibility = c.var.ctx.actor.kind === 'staff' ? 'all' : 'public';
    const read = await c.var.ctx.read(async (tx) => ({
      incident: await loadIncident(tx, incidentId),
      entries: await listTimeline(tx, { incidentId, visibility }),
    }));
    return answer(c, found(read.incident, incidentId), {
      render: () => read.entries.map(renderTimelineEntry),
    });
  });
}

function mountWrites(api: OpenAPIHono<AppEnv>): void {
  api.openapi(openRoute, async (c) =>
    answer(c, await openIncident(c.var.ctx, c.req.valid('json')), {
      render: renderRecorded,
      status: 201,
    }),
  );
  api.openapi(stateRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const statement = { ...c.req.valid('json'), incidentId };
    return answer(c, await stateImpact(c.var.ctx, statement), {
      render: renderRecorded,
      status: 201,
    });
  });
  api.openapi(adoptRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const request = { ...c.req.valid('json'), incidentId };
    return answer(c, await adoptImpact(c.var.ctx, request), {
      render: renderRecorded,
      status: 201,
    });
  });
  api.openapi(addEntryRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const entry = { ...c.req.valid('json'), incidentId };
    return answer(c, await addTimelineEntry(c.var.ctx, entry), {
      render: renderRecorded,
      status: 201,
    });
  });
}
