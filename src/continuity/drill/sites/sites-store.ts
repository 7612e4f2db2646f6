import {
  canonicalJson,
  type Instant,
  type JsonValue,
  renderInstant,
} from '../../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../../platform/index.ts';
import type { SitesReport } from './sites-report.ts';

/** A report as it is kept. */
export interface KeptSitesReport {
  readonly id: string;
  readonly reportHash: string;
  readonly isKept: boolean;
  readonly recordedAt: Instant;
  readonly recordedBy: string;
  readonly report: SitesReport;
}

/**
 * Appends a report unless the same report is there.
 *
 * @returns the id under which it is kept, and whether this call kept it
 */
export async function appendSitesReport(
  tx: Tx,
  ctx: Context,
  made: { readonly report: SitesReport; readonly reportHash: string; readonly isKept: boolean },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { report, reportHash, isKept } = made;
  const { rows } = await sql<{ id: string }>`
    insert into continuity.sites_drill
      (id, report_hash, is_kept, started_at, report, recorded_at, recorded_by)
    values (${ctx.newId()}, ${reportHash}, ${isKept}, ${report.startedAt}::timestamptz,
      ${canonicalJson(report as JsonValue)}::jsonb, ${renderInstant(ctx.now)}::timestamptz,
      ${ctx.actor.id})
    on conflict on constraint sites_drill_once do nothing
    returning id`.execute(tx);
  if (rows[0] !== undefined) return { id: rows[0].id, isNew: true };
  const { rows: earlier } = await sql<{ id: string }>`
    select id from continuity.sites_drill where report_hash = ${reportHash}`.execute(tx);
  return { id: earlier[0]?.id ?? '', isNew: false };
}

/** Lists reports, the latest drill first, at most twenty. */
export async function listSitesReports(tx: Tx): Promise<readonly KeptSitesReport[]> {
  const { rows } = await sql<KeptSitesReport>`
    select id, report_hash as "reportHash", is_kept as "isKept", recorded_at as "recordedAt",
      recorded_by as "recordedBy", report
    from continuity.sites_drill order by started_at desc, id limit 20`.execute(tx);
  return rows;
}
