import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type Outcome } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  jsonBody,
  jsonResponse,
  problemResponses,
  type Tx,
} from '../../platform/index.ts';
import { timeReached } from '../commands.ts';
import type { Impact } from '../impact.ts';
import { listImpacts } from '../impact-queries.ts';
import { incidentPathSchema, stateImpactSchema } from '../schemas.ts';
import { decideImpactStatement, type ImpactStatement } from '../state-impact.ts';
import { readIncident, requireStaff } from '../wire/read-incident.ts';
import { listCorrectionCosts, loadConsidered } from './correction-store.ts';
import {
  correctionPreviewWire,
  recordedCostWire,
  renderCost,
  renderRecordedCost,
} from './correction-wire.ts';
import {
  type CostReckoner,
  changeOfRecord,
  isAdopted,
  measureConsidered,
} from './record-change.ts';

const base = '/api/v1/incidents/{incidentId}';
const params = incidentPathSchema;
const tags = ['incident'];

const previewRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/impacts/correction-preview`,
  summary: 'Say what a statement would change in time and money if compensation rested on it',
  request: { params, body: jsonBody(stateImpactSchema) },
  responses: { 200: jsonResponse(correctionPreviewWire, 'The change'), ...problemResponses },
});
const listRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/correction-costs`,
  summary: 'List what corrections and adoptions meant in money when they were recorded; staff only',
  request: { params },
  responses: {
    200: jsonResponse(z.array(recordedCostWire), 'The latest first'),
    ...problemResponses,
  },
});

async function preview(
  tx: Tx,
  of: { readonly ctx: Context; readonly next: Impact; readonly corrects: string | undefined },
  reckonCost: CostReckoner | undefined,
) {
  const considered = await loadConsidered(tx, of);
  const { now } = of.ctx;
  const cost = await reckonCost?.(tx, changeOfRecord(considered, now));
  return {
    ...measureConsidered(considered, now),
    isAdopted: isAdopted(considered),
    cost: cost === undefined ? null : renderCost(cost),
  };
}

/** Adds what corrections would change, and what those on record changed, in time and money. */
export function addCorrectionRoutes(
  api: OpenAPIHono<AppEnv>,
  reckonCost: CostReckoner | undefined,
): void {
  api.openapi(previewRoute, async (c) => {
    const { ctx } = c.var;
    const { incidentId } = c.req.valid('param');
    requireStaff(ctx);
    const statement: ImpactStatement = { ...c.req.valid('json'), incidentId };
    const outcome = await readIncident(ctx, incidentId, async (tx, incident) => {
      const decided = decideImpactStatement(statement, {
        ...{ incident, known: await listImpacts(tx, incidentId), now: timeReached(ctx) },
      });
      if (!decided.ok) return decided;
      const { corrects } = statement;
      return accept(await preview(tx, { ctx, next: decided.value, corrects }, reckonCost));
    });
    const decided: Outcome<z.infer<typeof correctionPreviewWire>> = outcome.ok
      ? outcome.value
      : outcome;
    return answer(c, decided);
  });
  api.openapi(listRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    requireStaff(c.var.ctx);
    const outcome = await readIncident(c.var.ctx, incidentId, (tx) =>
      listCorrectionCosts(tx, incidentId),
    );
    return answer(c, outcome, { render: (rows) => rows.map(renderRecordedCost) });
  });
}
