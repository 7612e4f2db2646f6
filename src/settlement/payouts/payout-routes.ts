import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Answer,
  type AppEnv,
  answer,
  type Context,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requireConfirmed,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import { countPayouts } from '../queries.ts';
import { findRail, type RailOf } from '../rails/rail-of.ts';
import { readRoute } from '../read-route.ts';
import { incidentQuerySchema } from '../schemas.ts';
import {
  approvePayoutRun,
  type PayoutRunRefusal,
  pausePayoutRun,
  preparePayoutRun,
  previewPayoutRun,
  sendBackPayoutRun,
  stopPayoutRun,
} from './commands.ts';
import { followPayouts } from './follow-commands.ts';
import {
  listPayoutHistory,
  listPayoutTransfers,
  listRunPayouts,
  loadPayout,
} from './payout-queries.ts';
import {
  followedRunSchema,
  payoutPageSchema,
  payoutPathSchema,
  payoutStorySchema,
  payoutsQuerySchema,
  preparedRunSchema,
  prepareRunSchema,
  previewQuerySchema,
  previewSchema,
  renderPayout,
  renderPrepared,
  renderPreview,
  renderRun,
  renderStory,
  runListSchema,
  runPathSchema,
  runSchema,
  sendBackRunSchema,
} from './payout-schemas.ts';
import { listRuns, loadRun, type PayoutRun } from './run-store.ts';
import { requestSending } from './send-commands.ts';

const base = '/api/v1/payout-runs';
const common = { tags: ['settlement'] };
const oneRun = jsonResponse(runSchema, 'The run, with its payouts counted by state');

const listRoute = readRoute({
  ...common,
  path: base,
  summary: "List an incident's payout runs, the latest first",
  request: { query: incidentQuerySchema },
  gives: jsonResponse(runListSchema, 'The runs'),
});
const previewRoute = readRoute({
  ...common,
  path: `${base}/preview`,
  summary: 'Show what a run would pay now and what it would leave out; records nothing',
  request: { query: previewQuerySchema },
  gives: jsonResponse(previewSchema, 'The preview'),
});
const showRoute = readRoute({
  ...common,
  path: `${base}/{runId}`,
  summary: 'Show a payout run with its payouts counted by state',
  request: { params: runPathSchema },
  gives: oneRun,
});
const payoutsRoute = readRoute({
  ...common,
  path: `${base}/{runId}/payouts`,
  summary: "List a run's payouts, all of them or those in a state",
  request: { params: runPathSchema, query: payoutsQuerySchema },
  gives: jsonResponse(payoutPageSchema, 'A page of payouts'),
});
const payoutRoute = readRoute({
  ...common,
  path: '/api/v1/payouts/{payoutId}',
  summary: 'Show one payout with everything that happened to it and what it posted',
  request: { params: payoutPathSchema },
  gives: jsonResponse(payoutStorySchema, 'The payout'),
});
const prepareRoute = createRoute({
  ...common,
  method: 'post',
  path: base,
  summary: 'Prepare a run over every cash award that is owed and not under way',
  request: { body: jsonBody(prepareRunSchema) },
  responses: { 201: jsonResponse(preparedRunSchema, 'The run as prepared'), ...problemResponses },
});
const approveRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{runId}/approval`,
  summary: 'Approve a run another person prepared',
  request: { params: runPathSchema },
  responses: { 200: oneRun, ...problemResponses },
});
const returnRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{runId}/return`,
  summary: 'Send a run back that another person prepared, with the reason; nothing of it is paid',
  request: { params: runPathSchema, body: jsonBody(sendBackRunSchema) },
  responses: { 200: oneRun, ...problemResponses },
});
const sendRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{runId}/sending`,
  summary:
    'Have an approved run sent, or an interrupted one gone on with; ask for the run to see how far it is',
  request: { params: runPathSchema },
  responses: {
    202: jsonResponse(runSchema, 'It is being sent, or was sent before'),
    ...problemResponses,
  },
});
const followRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{runId}/following`,
  summary: "Look up a run's payouts whose outcome is open, and record what the rail says",
  request: { params: runPathSchema },
  responses: { 200: jsonResponse(followedRunSchema, 'The run afterwards'), ...problemResponses },
});
const pauseRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{runId}/pause`,
  summary: 'Pause a run that is being sent; asking for its sending goes on with it',
  request: { params: runPathSchema },
  responses: { 200: oneRun, ...problemResponses },
});
const stopRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{runId}/stop`,
  summary: 'Stop a run: what is not sent yet is withdrawn',
  request: { params: runPathSchema },
  responses: { 200: oneRun, ...problemResponses },
});

async function renderRuns(tx: Tx, runs: readonly PayoutRun[]) {
  const people = runs.flatMap(({ preparedBy, approvedBy, sentBackBy }) => [
    preparedBy,
    approvedBy ?? [],
    sentBackBy ?? [],
  ]);
  const names = await loadStaffNames(tx, people.flat());
  const rendered = [];
  for (const run of runs) {
    rendered.push(renderRun(run, { names, counts: await countPayouts(tx, run.id) }));
  }
  return rendered;
}

async function showRun(ctx: Context, runId: string) {
  requirePermission(ctx, 'settlement:read');
  return ctx.read(async (tx) => {
    const run = await loadRun(tx, runId);
    const [rendered] = run === undefined ? [] : await renderRuns(tx, [run]);
    return rendered === undefined
      ? refuse({ code: 'payout_run_not_found' as const, runId })
      : accept(rendered);
  });
}

async function showPayout(ctx: Context, payoutId: string) {
  requirePermission(ctx, 'settlement:read');
  return ctx.read(async (tx) => {
    const payout = await loadPayout(tx, payoutId);
    if (payout === undefined) return refuse({ code: 'payout_not_found' as const, payoutId });
    const history = await listPayoutHistory(tx, payout.awardId);
    const transfers = await listPayoutTransfers(tx, payoutId);
    const people = history.map(({ actorId }) => actorId);
    return accept(
      renderStory(payout, { history, transfers, names: await loadStaffNames(tx, people) }),
    );
  });
}

/** Serves the reads of payout runs and payouts. */
function mountReads(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId } = c.req.valid('query');
    const runs = await ctx.read(async (tx) => renderRuns(tx, await listRuns(tx, incidentId)));
    return answer(c, accept(runs));
  });
  api.openapi(previewRoute, async (c) => {
    const query = c.req.valid('query');
    const preview = await previewPayoutRun(c.var.ctx, query);
    return answer(c, accept(renderPreview(preview, query.currency)));
  });
  api.openapi(showRoute, async (c) =>
    answer(c, await showRun(c.var.ctx, c.req.valid('param').runId)),
  );
  api.openapi(payoutsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const asked = { ...c.req.valid('param'), ...c.req.valid('query') };
    const page = await ctx.read((tx) => listRunPayouts(tx, asked));
    return answer(c, accept({ ...page, payouts: page.payouts.map(renderPayout) }));
  });
  api.openapi(payoutRoute, async (c) =>
    answer(c, await showPayout(c.var.ctx, c.req.valid('param').payoutId)),
  );
}

/** Serves payout runs and payouts under /api/v1. */
export function payoutRoutes(railOf: RailOf): OpenAPIHono<AppEnv> {
  const api = createApi();
  mountReads(api);
  api.openapi(prepareRoute, async (c) => {
    const request = c.req.valid('json');
    // Which ways to pay there are is told to nobody else either.
    requirePermission(c.var.ctx, 'payout:prepare');
    const rail = await findRail(c.var.ctx, request.rail, request.remedy);
    if (!rail.ok) return answer(c, rail);
    const render = (prepared: Parameters<typeof renderPrepared>[0]) =>
      renderPrepared(prepared, request.currency);
    return answer(c, await preparePayoutRun(c.var.ctx, request), { status: 201, render });
  });
  const act = (
    route: typeof approveRoute | typeof stopRoute | typeof pauseRoute,
    command: (ctx: Context, runId: string) => Promise<Outcome<PayoutRun, PayoutRunRefusal>>,
  ) =>
    api.openapi(route, async (c): Promise<Answer> => {
      const { ctx } = c.var;
      const { runId } = c.req.valid('param');
      // Stopping and pausing keep money in: only approving asks for the password once more.
      if (route === approveRoute) requireConfirmed(ctx);
      const done = await command(ctx, runId);
      return answer(c, done.ok ? await showRun(ctx, runId) : done);
    });
  act(approveRoute, approvePayoutRun);
  act(stopRoute, stopPayoutRun);
  api.openapi(returnRoute, async (c) => {
    const { ctx } = c.var;
    const { runId } = c.req.valid('param');
    const done = await sendBackPayoutRun(ctx, { runId, ...c.req.valid('json') });
    return answer(c, done.ok ? await showRun(ctx, runId) : done);
  });
  act(pauseRoute, (ctx, runId) => pausePayoutRun(ctx, runId));
  api.openapi(sendRoute, async (c) => {
    const { ctx } = c.var;
    const { runId } = c.req.valid('param');
    requireConfirmed(ctx);
    const begun = await requestSending(ctx, runId);
    return answer(c, begun.ok ? await showRun(ctx, runId) : begun, { status: 202 });
  });
  api.openapi(followRoute, async (c) => {
    const { ctx } = c.var;
    const { runId } = c.req.valid('param');
    requirePermission(ctx, 'payout:send');
    const run = await ctx.read((tx) => loadRun(tx, runId));
    if (run === undefined) {
      return answer(c, refuse({ code: 'payout_run_not_found' as const, runId }));
    }
    const lookedUpCount = await followPayouts(ctx, { runId, rail: railOf(ctx, run.rail) });
    const after = await showRun(ctx, runId);
    return answer(c, after.ok ? accept({ lookedUpCount, run: after.value }) : after);
  });
  return api;
}
