import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import {
  type Answer,
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
  requireConfirmed,
  requirePermission,
  roles,
} from '../../platform/index.ts';
import { setApprovalLimit } from '../payouts/approval-commands.ts';
import { currencySchema } from '../schemas.ts';
import { listAllLimits } from './limit-queries.ts';

const bound = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, 'a whole number of minor units above zero is expected')
  .nullable();
const limitSchema = z
  .strictObject({
    role: z.enum(roles),
    currency: currencySchema,
    paymentMinorMax: bound,
    runMinorMax: bound,
    dayMinorMax: bound,
  })
  .openapi('ApprovalLimit');
const path = '/api/v1/approval-limits';
const common = { tags: ['settlement'], path };

const listRoute = createRoute({
  ...common,
  method: 'get',
  summary: 'List what each role may approve: a payment, a run, and in all on one day',
  responses: { 200: jsonResponse(z.array(limitSchema), 'The limits'), ...problemResponses },
});
const setRoute = createRoute({
  ...common,
  method: 'put',
  summary: 'Set what a role may approve in a currency; null is without limit',
  request: { body: jsonBody(limitSchema) },
  responses: { 200: jsonResponse(limitSchema, 'The limit as set'), ...problemResponses },
});

/** Serves the limits of approval under /api/v1. */
export function limitRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    return answer(c, accept(await ctx.read((tx) => listAllLimits(tx))));
  });
  api.openapi(setRoute, async (c): Promise<Answer> => {
    const { ctx } = c.var;
    requirePermission(ctx, 'staff:administer');
    requireConfirmed(ctx);
    const limit = c.req.valid('json');
    const minor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
    await setApprovalLimit(ctx, {
      ...limit,
      paymentMinorMax: minor(limit.paymentMinorMax),
      runMinorMax: minor(limit.runMinorMax),
      dayMinorMax: minor(limit.dayMinorMax),
    });
    return answer(c, accept(limit));
  });
  return api;
}
