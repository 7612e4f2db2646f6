import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept, refuse } from '../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../platform/index.ts';
import { countClaims, loadQuestionnaire } from './queries.ts';
import { reasonCodes } from './review/reason-code.ts';
import { countQueues } from './review/review-queries.ts';
import {
  incidentPathSchema,
  incidentQuerySchema,
  renderJson,
  versionQuerySchema,
} from './schemas.ts';
import { claimCountsSchema, queueCountsSchema, reasonCodesSchema } from './wire/claim-schemas.ts';
import { questionnaireSchema, renderQuestionnaire } from './wire/questionnaire-schema.ts';

const tags = ['claims'];

const queuesRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/claims/queues',
  summary: 'Count what waits: claims by state, decisions, appeals, and since when',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(queueCountsSchema, 'The counts'), ...problemResponses },
});
const countsRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/claims/counts',
  summary: 'Count claims by state, class, service, category and suggestion',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(claimCountsSchema, 'The counts'), ...problemResponses },
});
const reasonsRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/reason-codes',
  summary: 'The closed list of reasons, each with the evidence that cures it',
  responses: { 200: jsonResponse(reasonCodesSchema, 'The list'), ...problemResponses },
});
const questionnaireRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/questionnaire',
  summary: 'What a claim of the incident is asked; the newest version unless one is named',
  request: { params: incidentPathSchema, query: versionQuerySchema },
  responses: { 200: jsonResponse(questionnaireSchema, 'The form'), ...problemResponses },
});

/** Serves what queues and forms are made from: counts, reasons and questionnaires. */
export function queueRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(queuesRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const { incidentId } = c.req.valid('query');
    const counts = await ctx.read((tx) => countQueues(tx, incidentId));
    return answer(c, accept(counts), { render: renderJson });
  });
  api.openapi(countsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const rows = await ctx.read((tx) => countClaims(tx, c.req.valid('query')));
    const counts = rows.map(({ suggestion, ...row }) => ({
      ...row,
      suggestion: suggestion ?? undefined,
    }));
    return answer(c, accept({ counts }));
  });
  api.openapi(reasonsRoute, (c) => answer(c, accept({ reasonCodes })));
  api.openapi(questionnaireRoute, async (c) => {
    const { ctx } = c.var;
    const { incidentId } = c.req.valid('param');
    const form = await ctx.read((tx) =>
      loadQuestionnaire(tx, { incidentId, ...c.req.valid('query') }),
    );
    const notFound = refuse({ code: 'questionnaire_not_found', incidentId } as const);
    return answer(c, form === undefined ? notFound : accept(form), {
      render: renderQuestionnaire,
    });
  });
  return api;
}
