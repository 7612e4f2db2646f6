import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept, renderInstant } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { renderPerson } from '../wire/render-claim.ts';
import { policyPathSchema } from './policy-schemas.ts';
import { policySimulationsSchema } from './simulation-schema.ts';
import { listSimulations } from './simulation-store.ts';

const listRoute = createRoute({
  tags: ['policies'],
  method: 'get',
  path: '/api/v1/policies/{policyVersionId}/simulations',
  summary: 'List the last simulations of a version: what it would cost and whom it would miss',
  request: { params: policyPathSchema },
  responses: {
    200: jsonResponse(policySimulationsSchema, 'The newest first'),
    ...problemResponses,
  },
});

/** Serves the recorded simulations of policy versions. */
export function serveSimulations(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'policy:read');
    const { policyVersionId } = c.req.valid('param');
    const simulations = await c.var.ctx.read(async (tx) => {
      const found = await listSimulations(tx, policyVersionId);
      const names = await loadStaffNames(
        tx,
        found.map(({ simulatedBy }) => simulatedBy),
      );
      return found.map(({ simulatedBy, simulatedAt, ...rest }) => ({
        ...rest,
        simulatedBy: renderPerson(simulatedBy, names),
        simulatedAt: renderInstant(simulatedAt),
      }));
    });
    return answer(c, accept({ simulations }));
  });
}
