import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type JsonValue, type Outcome, type Refusal, refuse } from '../kernel/index.ts';
import { type AppEnv, answer, createApi, hasPermission } from '../platform/index.ts';
import { addTimelineEntry, adoptImpact, openIncident, type Recorded, stateImpact } from './commands.ts';
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
const one = `${base}/{incidentId}`;
const anyJson = { content: { 'application/json': { schema: z.any() } } };
const responses = {
  200: { description: 'The record', ...anyJson },
  201: { description: 'Recorded', ...anyJson },
  404: { description: 'No such incident', ...anyJson },
  409: { description: 'Refused, with a code', ...anyJson },
  422: { description: 'The body does not have the shape described here', ...anyJson },
};

function read(path: string, summary: string) {
  const hasId = path.includes('{incidentId}');
  const request = hasId ? { params: incidentPathSchema } : {};
  return createRoute({ method: 'get', path, summary, tags: ['incident'], request, responses });
}

function write<S extends z.ZodType>(path: string, summary: string, schema: S) {
  const body = { required: true, content: { 'application/json': { schema } } };
  return createRoute({
    method: 'post',
    path,
    summary,
    tags: ['incident'],
    request: path.includes('{incidentId}') ? { params: incidentPathSchema, body } : { body },
    responses,
  });
}

function renderRecorded(recorded: Recorded): JsonValue {
  return { ...recorded };
}

function found<T>(value: T | undefined, incident: string): Outcome<T> {
  return value === undefined
    ? refuse({ code: 'incident_unknown', incident } as Refusal)
    : accept(value);
}
