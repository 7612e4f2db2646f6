import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept, addDays, localDateOf, type Outcome } from '../kernel/index.ts';
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
} from '../platform/index.ts';
import { scoreInventory } from './analyse/levels.ts';
import { assessFiles } from './commands.ts';
import { loadDrills, withDrills } from './drill/index.ts';
import { addDrillRoutes } from './drill/schedule/drill-routes.ts';
import { addSitesDrillRoutes } from './drill/sites/sites-routes.ts';
import { type AssessmentQueryRefusal, findAssessment, findScorable } from './find-assessment.ts';
import { lastDayKnown } from './gate/exercise.ts';
import { addPromiseRoutes } from './promises/routes.ts';
import { listAssessments } from './queries.ts';
import {
  assessmentWire,
  inventoryWire,
  levelsWire,
  recordedAssessmentWire,
  renderLevels,
  renderRecordedAssessment,
  renderSummaries,
  summariesWire,
} from './wire/assessment-wire.ts';
import { addDifferenceRoute } from './wire/difference-routes.ts';
import { addImportanceRoute } from './wire/importance-routes.ts';
import { addLossRoutes } from './wire/loss-routes.ts';
import { addOutlookRoute } from './wire/outlook-routes.ts';
import { assessFilesSchema, assessmentPathSchema, listQuerySchema } from './wire/request-schema.ts';

const base = '/api/v1/continuity/assessments';
const tags = ['continuity'];
const params = assessmentPathSchema;

const listRoute = createRoute({
  tags,
  method: 'get',
  path: base,
  summary: 'List assessments of inventories, newest first, a page at a time',
  request: { query: listQuerySchema },
  responses: { 200: jsonResponse(summariesWire, 'One page'), ...problemResponses },
});
const showRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/{assessmentId}`,
  summary: 'Show an assessment: the verdict for each loss, and what the inventory lists',
  request: { params },
  responses: { 200: jsonResponse(assessmentWire, 'The assessment'), ...problemResponses },
});
const inventoryRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/{assessmentId}/inventory`,
  summary: 'Give the inventory an assessment was made from',
  request: { params },
  responses: { 200: jsonResponse(inventoryWire, 'The inventory'), ...problemResponses },
});
const levelsRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/{assessmentId}/levels`,
  summary: 'Score what must never be lost, over every single site and every pair of two',
  request: { params },
  responses: { 200: jsonResponse(levelsWire, 'The levels'), ...problemResponses },
});
const recordRoute = createRoute({
  tags,
  method: 'post',
  path: base,
  summary:
    'Assess an inventory from its files; each thing wrong names file, line and what is right',
  request: { body: jsonBody(assessFilesSchema) },
  responses: {
    201: jsonResponse(recordedAssessmentWire, 'Recorded, or recorded before with the same content'),
    ...problemResponses,
  },
});

/** Serves assessments of inventories under /api/v1/continuity/assessments. */
export function continuityRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'continuity:read');
    const { limit, ...filter } = c.req.valid('query');
    const rows = await c.var.ctx.read((tx) => listAssessments(tx, { ...filter, limit: limit + 1 }));
    return answer(c, accept({ rows, limit }), { render: renderSummaries });
  });
  api.openapi(showRoute, async (c) => {
    const { ctx } = c.var;
    const found = await findAssessment(ctx, c.req.valid('param').assessmentId);
    if (!found.ok) return answer(c, found);
    const people = [found.value.recorded.assessedBy];
    const names = await ctx.read((tx) => loadStaffNames(tx, people));
    return answer(c, accept({ ...found.value, names }), { render: renderRecordedAssessment });
  });
  api.openapi(inventoryRoute, async (c) => {
    const found = await findAssessment(c.var.ctx, c.req.valid('param').assessmentId);
    return answer(c, found, { render: ({ recorded }) => recorded.inventory });
  });
  api.openapi(levelsRoute, async (c) => {
    const levels = await scoreRecorded(c.var.ctx, c.req.valid('param').assessmentId);
    return answer(c, levels, { render: renderLevels });
  });
  api.openapi(recordRoute, async (c) => {
    const { files, losses, incidentId } = c.req.valid('json');
    const named = files.map(({ path, text }) => ({ name: path, text }));
    const outcome = await assessFiles(c.var.ctx, { files: named, losses, incidentId });
    return answer(c, outcome, { status: 201 });
  });
  addLossRoutes(api);
  addPromiseRoutes(api);
  addDrillRoutes(api);
  addSitesDrillRoutes(api);
  addDifferenceRoute(api);
  addImportanceRoute(api);
  addOutlookRoute(api);
  return api;
}

async function scoreRecorded(
  ctx: Context,
  assessmentId: string,
): Promise<
  Outcome<
    { exercisedSince: string; levels: ReturnType<typeof scoreInventory> },
    AssessmentQueryRefusal
  >
> {
  const found = await findScorable(ctx, assessmentId);
  if (!found.ok) return found;
  const { inventory } = found.value;
  const today = localDateOf(ctx.now, 'UTC');
  const exercisedSince = addDays(today, -365);
  const within = { exercisedSince, exercisedUntil: lastDayKnown(today) };
  // Drills recorded here speak for the inventory as those in its files do.
  const drills = await ctx.read((tx) => loadDrills(tx, inventory.name));
  const drilled = withDrills(inventory, drills);
  return accept({ exercisedSince, levels: scoreInventory(drilled, within) });
}
