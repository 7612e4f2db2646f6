import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { appealPathSchema } from '../review/review-schemas.ts';
import { incidentQuerySchema } from '../schemas.ts';
import { approveRedecision, previewAlike, proposeRedecision } from './redecision-commands.ts';
import {
  alikeSchema,
  proposeSchema,
  renderAlike,
  renderRun,
  runPathSchema,
  runSchema,
  runsSchema,
} from './redecision-schemas.ts';
import { listRuns, type RedecisionRun } from './redecision-store.ts';

const tags = ['appeals'];
const run = jsonResponse(runSchema, 'The run');

const alikeRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/appeals/{appealId}/alike',
  summary: 'Show which other claims an upheld appeal changes, and by how much',
  request: { params: appealPathSchema },
  responses: { 200: jsonResponse(alikeSchema, 'Who would change'), ...problemResponses },
});
const proposeRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/appeals/{appealId}/redecisions',
  summary: 'Propose to decide alike claims again, exactly as the preview showed them',
  request: { params: appealPathSchema, body: jsonBody(proposeSchema) },
  responses: { 201: run, ...problemResponses },
});
const runsRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/redecisions',
  summary: 'List the runs that decide claims again, the newest first',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(runsSchema, 'The runs'), ...problemResponses },
});
const approveRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/redecisions/{runId}/approval',
  summary: 'Approve a run somebody else proposed; only differences go on to payment',
  request: { params: runPathSchema },
  responses: { 200: run, ...problemResponses },
});

async function named(ctx: Context, runs: readonly RedecisionRun[]) {
  const people = runs.flatMap(({ proposedBy, approvedBy }) => [proposedBy, approvedBy ?? '']);
  const names = await ctx.read((tx) => loadStaffNames(tx, people));
  return runs.map((one) => renderRun(one, names));
}

/** Serves what an upheld appeal means for everybody in the same position. */
export function redecisionRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(alikeRoute, async (c) =>
    answer(c, await previewAlike(c.var.ctx, c.req.valid('param')), { render: renderAlike }),
  );
  api.openapi(proposeRoute, async (c) => {
    const { ctx } = c.var;
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    const proposed = await proposeRedecision(ctx, input);
    if (!proposed.ok) return answer(c, proposed);
    return answer(c, accept((await named(ctx, [proposed.value]))[0]), { status: 201 });
  });
  api.openapi(runsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const runs = await ctx.read((tx) => listRuns(tx, c.req.valid('query').incidentId));
    return answer(c, accept({ runs: await named(ctx, runs) }));
  });
  api.openapi(approveRoute, async (c) => {
    const { ctx } = c.var;
    const approved = await approveRedecision(ctx, c.req.valid('param'));
    if (!approved.ok) return answer(c, approved);
    return answer(c, accept((await named(ctx, [approved.value]))[0]));
  });
  return api;
}
