import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import { type AppEnv, answer, jsonResponse, problemResponses } from '../../platform/index.ts';
import { compareInventories } from '../compare-inventories.ts';
import { findAssessment } from '../find-assessment.ts';
import { assessmentPathSchema } from './request-schema.ts';

const ids = z.array(z.string());

/** What one version of an inventory says that another did not. */
export const differenceWire = z
  .strictObject({
    changes: z.array(
      z.strictObject({
        kind: z.enum(['added', 'removed', 'changed']),
        part: z.enum(['domain', 'node']),
        id: z.string(),
        fields: z.array(
          z.strictObject({
            field: z.string(),
            before: z.string().nullable(),
            after: z.string().nullable(),
          }),
        ),
      }),
    ),
    losses: z.array(
      z.strictObject({
        domain: z.string(),
        newlyDown: ids,
        noLongerDown: ids,
        newlyStuck: ids,
        noLongerStuck: ids,
      }),
    ),
  })
  .openapi('InventoryDifference');

const differenceRoute = createRoute({
  tags: ['continuity'],
  method: 'get',
  path: '/api/v1/continuity/assessments/{assessmentId}/difference',
  summary:
    'Compare the inventory of an assessment with an earlier one, and what each site takes down',
  request: {
    params: assessmentPathSchema,
    query: z.object({ from: z.uuid().openapi({ description: 'the earlier assessment' }) }),
  },
  responses: { 200: jsonResponse(differenceWire, 'The difference'), ...problemResponses },
});

/** Adds the comparison of two versions of an inventory. */
export function addDifferenceRoute(api: OpenAPIHono<AppEnv>): void {
  api.openapi(differenceRoute, async (c) => {
    const { ctx } = c.var;
    const after = await findAssessment(ctx, c.req.valid('param').assessmentId);
    if (!after.ok) return answer(c, after);
    const before = await findAssessment(ctx, c.req.valid('query').from);
    if (!before.ok) return answer(c, before);
    const versions = { before: before.value.inventory, after: after.value.inventory };
    return answer(c, accept(compareInventories(versions)));
  });
}
