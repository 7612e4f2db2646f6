import type { Instant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { renderBase64 } from '../base64.ts';
import type { InputFile } from '../figures/input-file.ts';
import { renderLeaf } from '../leaf.ts';
import { hashLeaf } from '../merkle/hash.ts';
import { findLeaf, loadInclusionProof, loadLatestCheckpoint } from '../queries.ts';
import type { ReportDraft } from './approve-report.ts';

/** A published version of the report; `document` is the canonical JSON that was hashed. */
export interface PublishedReport {
  readonly incidentId: string;
  readonly version: number;
  readonly hash: string;
  readonly document: string;
  readonly publishedAt: Instant;
  /** absent in versions published before drafts were kept */
  readonly draftId?: string;
  /** C2SP signed note over incident, version and hash; absent in versions before it was made. */
  readonly note?: string;
}

/** Lists the published versions of an incident's report, the latest first. */
export async function listReports(tx: Tx, incidentId: string): Promise<readonly PublishedReport[]> {
  const { rows } = await sql<{
    version: number;
    hash: string;
    document: string;
    published_at: Instant;
    draft_id: string | null;
    note: string | null;
  }>`select version, hash, document, published_at, draft_id, note from disclosure.report
    where incident_id = ${incidentId} order by version desc`.execute(tx);
  return rows.map((row) => ({
    incidentId,
    version: row.version,
    hash: row.hash,
    document: row.document,
    publishedAt: row.published_at,
    ...(row.draft_id === null ? {} : { draftId: row.draft_id }),
    ...(row.note === null ? {} : { note: row.note }),
  }));
}

/** Lists when which version of which incident's report was published, the earliest first. */
export async function listPublications(
  tx: Tx,
): Promise<readonly Pick<PublishedReport, 'incidentId' | 'version' | 'publishedAt'>[]> {
  const { rows } = await sql<{ incident_id: string; version: number; published_at: Instant }>`
    select incident_id, version, published_at from disclosure.report
    order by published_at, incident_id, version`.execute(tx);
  return rows.map((row) => ({
    incidentId: row.incident_id,
    version: row.version,
    publishedAt: row.published_at,
  }));
}

interface DraftRow {
  id: string;
  incident_id: string;
  base_version: number;
  hash: string;
  document: string;
  prepared_by: string;
  prepared_at: Instant;
}

function toDraft(row: DraftRow): ReportDraft {
  return {
    id: row.id,
    incidentId: row.incident_id,
    baseVersion: row.base_version,
    hash: row.hash,
    document: row.document,
    preparedBy: row.prepared_by,
    preparedAt: row.prepared_at,
  };
}

/** Loads a prepared report, or undefined when there is none of that id. */
export async function loadReportDraft(tx: Tx, id: string): Promise<ReportDraft | undefined> {
  const { rows } = await sql<DraftRow>`
    select * from disclosure.report_draft where id = ${id}`.execute(tx);
  return rows[0] === undefined ? undefined : toDraft(rows[0]);
}

/** Finds the prepared report of these bytes on this version, or undefined. */
export async function findReportDraft(
  tx: Tx,
  wanted: { incidentId: string; baseVersion: number; hash: string },
): Promise<ReportDraft | undefined> {
  const { rows } = await sql<DraftRow>`
    select * from disclosure.report_draft where incident_id = ${wanted.incidentId}
      and base_version = ${wanted.baseVersion} and hash = ${wanted.hash}`.execute(tx);
  return rows[0] === undefined ? undefined : toDraft(rows[0]);
}

/** Lists the prepared reports of an incident, the latest first, at most 200. */
export async function listReportDrafts(
  tx: Tx,
  incidentId: string,
): Promise<readonly ReportDraft[]> {
  const { rows } = await sql<DraftRow>`
    select * from disclosure.report_draft where incident_id = ${incidentId}
    order by prepared_at desc, id desc limit 200`.execute(tx);
  return rows.map(toDraft);
}

/** Loads a file that a report is reckoned from, by the hash the report names. */
export async function loadInput(tx: Tx, hash: string): Promise<InputFile | undefined> {
  const { rows } = await sql<InputFile>`
    select hash, name, text from disclosure.report_input where hash = ${hash}`.execute(tx);
  return rows[0];
}

/** What shows that a version is the one that was published; nulls while no checkpoint covers it. */
export interface ReportProof {
  readonly note: string | null;
  readonly leaf: string;
  readonly leafIndex: number | null;
  readonly treeSize: number | null;
  readonly inclusionProof: string[];
  readonly checkpoint: string | null;
}

/** Builds the proof that a version's hash is in the log, under the latest checkpoint. */
export async function loadReportProof(tx: Tx, report: PublishedReport): Promise<ReportProof> {
  const { incidentId, version, hash } = report;
  const leaf = renderLeaf('report_published', { incidentId, version, hash });
  const said = { note: report.note ?? null, leaf: new TextDecoder().decode(leaf) };
  const found = await findLeaf(tx, hashLeaf(leaf));
  const { shard, index: leafIndex = Number.POSITIVE_INFINITY } = found ?? {};
  const checkpoint = await loadLatestCheckpoint(tx, shard);
  if (checkpoint === undefined || leafIndex >= checkpoint.size) {
    return { ...said, leafIndex: null, treeSize: null, inclusionProof: [], checkpoint: null };
  }
  const { size: treeSize, note } = checkpoint;
  const proof = await loadInclusionProof(tx, { shard, index: leafIndex, size: treeSize });
  const inclusionProof = proof.map(renderBase64);
  return { ...said, leafIndex, treeSize, inclusionProof, checkpoint: note };
}
