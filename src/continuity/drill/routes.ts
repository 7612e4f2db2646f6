import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, renderInstant } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { DRILL_KINDS } from './drill-file.ts';
import { listDrills, type RecordedDrill } from './drill-queries.ts';

/** So many records are listed: those of some years. */
const listedMax = 200;
const instantWire = z.string().openapi({ format: 'date-time' });

const drillWire = z
  .strictObject({
    id: z.string(),
    node: z.string(),
    option: z.string().nullable(),
    removed: z.array(z.string()),
    scope: z.enum(['full', 'partial']),
    kind: z.enum(DRILL_KINDS),
    result: z.enum(['passed', 'failed']),
    startedAt: instantWire,
    doneAt: instantWire.nullable(),
    deviations: z.array(z.string()),
    /** SHA-256 of the record, as the transparency log has it. */
    recordHash: z.string(),
    recordedAt: instantWire,
  })
  .openapi('RecordedDrill');

/** The records of drills. */
export const drillsWire = z.strictObject({ drills: z.array(drillWire) }).openapi('RecordedDrills');

const listRoute = createRoute({
  tags: ['continuity'],
  method: 'get',
  path: '/api/v1/continuity/drills',
  summary: 'List what drills showed, the last held first',
  responses: { 200: jsonResponse(drillsWire, 'The records'), ...problemResponses },
});

function renderDrill({
  id,
  record,
  recordHash,
  recordedAt,
}: RecordedDrill): z.input<typeof drillWire> {
  const { node, option = null, domain, scope, kind, result, startedAt, doneAt = null } = record;
  return {
    ...{ id, node, option, scope, kind, result, startedAt, doneAt, recordHash },
    removed: record.with === undefined ? [domain] : [domain, record.with],
    deviations: [...(record.deviations ?? [])],
    recordedAt: renderInstant(recordedAt),
  };
}

/** Serves the records of drills under /api/v1/continuity/drills. */
export function addDrillRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'continuity:read');
    const drills = await c.var.ctx.read((tx) => listDrills(tx, { limit: listedMax }));
    return answer(c, accept(drills), {
      render: (found) => ({ drills: found.map(renderDrill) }),
    });
  });
}
