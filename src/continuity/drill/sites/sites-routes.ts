import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, renderInstant } from '../../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  jsonBody,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../../../platform/index.ts';
import { keepSitesReport } from './sites-commands.ts';
import { sitesReportSchema } from './sites-report.ts';
import { listSitesReports } from './sites-store.ts';

const common = { tags: ['continuity'], path: '/api/v1/continuity/sites-drills' };

const keptWire = z
  .strictObject({
    id: z.string(),
    reportHash: z.string().openapi({ description: 'SHA-256; the transparency log has it' }),
    isKept: z.boolean().openapi({ description: 'nothing was refused, lost or doubled' }),
    recordedAt: z.string().openapi({ format: 'date-time' }),
    report: sitesReportSchema,
  })
  .openapi('KeptSitesDrill');

const listRoute = createRoute({
  ...common,
  method: 'get',
  summary: 'List what drills of whole sites showed, the latest first',
  responses: {
    200: jsonResponse(z.strictObject({ reports: z.array(keptWire) }), 'The reports'),
    ...problemResponses,
  },
});
const keepRoute = createRoute({
  ...common,
  method: 'post',
  summary: 'Keep what a drill of whole sites showed; its hash goes to the transparency log',
  request: { body: jsonBody(sitesReportSchema) },
  responses: {
    201: jsonResponse(
      z.strictObject({ id: z.string(), isNew: z.boolean(), reportHash: z.string() }),
      'Kept, or kept before with the same content',
    ),
    ...problemResponses,
  },
});

/** Serves the reports of drills of whole sites. */
export function addSitesDrillRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'continuity:read');
    const reports = await ctx.read((tx) => listSitesReports(tx));
    return answer(c, accept(reports), {
      render: (rows) => ({
        reports: rows.map(({ recordedBy: _who, recordedAt, ...row }) => ({
          ...row,
          recordedAt: renderInstant(recordedAt),
        })),
      }),
    });
  });
  api.openapi(keepRoute, async (c) =>
    answer(c, accept(await keepSitesReport(c.var.ctx, c.req.valid('json'))), { status: 201 }),
  );
}
