import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { loadIncidentBySlug } from '../../incident/index.ts';
import { accept, type Instant, isUuid, type Outcome, refuse } from '../../kernel/index.ts';
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
import type { InputFile } from '../figures/input-file.ts';
import { emptyText } from '../report-text/index.ts';
import {
  type DraftStanding,
  renderReportDraft,
  renderReportVersion,
  reportDocumentWire,
  reportDraftWire,
  reportProofWire,
  reportTextWire,
  reportVersionWire,
} from '../wire/report-wire.ts';
import { assessDraftState, type ReportDraft } from './approve-report.ts';
import { composeReport, type ReportSources } from './compose-commands.ts';
import {
  approveReport,
  loadReportText,
  prepareReport,
  type ReportRefusal,
  type ReportRequest,
} from './report-commands.ts';
import { parseReportDocument } from './report-document.ts';
import {
  listReportDrafts,
  listReports,
  loadInput,
  loadReportDraft,
  loadReportProof,
  type PublishedReport,
} from './report-queries.ts';

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
  request: {
    params: incidentPath,
    body: {
      required: false,
      content: { 'application/json': { schema: z.object({ text: reportTextWire.optional() }) } },
    },
  },
  responses: { 201: jsonResponse(reportDraftWire, 'Prepared'), ...problemResponses },
});
const textRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/report-text',
  summary: 'Give what the editor wrote last for an incident’s report',
  request: { params: incidentPath },
  responses: { 200: jsonResponse(reportTextWire, 'The text'), ...problemResponses },
});
const proofRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/reports/{slug}/{version}/proof',
  summary: 'Give the signed note of a version, and the proof that its hash is in the log',
  request: { params: versionPath },
  responses: { 200: jsonResponse(reportProofWire, 'The proof'), ...problemResponses },
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
  asked: {
    readonly incidentId: string;
    readonly drafts: readonly ReportDraft[];
    readonly now: Instant;
    readonly sources: ReportSources;
  },
): Promise<readonly DraftStanding[]> {
  const { incidentId, drafts, now, sources } = asked;
  const reports = await listReports(tx, incidentId);
  const names = await loadStaffNames(
    tx,
    drafts.map(({ preparedBy }) => preparedBy),
  );
  const lastVersion = reports[0]?.version ?? 0;
  const standing: DraftStanding[] = [];
  for (const draft of drafts) {
    const publishedAs = reports.find(({ draftId }) => draftId === draft.id)?.version;
    const state = assessDraftState(draft, { publishedAs, lastVersion });
    const text = parseReportDocument(draft.document)?.text ?? emptyText;
    // Only a draft that waits is compared with the record: it alone can still be published.
    const composed =
      state === 'waiting' ? await composeReport(tx, { incidentId, text, now, sources }) : undefined;
    const isCurrent = composed !== undefined && draft.hash === composed.hash;
    const preparedByName = names.get(draft.preparedBy);
    standing.push({ draft, publishedAs, state, isCurrent, preparedByName });
  }
  return standing;
}

async function findVersion(
  tx: Tx,
  asked: { readonly slug: string; readonly version: string },
): Promise<PublishedReport | undefined> {
  const incident = await loadIncidentBySlug(tx, asked.slug);
  const reports = incident === undefined ? [] : await listReports(tx, incident.id);
  return reports.find(({ version }) => version === Number(asked.version));
}

async function findInput(
  tx: Tx,
  asked: { readonly report: { readonly document: string } | undefined; readonly name: string },
): Promise<InputFile | undefined> {
  const inputs = asked.report && parseReportDocument(asked.report.document)?.inputs;
  const input = inputs?.find(({ name }) => name === asked.name);
  return input && loadInput(tx, input.sha256);
}

function giveFile(file: InputFile | undefined, caching: string): Response {
  if (file === undefined) return problem({ status: 404, code: 'report_not_found' });
  const type = file.name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/json';
  return new Response(file.text, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': caching,
    },
  });
}

/** Gives a file by its name in the report that names its hash; to be saved, never to be run. */
function addInputRoute(api: OpenAPIHono<AppEnv>): void {
  api.get('/api/v1/reports/:slug/:version/inputs/:name', async (c) => {
    const { slug, version, name } = c.req.param();
    const file = await c.var.ctx.read(async (tx) =>
      findInput(tx, { report: await findVersion(tx, { slug, version }), name }),
    );
    return giveFile(file, 'public, max-age=31536000, immutable');
  });
  api.get('/api/v1/report-drafts/:draftId/inputs/:name', async (c) => {
    requirePermission(c.var.ctx, 'claim:read');
    const { draftId, name } = c.req.param();
    const file = await c.var.ctx.read(async (tx) =>
      findInput(tx, {
        report: isUuid(draftId) ? await loadReportDraft(tx, draftId) : undefined,
        name,
      }),
    );
    return giveFile(file, 'no-store');
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
    const report = await c.var.ctx.read((tx) => findVersion(tx, { slug, version }));
    if (report === undefined) return problem({ status: 404, code: 'report_not_found' });
    return c.body(report.document, 200, jsonBytes) as never;
  });
  api.openapi(proofRoute, async (c) => {
    const { slug, version } = c.req.valid('param');
    const proof = await c.var.ctx.read(async (tx) => {
      const report = await findVersion(tx, { slug, version });
      return report && loadReportProof(tx, report);
    });
    if (proof === undefined) return problem({ status: 404, code: 'report_not_found' });
    return answer(c, accept(proof));
  });
  addInputRoute(api);
}

/** Adds the published reports, and how one is prepared by one person and approved by another. */
export function addReportRoutes(api: OpenAPIHono<AppEnv>, sources: ReportSources): void {
  addPublishedRoutes(api);
  api.openapi(draftsRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    requirePermission(c.var.ctx, 'claim:read');
    const drafts = await c.var.ctx.read(async (tx) =>
      loadStanding(tx, {
        ...{ incidentId, drafts: await listReportDrafts(tx, incidentId) },
        ...{ now: c.var.ctx.now, sources },
      }),
    );
    return answer(c, accept(drafts), { render: (rows) => rows.map(renderReportDraft) });
  });
  api.openapi(prepareRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const { ctx } = c.var;
    const { text } = c.req.valid('json') ?? {};
    const request = { incidentId, ...(text === undefined ? {} : { text }) } as ReportRequest;
    const prepared = await prepareReport(ctx, request, sources);
    if (!prepared.ok) return answer(c, prepared);
    const drafts = [prepared.value];
    const [standing] = await ctx.read((tx) =>
      loadStanding(tx, { incidentId, drafts, now: ctx.now, sources }),
    );
    return answer(c, accept(standing as DraftStanding), { render: renderReportDraft, status: 201 });
  });
  api.openapi(textRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    requirePermission(c.var.ctx, 'claim:read');
    const text = await c.var.ctx.read((tx) => loadReportText(tx, incidentId));
    return answer(c, accept(text));
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
