import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import {
  type AppEnv,
  answer,
  createApi,
  jsonResponse,
  problemResponses,
} from '../../platform/index.ts';
import { runPathSchema } from '../payouts/payout-schemas.ts';
import { installedPayees } from '../rails/files/payees.ts';
import { checkPayees } from './check-commands.ts';
import { payeeCheckSchema, renderPayeeCheck } from './payee-schemas.ts';

const checkRoute = createRoute({
  tags: ['settlement'],
  method: 'post',
  path: '/api/v1/payout-runs/{runId}/payee-check',
  summary: 'Look at every payee of a run before it is paid; what is read is in the audit',
  request: { params: runPathSchema },
  responses: { 200: jsonResponse(payeeCheckSchema, 'What was found'), ...problemResponses },
});

/** Serves the look at the payees of a run under /api/v1. */
export function payeeRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(checkRoute, async (c) => {
    const { runId } = c.req.valid('param');
    const checked = await checkPayees(c.var.ctx, { runId, payeesOf: installedPayees });
    return answer(c, checked, { render: renderPayeeCheck });
  });
  return api;
}
