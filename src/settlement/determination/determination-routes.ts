import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { listPolicyVersions } from '../../claims/index.ts';
import { accept, refuse } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import { incidentQuerySchema } from '../schemas.ts';
import { approveDeterminationRun } from './commands.ts';
import {
  determinationListSchema,
  determinationPathSchema,
  determinationSchema,
  renderDetermination,
} from './determination-schemas.ts';
import { serveReplacement } from './replacement-routes.ts';
import {
  type DeterminationRun,
  listDeterminationRuns,
  loadDeterminationRun,
} from './run-queries.ts';

const base = '/api/v1/determination-runs';
const common = { tags: ['settlement'] };

const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: "List an incident's determination runs, the first prepared first",
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(determinationListSchema, 'The runs'), ...problemResponses },
});
const showRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{runId}`,
  summary: 'Show a determination run: hashes, and totals per class and clause',
  request: { params: determinationPathSchema },
  responses: { 200: jsonResponse(determinationSchema, 'The run'), ...problemResponses },
});
const approveRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{runId}/approval`,
  summary: 'Approve a determination run another person proposed: its totals are posted',
  request: { params: determinationPathSchema },
  responses: { 200: jsonResponse(determinationSchema, 'The run'), ...problemResponses },
});

async function renderRuns(tx: Tx, runs: readonly DeterminationRun[]) {
  const people = runs.flatMap(({ preparedBy, approvedBy }) => [preparedBy, approvedBy ?? []]);
  const names = await loadStaffNames(tx, people.flat());
  const incidentIds = [...new Set(runs.map(({ incidentId }) => incidentId))];
  const versions = [];
  for (const incidentId of incidentIds) {
    versions.push(...(await listPolicyVersions(tx, incidentId)));
  }
  const policies = new Map(versions.map((version) => [version.hash, version]));
  return runs.map((run) => renderDetermination(run, { names, policies }));
}

async function showRun(ctx: Context, runId: string) {
  requirePermission(ctx, 'settlement:read');
  return ctx.read(async (tx) => {
    const run = await loadDeterminationRun(tx, runId);
    const [rendered] = run === undefined ? [] : await renderRuns(tx, [run]);
    return rendered === undefined
      ? refuse({ code: 'determination_run_not_found' as const, runId })
      : accept(rendered);
  });
}

/** Serves determination runs under /api/v1. */
export function determinationRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId } = c.req.valid('query');
    const runs = await ctx.read(async (tx) =>
      renderRuns(tx, await listDeterminationRuns(tx, incidentId)),
    );
    return answer(c, accept(runs));
  });
  api.openapi(showRoute, async (c) =>
    answer(c, await showRun(c.var.ctx, c.req.valid('param').runId)),
  );
  api.openapi(approveRoute, async (c) => {
    const { ctx } = c.var;
    const { runId } = c.req.valid('param');
    const approved = await approveDeterminationRun(ctx, runId);
    return answer(c, approved.ok ? await showRun(ctx, runId) : approved);
  });
  serveReplacement(api);
  return api;
}
