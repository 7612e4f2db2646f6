import { listPublishedPolicies, summariseClaims } from '../claims/index.ts';
import {
  listAdoptedImpacts,
  listFindings,
  listResponsibilities,
  loadIncident,
} from '../incident/index.ts';
import { accept, type Outcome, refuse } from '../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
  type Tx,
  toJson,
} from '../platform/index.ts';
import { listIssues, listPayoutsByClass, listSettlementTotals } from '../settlement/index.ts';
import { listReports, type PublishedReport } from './queries.ts';
import { renderReport } from './report.ts';
import { lockReports, recordReport } from './store.ts';

export type ReportRefusal = { readonly code: 'incident_not_found'; readonly incidentId: string };

async function composeReport(tx: Tx, incidentId: string): Promise<string | undefined> {
  const incident = await loadIncident(tx, incidentId);
  if (incident === undefined) return undefined;
  const policies = await listPublishedPolicies(tx, incidentId);
  return renderReport({
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
}

/**
 * Publishes the report of an incident as it stands: a further version, whose hash goes into the
 * log. When nothing changed since the last version, that one is given and nothing is recorded.
 */
export async function publishReport(
  ctx: Context,
  incidentId: string,
): Promise<Outcome<PublishedReport, ReportRefusal>> {
  requirePermission(ctx, 'disclosure:write');
  return ctx.transact(async (tx) => {
    await lockReports(tx, incidentId);
    const document = await composeReport(tx, incidentId);
    if (document === undefined) return refuse({ code: 'incident_not_found', incidentId });
    const hash = Buffer.from(sha256(document)).toString('hex');
    const [last] = await listReports(tx, incidentId);
    if (last?.hash === hash) return accept(last);
    const version = (last?.version ?? 0) + 1;
    const publishedBy = ctx.actor.id;
    await recordReport(tx, { incidentId, version, hash, document, publishedBy, at: ctx.now });
    const payload = { incidentId, version, hash };
    await publishEvents(tx, [{ type: 'report_published', subject: incidentId, payload }]);
    await recordAudit(tx, {
      ctx,
      action: 'report_published',
      subject: incidentId,
      details: payload,
    });
    return accept({ incidentId, version, hash, document, publishedAt: ctx.now });
  });
}
