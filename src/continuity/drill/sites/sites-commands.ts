import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
} from '../../../platform/index.ts';
import { hashSitesReport, isResultKept, type SitesReport } from './sites-report.ts';
import { appendSitesReport } from './sites-store.ts';

/**
 * Keeps what a drill of whole sites showed, and publishes `drill_recorded` in the same transaction, for the
 * transparency log.
 *
 * The event carries the report's hash and whether everything held. The same report again is answered with the
 * earlier one, and publishes nothing.
 */
export async function keepSitesReport(
  ctx: Context,
  report: SitesReport,
): Promise<{ readonly id: string; readonly isNew: boolean; readonly reportHash: string }> {
  requirePermission(ctx, 'continuity:write');
  const reportHash = hashSitesReport(report);
  const isKept = report.results.every(isResultKept);
  return ctx.transact(async (tx) => {
    const kept = await appendSitesReport(tx, ctx, { report, reportHash, isKept });
    if (!kept.isNew) return { ...kept, reportHash };
    const result = isKept ? 'passed' : 'failed';
    const payload = { drillId: kept.id, recordHash: reportHash, result };
    await publishEvents(tx, [{ type: 'drill_recorded', subject: kept.id, payload }]);
    const details = { reportHash, result };
    await recordAudit(tx, { ctx, action: 'keep_sites_drill', subject: kept.id, details });
    return { ...kept, reportHash };
  });
}
