import type { Child } from 'hono/jsx';
import { loadPolicyByHash } from '../../../claims/index.ts';
import { loadAwardNames } from '../../../claims/policies/index.ts';
import { exportFiles, policyFile } from '../../../disclosure/export/index.ts';
import { renderNoteKey } from '../../../disclosure/index.ts';
import {
  listReports,
  loadInput,
  loadReportProof,
  type PublishedReport,
  parseReportDocument,
  type ReportDocument,
} from '../../../disclosure/reports/index.ts';
import { loadPublicAttachment } from '../../../incident/attachments/index.ts';
import { loadIncidentBySlug } from '../../../incident/index.ts';
import {
  accept,
  canonicalJson,
  type JsonValue,
  type Outcome,
  refuse,
} from '../../../kernel/index.ts';
import type { Context, Tx } from '../../../platform/index.ts';
import { listPublicIncidents } from '../feeds/load-source.ts';
import type { Locale } from '../public-layout.tsx';
import type { Brand } from '../status/brand.ts';
import { renderTwin } from '../status/render-twin.tsx';
import { ChangesPage } from './changes.page.tsx';
import { ReportPage } from './report.page.tsx';
import { policyHashes, type ReportLinks, type ReportView } from './report-view.ts';
import { listLog, type StaticFile } from './static-log.ts';

/** Why no report can be exported. */
export type ExportRefusal =
  | { readonly code: 'export_incident_unknown'; readonly slug: string }
  | { readonly code: 'export_no_report'; readonly slug: string }
  | { readonly code: 'export_not_signed'; readonly slug: string };

const locales: readonly Locale[] = ['ko', 'en'];

const pageOf = (version: number, locale: Locale): string => `version-${version}.${locale}.html`;
const changesOf = (version: number, locale: Locale): string => `changes-${version}.${locale}.html`;
const indexOf = (locale: Locale): string => (locale === 'ko' ? 'index.html' : 'index.en.html');

function staticLinks(at: {
  readonly document: ReportDocument;
  readonly version: number;
  readonly isLatest: boolean;
  readonly locale: Locale;
}): ReportLinks {
  const { version, isLatest, locale } = at;
  const other: Locale = locale === 'ko' ? 'en' : 'ko';
  const suffix = isLatest ? '' : `-${version}`;
  return {
    home: indexOf(locale),
    otherLanguage: isLatest ? indexOf(other) : pageOf(version, other),
    document: `report${suffix}.json`,
    proof: `proof${suffix}.json`,
    checkpoint: `${exportFiles.log}/checkpoint`,
    receipt: 'verify/index.html',
    status: `status/${locale === 'ko' ? 'index.html' : 'en.html'}`,
    input: (name) => `${exportFiles.inputs}${suffix}/${name}`,
    attachment: attachmentFile,
    policy: policyFile,
    version: (number) => pageOf(number, locale),
    changes: (number) => changesOf(number, locale),
  };
}

/** Where a document stands: its hash first, so that two of one name do not meet. */
function attachmentFile(of: { readonly sha256: string; readonly filename: string }): string {
  const name = of.filename.replaceAll(/[^A-Za-z0-9.-]+/g, '-');
  return `attachments/${of.sha256.slice(0, 16)}-${name}`;
}

interface Published extends PublishedReport {
  readonly read: ReportDocument;
}

async function renderHtml(page: Child): Promise<string> {
  return `<!doctype html>${String(await page)}\n`;
}

async function renderPages(
  ctx: Context,
  tx: Tx,
  reports: readonly Published[],
): Promise<readonly StaticFile[]> {
  const files: StaticFile[] = [];
  const logKey = renderNoteKey(ctx.signer);
  for (const [at, report] of reports.entries()) {
    const { version, read: document } = report;
    const proof = await loadReportProof(tx, report);
    const awardNames = await loadAwardNames(tx, policyHashes(document));
    for (const locale of locales) {
      const links = staticLinks({ document, version, isLatest: at === 0, locale });
      const known = { document, hash: report.hash, published: report, proof, awardNames };
      const view: ReportView = { ...known, versions: reports, logKey, locale, links };
      const bytes = await renderHtml(<ReportPage view={view} />);
      files.push({ path: pageOf(version, locale), bytes });
      if (at === 0) files.push({ path: indexOf(locale), bytes });
    }
  }
  return files;
}

async function renderChanges(
  tx: Tx,
  reports: readonly Published[],
): Promise<readonly StaticFile[]> {
  const files: StaticFile[] = [];
  for (const [at, now] of reports.entries()) {
    const was = reports[at + 1];
    if (was === undefined) continue;
    const awardNames = await loadAwardNames(tx, [now.read, was.read].flatMap(policyHashes));
    for (const locale of locales) {
      const other: Locale = locale === 'ko' ? 'en' : 'ko';
      const view = {
        was: { document: was.read, version: was.version },
        now: { document: now.read, version: now.version },
        locale,
        awardNames,
        links: {
          home: indexOf(locale),
          otherLanguage: changesOf(now.version, other),
          report: pageOf(now.version, locale),
        },
      };
      const bytes = await renderHtml(<ChangesPage view={view} />);
      files.push({ path: changesOf(now.version, locale), bytes });
    }
  }
  return files;
}

/** The files a version names, as far as they are kept: what figures come from, and the policies. */
async function listNamed(tx: Tx, read: ReportDocument, folder: string): Promise<StaticFile[]> {
  const files: StaticFile[] = [];
  for (const { name, sha256 } of read.inputs) {
    const input = await loadInput(tx, sha256);
    if (input !== undefined) files.push({ path: `${folder}/${name}`, bytes: input.text });
  }
  for (const { policyId, version, hash } of read.policies) {
    const policy = await loadPolicyByHash(tx, hash);
    if (policy === undefined) continue;
    files.push({ path: policyFile(policyId, version), bytes: policy.text });
  }
  return files;
}

/** The documents that the timeline of a version names. */
async function listAttached(
  tx: Tx,
  of: { readonly incidentId: string; readonly reports: readonly Published[] },
): Promise<readonly StaticFile[]> {
  const files = new Map<string, StaticFile>();
  const named = of.reports.flatMap(({ read }) =>
    read.timeline.flatMap(({ attachments = [] }) => attachments),
  );
  for (const { sha256, filename } of named) {
    const path = attachmentFile({ sha256, filename });
    if (files.has(path)) continue;
    const document = await loadPublicAttachment(tx, { incidentId: of.incidentId, sha256 });
    if (document !== undefined) files.set(path, { path, bytes: document.bytes });
  }
  return [...files.values()];
}

/** What each version is checked with: its bytes, its note, its proof and the files it names. */
async function listEvidence(tx: Tx, reports: readonly Published[]): Promise<readonly StaticFile[]> {
  const files: StaticFile[] = [];
  for (const [at, report] of reports.entries()) {
    const suffix = at === 0 ? '' : `-${report.version}`;
    const proof = canonicalJson((await loadReportProof(tx, report)) as unknown as JsonValue);
    files.push({ path: `report${suffix}.json`, bytes: report.document });
    files.push({ path: `report${suffix}.note`, bytes: report.note ?? '' });
    files.push({ path: `proof${suffix}.json`, bytes: proof });
    files.push(...(await listNamed(tx, report.read, `${exportFiles.inputs}${suffix}`)));
  }
  return files;
}

async function listReadable(tx: Tx, incidentId: string): Promise<readonly Published[]> {
  return (await listReports(tx, incidentId)).flatMap((report) => {
    const read = parseReportDocument(report.document);
    return read === undefined ? [] : [{ ...report, read }];
  });
}

/** The status page of the same moment, below `status/`; only this report's account is beside it. */
async function listStatus(ctx: Context, tx: Tx, asked: Asked): Promise<readonly StaticFile[]> {
  const { slug, address, brand } = asked;
  const reportOf = (of: string, locale: Locale): string | undefined =>
    of === slug ? `../${indexOf(locale)}` : undefined;
  const given = { now: ctx.now, address: `${address}/status`, brand, reportOf };
  const files = await renderTwin(await listPublicIncidents(tx), given);
  return files.map(({ path, text }) => ({ path: `status/${path}`, bytes: text }));
}

async function* listAll(
  ctx: Context,
  tx: Tx,
  asked: Asked & { readonly incidentId: string; readonly reports: readonly Published[] },
): AsyncGenerator<StaticFile> {
  const { reports } = asked;
  yield* await renderPages(ctx, tx, reports);
  yield* await renderChanges(tx, reports);
  yield* await listEvidence(tx, reports);
  yield* await listAttached(tx, asked);
  yield* await listStatus(ctx, tx, asked);
  yield* listLog(ctx, tx);
}

/** Which report, and where its copy is reached. */
interface Asked {
  readonly slug: string;
  /** without a slash at the end; feeds name it */
  readonly address: string;
  /** the status page beside it; without one, that of every function there is */
  readonly brand?: Brand | undefined;
}

/**
 * Gives an incident's report as files that need no server: pages in both languages, every version
 * and what changed, the bytes that were hashed, the files the figures come from, the policies, the
 * status page with everything that was told, and the whole log. All from one snapshot.
 *
 * @param write takes one file after another
 * @returns how many files there were
 */
export async function exportReport(
  ctx: Context,
  asked: Asked & { readonly write: (file: StaticFile) => Promise<void> },
): Promise<Outcome<{ readonly fileCount: number; readonly version: number }, ExportRefusal>> {
  const { slug, write } = asked;
  return ctx.read(
    async (tx): Promise<Outcome<{ fileCount: number; version: number }, ExportRefusal>> => {
      const incident = await loadIncidentBySlug(tx, slug);
      if (incident === undefined) return refuse({ code: 'export_incident_unknown', slug });
      const reports = await listReadable(tx, incident.id);
      const [latest] = reports;
      if (latest === undefined) return refuse({ code: 'export_no_report', slug });
      const { leafIndex } = await loadReportProof(tx, latest);
      if (leafIndex === null) return refuse({ code: 'export_not_signed', slug });
      let fileCount = 0;
      for await (const file of listAll(ctx, tx, { ...asked, incidentId: incident.id, reports })) {
        await write(file);
        fileCount += 1;
      }
      return accept({ fileCount, version: latest.version });
    },
  );
}
