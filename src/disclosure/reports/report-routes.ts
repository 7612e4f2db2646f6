import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { loadIncidentBySlug } from '../../incident/index.ts';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  jsonResponse,
  loadStaffNames,
  problem,
  problemResponses,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import {
  type DraftStanding,
  renderReportDraft,
  renderReportVersion,
  reportDocumentWire,
  reportDraftWire,
  reportVersionWire,
} from '../wire/report-wire.ts';
import { assessDraftState, type ReportDraft } from './approve-report.ts';
import {
  approveReport,
  composeReport,
  prepareReport,
  type ReportRefusal,
} from './report-commands.ts';
import { listReportDrafts, listReports, loadReportDraft } from './report-queries.ts';

const tags = ['reports'];
const incidentPath = z.object({
  incidentId: z.uuid().openapi({ param: { name: 'incidentId', in: 'path' } }),
});
const draftPath = z.object({
  draftId: z.uuid().openapi({ param: { name: 'draftId', in: 'path' } }),
});
const slugPath = z.object({ slug: z.string().openapi({ param: { name: 'slug', in: 'path' } }) });
const versionPath = slugPath.extend({
  version: z
    .string()
    .regex(/^\d{1,6}$/)
    .openapi({ param: { name: 'version', in: 'path' } }),
});

const versionsRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/reports/{slug}',
  summary: 'List the published versions of an incident’s report, the latest first',
  request: { params: slugPath },
  responses: { 200: jsonResponse(z.array(reportVersionWire), 'Versions'), ...problemResponses },
});
const versionRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/reports/{slug}/{version}',
  summary: 'Give one published version, as the exact bytes that were hashed',
  request: { params: versionPath },
  responses: { 200: jsonResponse(reportDocumentWire, 'The report'), ...problemResponses },
});
const draftsRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/report-drafts',
  summary: 'List prepared reports, the latest first, and where each of them stands',
  request: { params: incidentPath },
  responses: { 200: jsonResponse(z.array(reportDraftWire), 'Drafts'), ...problemResponses },
});
const prepareRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/incidents/{incidentId}/report-drafts',
  summary: 'Prepare the report of an incident as it stands, for another person to approve',
  request: { params: incidentPath },
  responses: { 201: jsonResponse(reportDraftWire, 'Prepared'), ...problemResponses },
});
const documentRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/report-drafts/{draftId}/document',
  summary: 'Preview a prepared report, as the exact bytes that would be published',
  request: { params: draftPath },
  responses: { 200: jsonResponse(reportDocumentWire, 'The report'), ...problemResponses },
});
const approveRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/report-drafts/{draftId}/approval',
  summary: 'Publish a report that somebody else prepared',
  request: { params: draftPath },
  responses: { 201: jsonResponse(reportVersionWire, 'Published'), ...problemResponses },
});

const jsonBytes = { 'content-type': 'application/json' };

async function loadStanding(
  tx: Tx,
  incidentId: string,
  drafts: readonly ReportDraft[],
): Promise<readonly DraftStanding[]> {
  const reports = await listReports(tx, incidentId);
  const composed = await composeReport(tx, incidentId);
  const names = await loadStaffNames(
    tx,
    drafts.map(({ preparedBy }) => preparedBy),
  );
  const lastVersion = reports[0]?.version ?? 0;
  return drafts.map((draft) => {
    const publishedAs = reports.find(({ draftId }) => draftId === draft.id)?.version;
    return {
      draft,
      publishedAs,
      state: assessDraftState(draft, { publishedAs, lastVersion }),
      isCurrent: draft.hash === composed?.hash,
      preparedByName: names.get(draft.preparedBy),
    };
  });
}

function addPublishedRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(versionsRoute, async (c) => {
    const { slug } = c.req.valid('param');
    const reports = await c.var.ctx.read(async (tx) => {
      const incident = await loadIncidentBySlug(tx, slug);
      return incident === undefined ? undefined : listReports(tx, incident.id);
    });
    if (reports === undefined) return problem({ status: 404, code: 'incident_not_found' });
    return answer(c, accept(reports), { render: (rows) => rows.map(renderReportVersion) });
  });
  api.openapi(versionRoute, async (c) => {
    const { slug, version } = c.req.valid('param');
    const report = await c.var.ctx.read(async (tx) => {
      const incident = await loadIncidentBySlug(tx, slug);
      const reports = incident === undefined ? [] : await listReports(tx, incident.id);
      return reports.find((row) => row.version === Number(version));
    });
    if (report === undefined) return problem({ status: 404, code: 'report_not_found' });
    return c.body(report.document, 200, jsonBytes) as never;
  });
}

/** Adds the published reports, and how one is prepared by one person and approved by another. */
export function addReportRoutes(api: OpenAPIHono<AppEnv>): void {
  addPublishedRoutes(api);
  api.openapi(draftsRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    requirePermission(c.var.ctx, 'claim:read');
    const drafts = await c.var.ctx.read(async (tx) =>
      loadStanding(tx, incidentId, await listReportDrafts(tx, incidentId)),
    );
    return answer(c, accept(drafts), { render: (rows) => rows.map(renderReportDraft) });
  });
  api.openapi(prepareRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const { ctx } = c.var;
    const prepared = await prepareReport(ctx, incidentId);
    if (!prepared.ok) return answer(c, prepared);
    const [standing] = await ctx.read((tx) => loadStanding(tx, incidentId, [prepared.value]));
    return answer(c, accept(standing as DraftStanding), { render: renderReportDraft, status: 201 });
  });
  api.openapi(documentRoute, async (c) => {
    const { draftId } = c.req.valid('param');
    requirePermission(c.var.ctx, 'claim:read');
    const draft = await c.var.ctx.read((tx) => loadReportDraft(tx, draftId));
    if (draft !== undefined) return c.body(draft.document, 200, jsonBytes) as never;
    const missing: Outcome<never, ReportRefusal> = refuse({
      code: 'report_draft_not_found',
      draftId,
    });
    return answer(c, missing);
  });
  api.openapi(approveRoute, async (c) => {
    const { draftId } = c.req.valid('param');
    const outcome = await approveReport(c.var.ctx, draftId);
    return answer(c, outcome, { render: renderReportVersion, status: 201 });
  });
}
