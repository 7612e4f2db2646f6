import { type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { InputFile } from '../figures/input-file.ts';
import type { ReportDraft } from './approve-report.ts';

/** Lets one publisher of an incident's report go on at a time; ends with the transaction. */
export async function lockReports(tx: Tx, incidentId: string): Promise<void> {
  const name = `disclosure report ${incidentId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

/** Records a prepared report. */
export async function recordReportDraft(tx: Tx, draft: ReportDraft): Promise<void> {
  await sql`insert into disclosure.report_draft
      (id, incident_id, base_version, hash, document, prepared_by, prepared_at)
    values (${draft.id}, ${draft.incidentId}, ${draft.baseVersion}, ${draft.hash},
      ${draft.document}, ${draft.preparedBy}, ${renderInstant(draft.preparedAt)}::timestamptz)
    `.execute(tx);
}

/** Records a version of the public report, made of a draft that another person approved. */
export async function recordReport(
  tx: Tx,
  report: {
    draft: ReportDraft;
    version: number;
    publishedBy: string;
    at: Instant;
    note: string;
  },
): Promise<void> {
  const { draft, version, publishedBy, at, note } = report;
  await sql`insert into disclosure.report (incident_id, version, hash, document, draft_id,
      prepared_by, published_by, published_at, note)
    values (${draft.incidentId}, ${version}, ${draft.hash}, ${draft.document}, ${draft.id},
      ${draft.preparedBy}, ${publishedBy}, ${renderInstant(at)}::timestamptz, ${note})`.execute(tx);
}

/** Records the files a report is reckoned from; a file that is there already stays as it is. */
export async function recordInputs(tx: Tx, inputs: readonly InputFile[]): Promise<void> {
  for (const { hash, name, text } of inputs) {
    await sql`insert into disclosure.report_input (hash, name, text)
      values (${hash}, ${name}, ${text}) on conflict (hash) do nothing`.execute(tx);
  }
}
