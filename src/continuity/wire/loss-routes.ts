import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type AppEnv, answer, jsonResponse, problemResponses } from '../../platform/index.ts';
import { renderLossDiagram } from '../draw/picture/index.ts';
import { type AssessmentQueryRefusal, findLoss } from '../find-assessment.ts';
import { explainLoss } from '../tell/explain-loss.ts';
import { explanationWire } from './assessment-wire.ts';
import { diagramQuerySchema, explanationQuerySchema, lossPathSchema } from './request-schema.ts';

const base = '/api/v1/continuity/assessments/{assessmentId}/losses/{loss}';
const tags = ['continuity'];

const diagramRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/diagram`,
  summary: 'Draw what a loss takes down and what comes back; above 150 nodes, a box for each place',
  request: { params: lossPathSchema, query: diagramQuerySchema },
  responses: {
    200: { description: 'The picture', content: { 'image/svg+xml': { schema: z.string() } } },
    ...problemResponses,
  },
});
const explainRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/explanation`,
  summary: 'Tell why a node goes down, and how it comes back or why it cannot',
  request: { params: lossPathSchema, query: explanationQuerySchema },
  responses: { 200: jsonResponse(explanationWire, 'The story'), ...problemResponses },
});

const svgHeaders = {
  'content-type': 'image/svg+xml; charset=utf-8',
  'content-security-policy': "default-src 'none'",
  'cache-control': 'private, max-age=3600',
};

/** Adds what can be asked about one loss: its picture, and the story of one node. */
export function addLossRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(diagramRoute, async (c) => {
    const found = await findLoss(c.var.ctx, c.req.valid('param'));
    if (!found.ok) return answer(c, found);
    const { inventory, loss } = found.value;
    const svg = renderLossDiagram(inventory, loss, c.req.valid('query'));
    return c.body(svg, 200, svgHeaders) as never;
  });
  api.openapi(explainRoute, async (c) => {
    const { node, locale } = c.req.valid('query');
    const found = await findLoss(c.var.ctx, c.req.valid('param'));
    if (!found.ok) return answer(c, found);
    const { inventory, loss } = found.value;
    if (!inventory.nodes.has(node)) {
      const unknown: Outcome<never, AssessmentQueryRefusal> = refuse({
        code: 'node_not_found',
        node,
      });
      return answer(c, unknown);
    }
    const { domains, returnsAfterMinutes } = loss;
    const lines = explainLoss(inventory, {
      node,
      domains,
      locale,
      ...(returnsAfterMinutes === null ? {} : { returnsAfterMinutes }),
    });
    return answer(c, accept({ node, domains, lines }));
  });
}
