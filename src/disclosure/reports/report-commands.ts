import { loadIncident } from '../../incident/index.ts';
import { accept, assert, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  hasPermission,
  publishEvents,
  recordAudit,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import { signNote } from '../log-keys.ts';
import {
  decideReportText,
  emptyText,
  type ReportText,
  type ReportTextRefusal,
} from '../report-text/index.ts';
import {
  decideReportApproval,
  type ReportApprovalRefusal,
  type ReportDraft,
} from './approve-report.ts';
import { composeReport, type ReportSources } from './compose-commands.ts';
import { parseReportDocument } from './report-document.ts';
import { renderReportNoteText } from './report-note.ts';
import {
  findReportDraft,
  listReportDrafts,
  listReports,
  loadReportDraft,
  type PublishedReport,
} from './report-queries.ts';
import { lockReports, recordInputs, recordReport, recordReportDraft } from './report-store.ts';

/** Why no report was prepared or published. */
export type ReportRefusal =
  | { readonly code: 'incident_not_found'; readonly incidentId: string }
  | { readonly code: 'report_unchanged'; readonly version: number }
  | { readonly code: 'report_draft_not_found'; readonly draftId: string }
  | ReportTextRefusal
  | ReportApprovalRefusal;

/** What an editor asks to be prepared; without a text the one written last is taken. */
export interface ReportRequest {
  readonly incidentId: string;
  readonly text?: ReportText;
}

/** Loads what was written last for an incident's report: in a draft, or in a version. */
export async function loadReportText(tx: Tx, incidentId: string): Promise<ReportText> {
  const [draft] = await listReportDrafts(tx, incidentId);
  return (draft && parseReportDocument(draft.document)?.text) ?? emptyText;
}

/**
 * Prepares the report of an incident as it stands, for another person to approve. Whoever keeps the
 * incident's record may prepare, and whoever may publish.
 *
 * The same bytes on the same version are one draft. Refused with report_unchanged while the last
 * published version says the same.
 */
export async function prepareReport(
  ctx: Context,
  request: ReportRequest,
  sources: ReportSources = {},
): Promise<Outcome<ReportDraft, ReportRefusal>> {
  const { incidentId } = request;
  if (!hasPermission(ctx.actor, 'incident:write')) requirePermission(ctx, 'disclosure:write');
  return ctx.transact(async (tx): Promise<Outcome<ReportDraft, ReportRefusal>> => {
    await lockReports(tx, incidentId);
    const text = decideReportText(request.text ?? (await loadReportText(tx, incidentId)));
    if (!text.ok) return text;
    const asked = { incidentId, text: text.value, now: ctx.now, sources };
    const composed = await composeReport(tx, asked);
    if (composed === undefined) return refuse({ code: 'incident_not_found', incidentId });
    const { document, hash } = composed;
    const [last] = await listReports(tx, incidentId);
    if (last?.hash === hash) return refuse({ code: 'report_unchanged', version: last.version });
    const baseVersion = last?.version ?? 0;
    const earlier = await findReportDraft(tx, { incidentId, baseVersion, hash });
    if (earlier !== undefined) return accept(earlier);
    const draft: ReportDraft = {
      id: ctx.newId(),
      incidentId,
      baseVersion,
      hash,
      document,
      preparedBy: ctx.actor.id,
      preparedAt: ctx.now,
    };
    await recordInputs(tx, composed.inputs);
    await recordReportDraft(tx, draft);
    const details = { draftId: draft.id, hash };
    await recordAudit(tx, { ctx, action: 'report_prepared', subject: incidentId, details });
    return accept(draft);
  });
}

async function signReport(
  ctx: Context,
  tx: Tx,
  report: { readonly incidentId: string; readonly version: number; readonly hash: string },
): Promise<string> {
  const incident = await loadIncident(tx, report.incidentId);
  assert(incident !== undefined, 'report: its incident is on record', report);
  return signNote(ctx.signer, renderReportNoteText({ ...report, slug: incident.slug }));
}

/**
 * Publishes a prepared report as the next version; its hash goes into the log.
 *
 * What is published is the bytes that were previewed, and never by who prepared them. Approving it
 * again gives the version it became.
 */
export async function approveReport(
  ctx: Context,
  draftId: string,
): Promise<Outcome<PublishedReport, ReportRefusal>> {
  requirePermission(ctx, 'disclosure:write');
  return ctx.transact(async (tx): Promise<Outcome<PublishedReport, ReportRefusal>> => {
    const draft = await loadReportDraft(tx, draftId);
    if (draft === undefined) return refuse({ code: 'report_draft_not_found', draftId });
    const { incidentId, hash, document } = draft;
    await lockReports(tx, incidentId);
    const published = await listReports(tx, incidentId);
    const earlier = published.find((report) => report.draftId === draftId);
    if (earlier !== undefined) return accept(earlier);
    const decision = decideReportApproval(draft, {
      approverId: ctx.actor.id,
      lastVersion: published[0]?.version ?? 0,
    });
    if (!decision.ok) return decision;
    const { version } = decision.value;
    const note = await signReport(ctx, tx, { incidentId, version, hash });
    await recordReport(tx, { draft, version, publishedBy: ctx.actor.id, at: ctx.now, note });
    const payload = { incidentId, version, hash };
    await publishEvents(tx, [{ type: 'report_published', subject: incidentId, payload }]);
    await recordAudit(tx, {
      ctx,
      action: 'report_published',
      subject: incidentId,
      details: { ...payload, draftId },
    });
    return accept({ incidentId, version, hash, document, publishedAt: ctx.now, draftId, note });
  });
}
