import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  listAdoptedImpacts,
  listFindings,
  listResponsibilities,
  listTimeline,
  loadIncident,
  standingResponsibilities,
} from '../../incident/index.ts';
import { accept } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonResponse,
  problem,
  problemResponses,
  readDataFile,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import { reportTextWire } from '../wire/report-wire.ts';
import { fillOutline, type Outline, type OutlineRecord, parseOutlines } from './outline.ts';

const outlineWire = z
  .strictObject({
    id: z.string(),
    titles: z.strictObject({ ko: z.string(), en: z.string() }),
    text: reportTextWire,
  })
  .openapi('ReportOutline');

const outlinesRoute = createRoute({
  tags: ['reports'],
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/report-outlines',
  summary: 'Give the templates of post-mortems, filled from the record of an incident',
  request: {
    params: z.object({
      incidentId: z.uuid().openapi({ param: { name: 'incidentId', in: 'path' } }),
    }),
  },
  responses: { 200: jsonResponse(z.array(outlineWire), 'Templates'), ...problemResponses },
});

/**
 * Reads the templates of post-mortems from the playbook; without one there are none.
 *
 * @throws PlatformError `config_invalid` that names every place that is off
 */
export function readOutlines(path: string | undefined): readonly Outline[] {
  if (path === undefined) return [];
  return readDataFile({ variable: 'AMENDS_PLAYBOOK_FILE', path, read: parseOutlines });
}

async function loadRecord(tx: Tx, incidentId: string): Promise<OutlineRecord | undefined> {
  const incident = await loadIncident(tx, incidentId);
  if (incident === undefined) return undefined;
  return {
    incident,
    timeline: await listTimeline(tx, { incidentId, visibility: 'public' }),
    impacts: await listAdoptedImpacts(tx, incidentId),
    findings: await listFindings(tx, incidentId),
    responsibilities: standingResponsibilities(await listResponsibilities(tx, incidentId)),
  };
}

/** Gives the templates of post-mortems to whoever writes reports, filled from the record. */
export function outlineRoutes(outlines: readonly Outline[]): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(outlinesRoute, async (c) => {
    requirePermission(c.var.ctx, 'claim:read');
    const { incidentId } = c.req.valid('param');
    const record = await c.var.ctx.read((tx) => loadRecord(tx, incidentId));
    if (record === undefined) return problem({ status: 404, code: 'incident_not_found' });
    const filled = outlines.map((outline) => ({
      ...{ id: outline.id, titles: outline.titles, text: fillOutline(outline, record) },
    }));
    return answer(c, accept(filled));
  });
  return api;
}
