import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  type AppEnv,
  answer,
  createApi,
  hasPermission,
  jsonBody,
  jsonResponse,
  listActiveStaff,
  loadStaffNames,
  problemResponses,
} from '../../platform/index.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { incidentPathSchema, instantSchema } from '../schemas.ts';
import { recordedWire, renderRecorded } from '../wire/incident-wire.ts';
import { readIncident, requireStaff } from '../wire/read-incident.ts';
import { rolesOf } from './incident-role.ts';
import { changeRole } from './role-commands.ts';
import { listRoleChanges } from './role-store.ts';
import { renderRoles, rolesWire } from './role-wire.ts';

const path = '/api/v1/incidents/{incidentId}/roles';
const tags = ['incident'];
const params = incidentPathSchema;

const listRoute = createRoute({
  tags,
  method: 'get',
  path,
  summary: 'Tell who holds which role within an incident, and who held it when; staff only',
  request: { params },
  responses: { 200: jsonResponse(rolesWire, 'Roles'), ...problemResponses },
});
const changeRoute = createRoute({
  tags,
  method: 'post',
  path,
  summary: 'Give a role to a member of staff, hand it over, or lay it down (`heldBy` null)',
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        id: z.uuid(),
        role: z.string().max(100),
        heldBy: z.uuid().nullable(),
        since: instantSchema,
        reason: z.string().max(2_000),
      }),
    ),
  },
  responses: { 201: jsonResponse(recordedWire, 'Recorded'), ...problemResponses },
});

/**
 * Tells staff who holds which role within an incident, and takes changes from who writes about it.
 *
 * @param playbook as the operator's file says it; its roles stand beside the known ones
 */
export function roleRoutes(playbook: Playbook): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    const { incidentId } = c.req.valid('param');
    requireStaff(ctx);
    const outcome = await readIncident(ctx, incidentId, async (tx) => {
      const changes = await listRoleChanges(tx, incidentId);
      const ids = changes.flatMap(({ heldBy, recordedBy }) =>
        heldBy === null ? [recordedBy] : [heldBy, recordedBy],
      );
      const people = hasPermission(ctx.actor, 'incident:write') ? await listActiveStaff(tx) : [];
      const roles = rolesOf(playbook);
      return { roles, changes, names: await loadStaffNames(tx, ids), people };
    });
    return answer(c, outcome, { render: renderRoles });
  });
  api.openapi(changeRoute, async (c) => {
    const request = { ...c.req.valid('json'), ...c.req.valid('param') };
    const outcome = await changeRole(c.var.ctx, request, playbook);
    return answer(c, outcome, { render: renderRecorded, status: 201 });
  });
  return api;
}
