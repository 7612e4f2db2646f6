import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, isUuid, renderInstant } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { eraseClaim } from '../claim-commands.ts';
import {
  baseVersionQuerySchema,
  claimPathSchema,
  incidentPathSchema,
  incidentQuerySchema,
  tokenQuerySchema,
} from '../schemas.ts';
import { claimStateSchema } from '../wire/claim-schemas.ts';
import { optional } from '../wire/optional.ts';
import { exportPerson } from './export-commands.ts';
import { listErasureRequests, loadRetention } from './privacy-store.ts';
import { askErasure, publishRetention } from './retention-commands.ts';

const uuid = z.string().refine(isUuid, 'a UUID');
const tags = ['privacy'];
const anything = z.unknown().openapi({ description: 'Any JSON' });

export const exportSchema = z
  .strictObject({
    format: z.literal('amends-claim-export/1'),
    exportedAt: z.string().openapi({ format: 'date-time' }),
    claim: anything,
    personal: anything,
    documents: anything,
    decisions: anything,
    appeals: anything,
    history: anything,
    replies: anything,
  })
  .openapi('ClaimExport');
export const erasureRequestsSchema = z
  .strictObject({
    requests: z.array(
      z
        .strictObject({
          requestId: z.string(),
          claimId: z.string(),
          claimNumber: z.string(),
          state: claimStateSchema,
          askedAt: z.string().openapi({ format: 'date-time' }),
        })
        .openapi('ErasureRequest'),
    ),
  })
  .openapi('ErasureRequests');
const retentionSchema = z
  .strictObject({ version: z.number().int(), personalDays: z.number().int().optional() })
  .openapi('Retention');

const exportRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/claims/{claimId}/export',
  summary: 'Give everything kept about the person of a claim; audited',
  request: { params: claimPathSchema, query: tokenQuerySchema },
  responses: { 200: jsonResponse(exportSchema, 'One document'), ...problemResponses },
});
const askRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/claims/{claimId}/erasure-requests',
  summary: 'Ask for the personal data of a claim to be erased',
  request: {
    params: claimPathSchema,
    body: jsonBody(z.strictObject({ requestId: uuid, token: optional(z.string().max(64)) })),
  },
  responses: {
    201: jsonResponse(
      z.strictObject({ requestId: z.string() }).openapi('ErasureAsked'),
      'Asked; somebody permitted carries it out',
    ),
    ...problemResponses,
  },
});
const requestsRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/erasure-requests',
  summary: 'List requests for erasure that nobody carried out yet',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(erasureRequestsSchema, 'The requests'), ...problemResponses },
});
const eraseRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/claims/{claimId}/erasure',
  summary: 'Erase the personal data of a claim: keys, salt and documents; proofs keep holding',
  request: { params: claimPathSchema },
  responses: {
    200: jsonResponse(z.strictObject({ claimId: z.string() }).openapi('ErasedClaim'), 'Erased'),
    ...problemResponses,
  },
});
const showRetentionRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/retention',
  summary: 'How long personal data is kept after the last decision; version 0 is for ever',
  request: { params: incidentPathSchema },
  responses: { 200: jsonResponse(retentionSchema, 'The retention'), ...problemResponses },
});
const publishRetentionRoute = createRoute({
  tags,
  method: 'put',
  path: '/api/v1/incidents/{incidentId}/retention',
  summary: 'Publish how many days personal data is kept after the last decision',
  request: {
    params: incidentPathSchema,
    query: baseVersionQuerySchema,
    body: jsonBody(z.strictObject({ personalDays: z.number().int().min(1).max(36_500) })),
  },
  responses: { 200: jsonResponse(retentionSchema, 'The new version'), ...problemResponses },
});

/** Serves what persons may ask for about their data, and how long it is kept. */
export function privacyRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(exportRoute, async (c) => {
    const asked = { ...c.req.valid('param'), ...c.req.valid('query') };
    const sent = answer(c, await exportPerson(c.var.ctx, asked));
    sent.headers.set('cache-control', 'no-store');
    return sent;
  });
  api.openapi(askRoute, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return answer(c, await askErasure(c.var.ctx, input), { status: 201 });
  });
  api.openapi(requestsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:erase');
    const { incidentId } = c.req.valid('query');
    const found = await ctx.read((tx) => listErasureRequests(tx, incidentId));
    const requests = found.map(({ askedAt, ...rest }) => ({
      ...rest,
      askedAt: renderInstant(askedAt),
    }));
    return answer(c, accept({ requests }));
  });
  api.openapi(eraseRoute, async (c) =>
    answer(c, await eraseClaim(c.var.ctx, c.req.valid('param'))),
  );
  api.openapi(showRetentionRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const { incidentId } = c.req.valid('param');
    return answer(c, accept(await ctx.read((tx) => loadRetention(tx, incidentId))));
  });
  api.openapi(publishRetentionRoute, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('query'), ...c.req.valid('json') };
    return answer(c, await publishRetention(c.var.ctx, input));
  });
  return api;
}
