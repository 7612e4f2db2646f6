import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type Outcome } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
} from '../../platform/index.ts';
import { type AdoptionDecision, decideAdoption } from '../adopt-impact.ts';
import { adoptImpact, stateImpact } from '../commands.ts';
import { addCorrectionRoutes } from '../corrections/correction-routes.ts';
import { loadConsidered } from '../corrections/correction-store.ts';
import {
  type CorrectionCost,
  type CostReckoner,
  changeOfRecord,
} from '../corrections/record-change.ts';
import { listAdoptedImpacts, listAdoptions, listImpacts } from '../impact-queries.ts';
import {
  adoptImpactSchema,
  impactPathSchema,
  incidentPathSchema,
  stateImpactSchema,
} from '../schemas.ts';
import {
  adoptionPreviewWire,
  adoptionWire,
  impactWire,
  renderAdoption,
  renderAdoptionPreview,
  renderImpacts,
} from './impact-wire.ts';
import { recordedWire, renderRecorded } from './incident-wire.ts';
import { readIncident, requireStaff } from './read-incident.ts';

const base = '/api/v1/incidents/{incidentId}';
const params = incidentPathSchema;
const tags = ['incident'];
const recorded = {
  201: jsonResponse(recordedWire, 'Recorded, or recorded before with the same content'),
  ...problemResponses,
};

const impactsRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/impacts`,
  summary: 'List every stated impact and which of them are adopted for compensation',
  request: { params },
  responses: { 200: jsonResponse(z.array(impactWire), 'By function'), ...problemResponses },
});
const adoptionsRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/adoptions`,
  summary: 'List every adoption, the latest first, displaced ones too; staff only',
  request: { params },
  responses: { 200: jsonResponse(z.array(adoptionWire), 'Adoptions'), ...problemResponses },
});
const previewRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/impacts/{impactId}/adoption-preview`,
  summary: 'Say what adopting an impact would change, or why it may not be adopted; staff only',
  request: { params: impactPathSchema },
  responses: { 200: jsonResponse(adoptionPreviewWire, 'The change'), ...problemResponses },
});
const stateRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/impacts`,
  summary: 'State an impact, or correct one of the same party',
  request: { params, body: jsonBody(stateImpactSchema) },
  responses: recorded,
});
const adoptRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/adoptions`,
  summary: 'Adopt one stated impact for compensation',
  request: { params, body: jsonBody(adoptImpactSchema) },
  responses: recorded,
});

/** Adds stated impacts, their adoption and what an adoption would change. */
export function addImpactRoutes(
  api: OpenAPIHono<AppEnv>,
  reckonCost: CostReckoner | undefined,
): void {
  addCorrectionRoutes(api, reckonCost);
  api.openapi(impactsRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const outcome = await readIncident(c.var.ctx, incidentId, async (tx) => ({
      adopted: await listAdoptedImpacts(tx, incidentId),
      stated: await listImpacts(tx, incidentId),
    }));
    return answer(c, outcome, { render: renderImpacts });
  });
  api.openapi(adoptionsRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    requireStaff(c.var.ctx);
    const outcome = await readIncident(c.var.ctx, incidentId, async (tx) => {
      const adoptions = await listAdoptions(tx, incidentId);
      const people = adoptions.map(({ adoptedBy }) => adoptedBy);
      return { adoptions, names: await loadStaffNames(tx, people) };
    });
    return answer(c, outcome, {
      render: ({ adoptions, names }) => adoptions.map((row) => renderAdoption(row, names)),
    });
  });
  api.openapi(previewRoute, async (c) => {
    const { incidentId, impactId } = c.req.valid('param');
    const { ctx } = c.var;
    requireStaff(ctx);
    const outcome = await readIncident(ctx, incidentId, async (tx, incident) => {
      const decided = decideAdoption(
        // Only what would change is asked, so the reason and id of the real request are not known.
        { id: impactId, impactId, reason: 'preview' },
        {
          incidentState: incident.state,
          known: await listImpacts(tx, incidentId),
          adopted: await listAdoptedImpacts(tx, incidentId),
          now: ctx.now,
        },
      );
      if (!decided.ok || ctx.actor.kind !== 'staff') return decided;
      const considered = await loadConsidered(tx, { next: decided.value.impact });
      const cost = await reckonCost?.(tx, changeOfRecord(considered, ctx.now));
      return accept({ ...decided.value, cost });
    });
    const decided: Outcome<AdoptionDecision & { cost?: CorrectionCost | undefined }> = outcome.ok
      ? outcome.value
      : outcome;
    return answer(c, decided, { render: renderAdoptionPreview });
  });
  api.openapi(stateRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const statement = { ...c.req.valid('json'), incidentId };
    const outcome = await stateImpact(c.var.ctx, statement, reckonCost);
    return answer(c, outcome, { render: renderRecorded, status: 201 });
  });
  api.openapi(adoptRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const outcome = await adoptImpact(
      c.var.ctx,
      { ...c.req.valid('json'), incidentId },
      reckonCost,
    );
    return answer(c, outcome, { render: renderRecorded, status: 201 });
  });
}
