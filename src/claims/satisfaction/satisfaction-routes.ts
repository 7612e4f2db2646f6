import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { decisionOutcomes } from '../review/reason-code.ts';
import { incidentPathSchema } from '../schemas.ts';
import { countSatisfaction } from './satisfaction-commands.ts';

const count = z.number().int();

export const satisfactionSchema = z
  .strictObject({
    counts: z.array(
      z.strictObject({
        outcome: z.enum(decisionOutcomes),
        rating: count,
        count,
        clearCount: count,
        unclearCount: count,
      }),
    ),
  })
  .openapi('Satisfaction');

const route = createRoute({
  tags: ['claims'],
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/satisfaction',
  summary: 'Count what claimants say of how they were handled, by outcome and rating; no names',
  request: { params: incidentPathSchema },
  responses: { 200: jsonResponse(satisfactionSchema, 'The counts'), ...problemResponses },
});

/** Serves what claimants say, counted. */
export function satisfactionRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(route, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const counts = await ctx.read((tx) => countSatisfaction(tx, c.req.valid('param')));
    return answer(c, accept({ counts }));
  });
  return api;
}
