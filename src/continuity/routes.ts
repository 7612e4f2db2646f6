import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, refuse, renderInstant } from '../kernel/index.ts';
import { type AppEnv, answer, createApi, requirePermission } from '../platform/index.ts';
import { type AssessmentSummary, listAssessments, loadAssessment } from './queries.ts';

const base = '/api/v1/continuity/assessments';
const json = { content: { 'application/json': { schema: z.any() } } };
const responses = {
  200: { description: 'The record asked for', ...json },
  403: { description: 'Not permitted' },
  404: { description: 'No such assessment', ...json },
  422: { description: 'The request differs from this schema', ...json },
};
const common = { tags: ['continuity'], responses };
const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: 'List assessments of inventories, newest first',
  request: { query: z.object({ incidentId: z.uuid().optional() }) },
});
const showRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{assessmentId}`,
  summary: 'Show an assessment with its verdict and the inventory it was made from',
  request: { params: z.object({ assessmentId: z.uuid() }) },
});

function renderSummary(summary: AssessmentSummary) {
  return { ...summary, assessedAt: renderInstant(summary.assessedAt) };
}

/** Serves recorded assessments under /api/v1/continuity/assessments. */
export function continuityRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'continuity:read');
    const { incidentId } = c.req.valid('query');
    const rows = await c.var.ctx.read((tx) => listAssessments(tx, { incidentId }));
    return answer(c, accept(rows), { render: (found) => found.map(renderSummary) });
  });
  api.openapi(showRoute, async (c) => {
    requirePermission(c.var.ctx, 'continuity:read');
    const { assessmentId } = c.req.valid('param');
    const found = await c.var.ctx.read((tx) => loadAssessment(tx, assessmentId));
    const outcome =
      found === undefined
        ? refuse({ code: 'assessment_not_found', assessmentId })
        : accept({ ...found, assessedAt: renderInstant(found.assessedAt) });
    return answer(c, outcome);
  });
  return api;
}
