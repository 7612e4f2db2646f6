import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  type AppEnv,
  answer,
  jsonBody,
  jsonResponse,
  problemResponses,
} from '../../platform/index.ts';
import { amountOrNullSchema, renderAmountOrNull } from '../schemas.ts';
import { determinationPathSchema } from './determination-schemas.ts';
import { compareRun, type RunDifference, replaceRun } from './replace-run.ts';

const base = '/api/v1/determination-runs/{runId}';
const common = { tags: ['settlement'] };
const count = z.number().int();

const differencesSchema = z
  .array(
    z
      .strictObject({
        partyClass: z.string(),
        clause: z.string(),
        remedy: z.string(),
        name: z.string().nullable(),
        unit: z.string().nullable(),
        beforeCount: count,
        afterCount: count,
        before: amountOrNullSchema,
        after: amountOrNullSchema,
        posted: amountOrNullSchema,
        /** of all parties together, in the unit; null of money */
        beforeQuantity: z.string().nullable(),
        afterQuantity: z.string().nullable(),
        postedQuantity: z.string().nullable(),
        /** why less is posted than the run gives, or nothing */
        reason: z.enum(['less_than_granted', 'units_differ']).nullable(),
        /** parties that get less than was granted; null where the difference is reckoned by class */
        lessCount: count.nullable(),
        /** parties that something is held back from; null where it is reckoned by class */
        heldCount: count.nullable(),
      })
      .openapi('DeterminationDifference'),
  )
  .openapi('DeterminationDifferences');
const replacementSchema = z.strictObject({ replacesRunId: z.uuid() });

const compareRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/difference`,
  summary: 'Show what a run would post beyond an earlier one, class by class and remedy by remedy',
  request: { params: determinationPathSchema, query: replacementSchema },
  responses: { 200: jsonResponse(differencesSchema, 'The differences'), ...problemResponses },
});
const replaceRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/replacement`,
  summary: 'Say that a proposed run determines an earlier one anew: it pays the difference only',
  request: { params: determinationPathSchema, body: jsonBody(replacementSchema) },
  responses: {
    200: jsonResponse(z.strictObject({ runId: z.string(), replacesRunId: z.string() }), 'The pair'),
    ...problemResponses,
  },
});

function renderDifference(difference: RunDifference): z.output<typeof differencesSchema>[0] {
  const { beforeMinor, afterMinor, postedMinor, currency, ...rest } = difference;
  return {
    ...rest,
    before: renderAmountOrNull(beforeMinor, currency),
    after: renderAmountOrNull(afterMinor, currency),
    posted: renderAmountOrNull(postedMinor, currency),
  };
}

/** Serves what a determination run replaces, and what it pays beyond that. */
export function serveReplacement(api: OpenAPIHono<AppEnv>): void {
  api.openapi(compareRoute, async (c) => {
    const { runId } = c.req.valid('param');
    const { replacesRunId } = c.req.valid('query');
    const compared = await compareRun(c.var.ctx, { runId, replacesRunId });
    return answer(c, compared, { render: (lines) => lines.map(renderDifference) });
  });
  api.openapi(replaceRoute, async (c) => {
    const { runId } = c.req.valid('param');
    const { replacesRunId } = c.req.valid('json');
    const replaced = await replaceRun(c.var.ctx, { runId, replacesRunId });
    return answer(c, replaced, { render: () => ({ runId, replacesRunId }) });
  });
}
