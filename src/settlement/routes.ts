import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type Outcome, refuse } from '../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  requirePermission,
} from '../platform/index.ts';
import {
  approvePayoutRun,
  type PayoutRunRefusal,
  preparePayoutRun,
  stopPayoutRun,
} from './payouts/commands.ts';
import { sendPayoutRun } from './payouts/send-commands.ts';
import { listRuns, loadRun, type PayoutRun } from './payouts/store.ts';
import { countPayouts, listBalances, listTrialBalances, type PayoutCount } from './queries.ts';
import type { Rail } from './rails/rail.ts';
import { createSimulatedRail } from './rails/simulated.ts';
import {
  balancesQuerySchema,
  incidentQuerySchema,
  prepareRunSchema,
  renderBalances,
  renderRun,
  runPathSchema,
} from './schemas.ts';

const base = '/api/v1/payout-runs';
const anyJson = { content: { 'application/json': { schema: z.any() } } };
const common = {
  tags: ['settlement'],
  responses: {
    200: { description: 'The record', ...anyJson },
    201: { description: 'Recorded', ...anyJson },
    404: { description: 'No such record', ...anyJson },
    409: { description: 'Refused, with a code', ...anyJson },
    422: { description: 'The input does not have the shape described here', ...anyJson },
  },
};

const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: "List an incident's payout runs, the latest first",
  request: { query: incidentQuerySchema },
});
const showRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{runId}`,
  summary: 'Show a payout run with its payouts counted by state',
  request: { params: runPathSchema },
});
const prepareRoute = createRoute({
  ...common,
  method: 'post',
  path: base,
  summary: 'Prepare a run over every cash award that is owed and not under way',
  request: {
    body: { required: true, content: { 'application/json': { schema: prepareRunSchema } } },
  },
});
const balancesRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/ledger/balances',
  summary: "List an incident's balances, now or at a past instant, and their sum per currency",
  request: { query: balancesQuerySchema },
});

function runAction(verb: string, summary: string) {
  const path = `${base}/{runId}/${verb}`;
  return createRoute({
    ...common,
    method: 'post',
    path,
    summary,
    request: { params: runPathSchema },
  });
}

const approveRoute = runAction('approval', 'Approve a run another person prepared');
const sendRoute = runAction('sending', 'Send an approved run, or go on with an interrupted one');
const stopRoute = runAction('stop', 'Stop a run that is not being sent');

function simulatedRail(ctx: Context, name: string): Rail {
  return createSimulatedRail({ ctx, name });
}

async function loadRunWithCounts(
  ctx: Context,
  runId: string,
): Promise<Outcome<{ run: PayoutRun; counts: PayoutCount[] }, PayoutRunRefusal>> {
  requirePermission(ctx, 'settlement:read');
  return ctx.read(async (tx) => {
    const run = await loadRun(tx, runId);
    return run === undefined
      ? refuse({ code: 'payout_run_not_found', runId })
      : accept({ run, counts: await countPayouts(tx, runId) });
  });
}

/**
 * Serves payout runs and the ledger's balances under /api/v1.
 *
 * @param options.railOf gives the rail of a name; a simulated rail of that name unless given
 */
export function settlementRoutes(
  options: { railOf: (ctx: Context, name: string) => Rail } = { railOf: simulatedRail },
): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const runs = await ctx.read((tx) => listRuns(tx, c.req.valid('query').incidentId));
    return answer(c, accept(runs), { render: (found) => found.map((run) => renderRun(run)) });
  });
  api.openapi(showRoute, async (c) => {
    const found = await loadRunWithCounts(c.var.ctx, c.req.valid('param').runId);
    return answer(c, found, { render: ({ run, counts }) => renderRun(run, counts) });
  });
  api.openapi(balancesRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'ledger:read');
    const { incidentId, at } = c.req.valid('query');
    const read = await ctx.read(async (tx) => ({
      balances: await listBalances(tx, { incidentId, ...(at === undefined ? {} : { at }) }),
      trial: await listTrialBalances(tx, incidentId),
    }));
    return answer(c, accept(read), {
      render: ({ balances, trial }) => renderBalances(balances, trial),
    });
  });
  mountWrites(api, options.railOf);
  return api;
}

function mountWrites(api: OpenAPIHono<AppEnv>, railOf: (ctx: Context, name: string) => Rail): void {
  const render = (run: PayoutRun) => renderRun(run);
  api.openapi(prepareRoute, async (c) =>
    answer(c, await preparePayoutRun(c.var.ctx, c.req.valid('json')), { status: 201 }),
  );
  api.openapi(approveRoute, async (c) =>
    answer(c, await approvePayoutRun(c.var.ctx, c.req.valid('param').runId), { render }),
  );
  api.openapi(stopRoute, async (c) =>
    answer(c, await stopPayoutRun(c.var.ctx, c.req.valid('param').runId), { render }),
  );
  api.openapi(sendRoute, async (c) => {
    const { ctx } = c.var;
    const { runId } = c.req.valid('param');
    const found = await loadRunWithCounts(ctx, runId);
    if (!found.ok) return answer(c, found);
    const rail = railOf(ctx, found.value.run.rail);
    return answer(c, await sendPayoutRun(ctx, { runId, rail }), { render });
  });
}
