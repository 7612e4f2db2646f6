import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
} from '../platform/index.ts';
import type { DocumentExaminer } from './attachments/attachment.ts';
import { addAttachmentRoutes } from './attachments/attachment-routes.ts';
import { closeIncident, openIncident, recordRestoration } from './commands.ts';
import type { CostReckoner } from './corrections/record-change.ts';
import { listIncidents, loadClosing } from './queries.ts';
import {
  closingSchema,
  incidentPathSchema,
  openIncidentSchema,
  restorationSchema,
} from './schemas.ts';
import { addAccountRoutes } from './wire/account-routes.ts';
import { addImpactRoutes } from './wire/impact-routes.ts';
import {
  incidentShownWire,
  incidentWire,
  recordedWire,
  renderIncident,
  renderIncidentShown,
  renderRecorded,
} from './wire/incident-wire.ts';
import { readIncident } from './wire/read-incident.ts';

const base = '/api/v1/incidents';
const params = incidentPathSchema;
const tags = ['incident'];
const recorded = {
  201: jsonResponse(recordedWire, 'Recorded, or recorded before with the same content'),
  ...problemResponses,
};

const listRoute = createRoute({
  tags,
  method: 'get',
  path: base,
  summary: 'List incidents, the latest opened first',
  responses: { 200: jsonResponse(z.array(incidentWire), 'Incidents'), ...problemResponses },
});
const showRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/{incidentId}`,
  summary: 'Show an incident with its parties, affected functions, sources and closing',
  request: { params },
  responses: { 200: jsonResponse(incidentShownWire, 'The incident'), ...problemResponses },
});
const openRoute = createRoute({
  tags,
  method: 'post',
  path: base,
  summary: 'Open an incident',
  request: { body: jsonBody(openIncidentSchema) },
  responses: recorded,
});
const restoreRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/{incidentId}/restoration`,
  summary: 'Record when the last function worked again',
  request: { params, body: jsonBody(restorationSchema) },
  responses: recorded,
});
const closeRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/{incidentId}/closing`,
  summary: 'Settle the account of an incident; no more is added to it',
  request: { params, body: jsonBody(closingSchema) },
  responses: recorded,
});

const created = { render: renderRecorded, status: 201 } as const;

/**
 * Serves incidents and everything stated about them under /api/v1/incidents.
 *
 * @param given.reckonCost tells what a change of the times on record means in money
 * @param given.examiner examines documents; without it none can be attached
 */
export function incidentRoutes(
  given: { readonly reckonCost?: CostReckoner; readonly examiner?: DocumentExaminer } = {},
): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'incident:read');
    const incidents = await c.var.ctx.read((tx) => listIncidents(tx));
    return answer(c, accept(incidents), { render: (rows) => rows.map(renderIncident) });
  });
  api.openapi(showRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const { ctx } = c.var;
    const outcome = await readIncident(ctx, incidentId, async (tx, incident) => {
      const closing = await loadClosing(tx, incidentId);
      const people = closing === undefined ? [] : [closing.closedBy];
      const names = ctx.actor.kind === 'staff' ? await loadStaffNames(tx, people) : undefined;
      return { incident, closing, names };
    });
    return answer(c, outcome, { render: renderIncidentShown });
  });
  api.openapi(openRoute, async (c) =>
    answer(c, await openIncident(c.var.ctx, c.req.valid('json')), created),
  );
  api.openapi(restoreRoute, async (c) => {
    const restoration = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await recordRestoration(c.var.ctx, restoration), created);
  });
  api.openapi(closeRoute, async (c) => {
    const request = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await closeIncident(c.var.ctx, request), created);
  });
  addImpactRoutes(api, given.reckonCost);
  addAccountRoutes(api);
  if (given.examiner !== undefined) addAttachmentRoutes(api, given.examiner);
  return api;
}
