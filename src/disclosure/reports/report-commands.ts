import { listPublishedPolicies, summariseClaims } from '../../claims/index.ts';
import {
  listAdoptedImpacts,
  listFindings,
  listResponsibilities,
  loadIncident,
} from '../../incident/index.ts';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  hasPermission,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
  type Tx,
  toJson,
} from '../../platform/index.ts';
import { listIssues, listPayoutsByClass, listSettlementTotals } from '../../settlement/index.ts';
import {
  decideReportApproval,
  type ReportApprovalRefusal,
  type ReportDraft,
} from './approve-report.ts';
import { renderReport } from './report.ts';
import {
  findReportDraft,
  listReports,
  loadReportDraft,
  type PublishedReport,
} from './report-queries.ts';
import { lockReports, recordReport, recordReportDraft } from './report-store.ts';

/** Why no report was prepared or published. */
export type ReportRefusal =
  | { readonly code: 'incident_not_found'; readonly incidentId: string }
  | { readonly code: 'report_unchanged'; readonly version: number }
  | { readonly code: 'report_draft_not_found'; readonly draftId: string }
  | ReportApprovalRefusal;

/** Composes the report of an incident as it stands, or gives undefined when there is none. */
export async function composeReport(
  tx: Tx,
  incidentId: string,
): Promise<{ readonly document: string; readonly hash: string } | undefined> {
  const incident = await loadIncident(tx, incidentId);
  if (incident === undefined) return undefined;
  const policies = await listPublishedPolicies(tx, incidentId);
  const document = renderReport({
    incident,
    impacts: await listAdoptedImpacts(tx, incidentId),
    findings: await listFindings(tx, incidentId),
    responsibilities: await listResponsibilities(tx, incidentId),
    figures: {
      claims: toJson(await summariseClaims(tx, incidentId)),
      cash: toJson(await listPayoutsByClass(tx, incidentId)),
      issues: toJson(await listIssues(tx, incidentId)),
      totals: toJson(await listSettlementTotals(tx, incidentId)),
      policies: policies.map(({ policyId, version, hash }) => ({ policyId, version, hash })),
    },
  });
  return { document, hash: Buffer.from(sha256(document)).toString('hex') };
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
  incidentId: string,
): Promise<Outcome<ReportDraft, ReportRefusal>> {
  if (!hasPermission(ctx.actor, 'incident:write')) requirePermission(ctx, 'disclosure:write');
  return ctx.transact(async (tx): Promise<Outcome<ReportDraft, ReportRefusal>> => {
    await lockReports(tx, incidentId);
    const composed = await composeReport(tx, incidentId);
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
    await recordReportDraft(tx, draft);
    const details = { draftId: draft.id, hash };
    await recordAudit(tx, { ctx, action: 'report_prepared', subject: incidentId, details });
    return accept(draft);
  });
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
    await recordReport(tx, { draft, version, publishedBy: ctx.actor.id, at: ctx.now });
    const payload = { incidentId, version, hash };
    await publishEvents(tx, [{ type: 'report_published', subject: incidentId, payload }]);
    await recordAudit(tx, {
      ctx,
      action: 'report_published',
      subject: incidentId,
      details: { ...payload, draftId },
    });
    return accept({ incidentId, version, hash, document, publishedAt: ctx.now, draftId });
  });
}
