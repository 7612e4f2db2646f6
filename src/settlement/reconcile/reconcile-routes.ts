import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { listAlarms } from '../payouts/alarm-store.ts';
import type { RailOf } from '../rails/rail-of.ts';
import { resolveAlarm, resolveException } from './exception-commands.ts';
import { listExceptions } from './exception-queries.ts';
import { reconcileStatement } from './reconcile-commands.ts';
import {
  alarmListSchema,
  alarmPathSchema,
  exceptionNameSchema,
  exceptionPageSchema,
  exceptionsQuerySchema,
  railPathSchema,
  reconciliationSchema,
  renderAlarm,
  renderException,
  resolutionSchema,
  resolvedAlarmSchema,
  windowSchema,
} from './reconcile-schemas.ts';

const common = { tags: ['settlement'] };

const reconcileRoute = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/rails/{rail}/reconciliations',
  summary: "Read a rail's statement of a half-open window and match every line to a payout",
  request: { params: railPathSchema, body: jsonBody(windowSchema) },
  responses: {
    200: jsonResponse(reconciliationSchema, 'What reading it did'),
    ...problemResponses,
  },
});
const exceptionsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/reconciliation-exceptions',
  summary: 'List statement lines that no payout explains, the first raised first',
  request: { query: exceptionsQuerySchema },
  responses: { 200: jsonResponse(exceptionPageSchema, 'A page of them'), ...problemResponses },
});
const resolveRoute = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/reconciliation-exceptions/resolution',
  summary: 'Close an exception that was dealt with',
  request: { body: jsonBody(resolutionSchema) },
  responses: { 200: jsonResponse(exceptionNameSchema, 'It is closed'), ...problemResponses },
});

const alarmsRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/payout-alarms',
  summary: 'List payouts that a person has to look at, the first raised first',
  request: { query: exceptionsQuerySchema.pick({ incidentId: true, state: true }) },
  responses: { 200: jsonResponse(alarmListSchema, 'The alarms'), ...problemResponses },
});
const resolveAlarmRoute = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/payout-alarms/{alarmId}/resolution',
  summary: 'Close an alarm that was dealt with',
  request: { params: alarmPathSchema },
  responses: { 200: jsonResponse(resolvedAlarmSchema, 'It is closed'), ...problemResponses },
});

/** Serves statements and their exceptions under /api/v1. */
export function reconcileRoutes(railOf: RailOf): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(reconcileRoute, async (c) => {
    const { ctx } = c.var;
    const rail = railOf(ctx, c.req.valid('param').rail);
    const done = await reconcileStatement(ctx, { rail, ...c.req.valid('json') });
    return answer(c, accept(done));
  });
  api.openapi(exceptionsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { state, ...asked } = c.req.valid('query');
    const isOpen = state === undefined ? undefined : state === 'open';
    const page = await ctx.read(async (tx) => {
      const { exceptions, next } = await listExceptions(tx, { ...asked, isOpen });
      const people = exceptions.flatMap(({ resolvedBy }) => resolvedBy ?? []);
      const names = await loadStaffNames(tx, people);
      return { exceptions: exceptions.map((one) => renderException(one, names)), next };
    });
    return answer(c, accept(page));
  });
  api.openapi(resolveRoute, async (c) => {
    const { ending, ...name } = c.req.valid('json');
    return answer(c, await resolveException(c.var.ctx, { ...name, ending }));
  });
  api.openapi(alarmsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { state, incidentId } = c.req.valid('query');
    const isOpen = state === undefined ? undefined : state === 'open';
    const alarms = await ctx.read((tx) => listAlarms(tx, { incidentId, isOpen }));
    const people = alarms.flatMap(({ resolvedBy }) => resolvedBy ?? []);
    const names = await ctx.read((tx) => loadStaffNames(tx, people));
    return answer(c, accept(alarms.map((alarm) => renderAlarm(alarm, names))));
  });
  api.openapi(resolveAlarmRoute, async (c) =>
    answer(c, await resolveAlarm(c.var.ctx, c.req.valid('param').alarmId)),
  );
  return api;
}
