import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept } from '../../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  jsonBody,
  jsonResponse,
  problemResponses,
} from '../../../platform/index.ts';
import { assessmentPathSchema } from '../../wire/request-schema.ts';
import {
  callingOffSchema,
  drillPlanWire,
  heldDrillSchema,
  keptDrillWire,
  plannedWire,
  planPathSchema,
  planSchema,
  renderDrillPlan,
  renderSchedule,
  scheduleWire,
} from './drill-wire.ts';
import {
  approveDrill,
  callDrillOff,
  listSchedule,
  planDrill,
  planForAssessment,
  recordHeldDrill,
} from './schedule-commands.ts';

const tags = ['continuity'];
const plans = '/api/v1/continuity/drill-plans';
const drills = '/api/v1/continuity/drills';

const listRoute = createRoute({
  tags,
  method: 'get',
  path: drills,
  summary: 'List planned drills, the earliest due first, and recorded ones, the newest first',
  responses: { 200: jsonResponse(scheduleWire, 'The schedule'), ...problemResponses },
});
const adviseRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/continuity/assessments/{assessmentId}/drill-plan',
  summary: 'Give what an assessed inventory should be drilled on, the most telling first',
  request: { params: assessmentPathSchema },
  responses: { 200: jsonResponse(drillPlanWire, 'What to drill on'), ...problemResponses },
});
const planRoute = createRoute({
  tags,
  method: 'post',
  path: plans,
  summary: 'Plan a drill: whole domains, who answers for it, until when',
  request: { body: jsonBody(planSchema) },
  responses: { 201: jsonResponse(plannedWire, 'Planned'), ...problemResponses },
});
const approveRoute = createRoute({
  tags,
  method: 'post',
  path: `${plans}/{planId}/approval`,
  summary: 'Approve a planned drill; another person than who planned it',
  request: { params: planPathSchema },
  responses: { 201: jsonResponse(plannedWire, 'Approved'), ...problemResponses },
});
const callOffRoute = createRoute({
  tags,
  method: 'post',
  path: `${plans}/{planId}/calling-off`,
  summary: 'Call a planned drill off, with the reason',
  request: { params: planPathSchema, body: jsonBody(callingOffSchema) },
  responses: { 201: jsonResponse(plannedWire, 'Called off'), ...problemResponses },
});
const recordRoute = createRoute({
  tags,
  method: 'post',
  path: drills,
  summary: 'Record a drill that was held; its hash goes to the transparency log',
  request: { body: jsonBody(heldDrillSchema) },
  responses: { 201: jsonResponse(keptDrillWire, 'Recorded'), ...problemResponses },
});

/** Adds drills: what to hold, what is planned, and what was held. */
export function addDrillRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) =>
    answer(c, accept(await listSchedule(c.var.ctx)), { render: renderSchedule }),
  );
  api.openapi(adviseRoute, async (c) => {
    const { assessmentId } = c.req.valid('param');
    return answer(c, await planForAssessment(c.var.ctx, assessmentId), { render: renderDrillPlan });
  });
  api.openapi(planRoute, async (c) =>
    answer(c, await planDrill(c.var.ctx, c.req.valid('json')), { status: 201 }),
  );
  api.openapi(approveRoute, async (c) =>
    answer(c, await approveDrill(c.var.ctx, c.req.valid('param').planId), { status: 201 }),
  );
  api.openapi(callOffRoute, async (c) => {
    const { planId } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    return answer(c, await callDrillOff(c.var.ctx, { planId, reason }), { status: 201 });
  });
  api.openapi(recordRoute, async (c) =>
    answer(c, await recordHeldDrill(c.var.ctx, c.req.valid('json')), { status: 201 }),
  );
}
