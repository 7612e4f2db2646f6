import { canonicalJson, type JsonValue } from '../../kernel/index.ts';
import { sha256 } from '../../platform/index.ts';
import type { Figures } from '../figures/figures.ts';
import { type FiguresRefusal, reckonFigures } from '../figures/reckon-figures.ts';
import { followLog, type MonitorRefusal } from '../monitor/follow-log.ts';
import { parseReportDocument, type ReportDocument } from '../reports/report-document.ts';
import { renderReportNoteText } from '../reports/report-note.ts';
import { type NoteKey, parseSignedNote, verifyNote } from '../signed-note.ts';

/** Why an export does not come to what was published; `file` says where. */
export type RecomputeFault =
  | { readonly code: 'export_report_malformed'; readonly file: string }
  | { readonly code: 'export_log_differs'; readonly file: string; readonly reason: MonitorRefusal }
  | { readonly code: 'export_report_not_in_log'; readonly file: string; readonly hash: string }
  | { readonly code: 'export_signature_wrong'; readonly file: string; readonly reason: string }
  | {
      readonly code: 'export_file_changed';
      readonly file: string;
      readonly expected: string;
      readonly found: string;
    }
  | { readonly code: 'export_policy_not_in_log'; readonly file: string; readonly hash: string }
  | { readonly code: 'export_figures_not_reckoned'; readonly reason: FiguresRefusal }
  | {
      readonly code: 'export_figure_differs';
      readonly name: string;
      readonly published: string;
      readonly recomputed: string;
    };

/** What an export came to: every figure as it was recomputed, and everything that is wrong. */
export interface Recomputed {
  readonly slug: string;
  readonly version: number | undefined;
  readonly hash: string;
  readonly logSize: number | undefined;
  readonly figures: readonly { readonly name: string; readonly value: string }[];
  readonly faults: readonly RecomputeFault[];
}

/** Names of the files of an export, below its folder. */
export const exportFiles = {
  report: 'report.json',
  note: 'report.note',
  log: 'log',
  shards: 'log/shards.json',
  inputs: 'inputs',
  policies: 'policies',
} as const;

/** Gives the name of the file of a policy version. */
export function policyFile(policyId: string, version: string): string {
  const name = `${policyId}-${version}`.replaceAll(/[^A-Za-z0-9.-]/g, '-');
  return `${exportFiles.policies}/${name}.md`;
}

const hexHash = (text: string | Uint8Array): string => Buffer.from(sha256(text)).toString('hex');

/** Gives every figure with a name of its own, in a fixed order. */
export function listFigures(figures: Figures): readonly { name: string; value: string }[] {
  const listed: { name: string; value: string }[] = [];
  const visit = (value: JsonValue, path: string): void => {
    if (typeof value !== 'object' || value === null)
      listed.push({ name: path, value: String(value) });
    else {
      for (const [name, part] of Object.entries(value)) visit(part as JsonValue, `${path}/${name}`);
    }
  };
  visit(figures as unknown as JsonValue, '');
  return listed;
}

interface Leaves {
  readonly reports: ReadonlyMap<string, number>;
  readonly policies: ReadonlySet<string>;
  readonly size: number | undefined;
  /** names under which the log was signed: that of the key, and those of closed shards */
  readonly origins: readonly string[];
  readonly faults: readonly RecomputeFault[];
}

type Read = (path: string) => Promise<Uint8Array>;

/** The closed shards of the log: where their files are and by which name they are signed. */
async function listClosed(read: Read): Promise<readonly { folder: string; origin: string }[]> {
  const text = await read(exportFiles.shards).catch(() => undefined);
  if (text === undefined) return [];
  const shards = JSON.parse(new TextDecoder().decode(text)) as readonly Record<string, unknown>[];
  return shards
    .filter(({ closedAt }) => closedAt !== null)
    .map(({ shard, origin }) => ({
      ...{ folder: `${exportFiles.log}/shards/${shard}`, origin: String(origin) },
    }));
}

async function readLog(read: Read, key: NoteKey): Promise<Leaves> {
  const reports = new Map<string, number>();
  const policies = new Set<string>();
  const onEntry = (entry: Uint8Array): void => {
    const leaf = JSON.parse(new TextDecoder().decode(entry)) as Record<string, unknown>;
    if (leaf.kind === 'report_published') reports.set(String(leaf.hash), Number(leaf.version));
    if (leaf.kind === 'policy_published') policies.add(String(leaf.hash));
  };
  const closed = await listClosed(read);
  let size = 0;
  for (const { folder, origin } of [...closed, { folder: exportFiles.log, origin: key.name }]) {
    const followed = await followLog({
      ...{ key: { ...key, name: origin }, last: undefined, others: [], onEntry },
      read: (path) => read(`${folder}/${path}`),
    });
    if (!followed.ok) {
      const fault = { code: 'export_log_differs', file: folder, reason: followed.refusal };
      const faults = [fault as RecomputeFault];
      return { reports, policies, size: undefined, origins: [key.name], faults };
    }
    size += followed.value.range.size;
  }
  const origins = [key.name, ...closed.map(({ origin }) => origin)];
  return { reports, policies, size, origins, faults: [] };
}

async function checkInputs(
  read: Read,
  document: ReportDocument,
): Promise<{ files: ReadonlyMap<string, string>; faults: readonly RecomputeFault[] }> {
  const files = new Map<string, string>();
  const faults: RecomputeFault[] = [];
  for (const { name, sha256: expected } of document.inputs) {
    const file = `${exportFiles.inputs}/${name}`;
    const bytes = await read(file);
    const found = hexHash(bytes);
    if (found !== expected) faults.push({ code: 'export_file_changed', file, expected, found });
    files.set(name, new TextDecoder().decode(bytes));
  }
  return { files, faults };
}

async function checkPolicies(
  read: Read,
  document: ReportDocument,
  leaves: Leaves,
): Promise<{ texts: ReadonlyMap<string, string>; faults: readonly RecomputeFault[] }> {
  const texts = new Map<string, string>();
  const faults: RecomputeFault[] = [];
  for (const { policyId, version, hash } of document.policies) {
    const file = policyFile(policyId, version);
    // Its text is compared with the hash when it is applied: a policy's hash is of its normal form.
    texts.set(hash, new TextDecoder().decode(await read(file)));
    if (!leaves.policies.has(hash)) {
      faults.push({ code: 'export_policy_not_in_log', file, hash });
    }
  }
  return { texts, faults };
}

function checkNote(
  note: string,
  known: {
    readonly keys: readonly NoteKey[];
    readonly slug: string;
    readonly version: number;
    readonly hash: string;
  },
): readonly RecomputeFault[] {
  const file = exportFiles.note;
  const parsed = parseSignedNote(note);
  if (!parsed.ok) return [{ code: 'export_signature_wrong', file, reason: parsed.refusal.code }];
  const signed = known.keys.map((key) => verifyNote(parsed.value, key));
  const refused = signed.find((one) => !one.ok);
  if (refused?.ok === false && !signed.some(({ ok }) => ok)) {
    return [{ code: 'export_signature_wrong', file, reason: refused.refusal.code }];
  }
  return parsed.value.text === renderReportNoteText(known)
    ? []
    : [{ code: 'export_signature_wrong', file, reason: 'signs another report' }];
}

function compareFigures(published: Figures, recomputed: Figures): readonly RecomputeFault[] {
  if (
    canonicalJson(published as unknown as JsonValue) ===
    canonicalJson(recomputed as unknown as JsonValue)
  ) {
    return [];
  }
  const before = new Map(listFigures(published).map(({ name, value }) => [name, value]));
  const after = new Map(listFigures(recomputed).map(({ name, value }) => [name, value]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): RecomputeFault[] => {
    const [was = 'nothing', now = 'nothing'] = [before.get(name), after.get(name)];
    if (was === now) return [];
    return [{ code: 'export_figure_differs', name, published: was, recomputed: now }];
  });
}

/**
 * Recomputes every figure of an exported report from the exported files alone: the log from its
 * entries, the report's place in it and its signature, every file by its hash, and the figures from
 * the anonymous inputs and the policies.
 *
 * @param read gives the bytes of a file of the export by its path
 * @param key the log's key, from a place that does not depend on the export
 */
export async function recomputeExport(read: Read, key: NoteKey): Promise<Recomputed> {
  const bytes = await read(exportFiles.report);
  const hash = hexHash(bytes);
  const document = parseReportDocument(new TextDecoder().decode(bytes));
  if (document === undefined) {
    const faults = [{ code: 'export_report_malformed', file: exportFiles.report }] as const;
    return { slug: '', version: undefined, hash, logSize: undefined, figures: [], faults };
  }
  const leaves = await readLog(read, key);
  const version = leaves.reports.get(hash);
  const { slug } = document.incident;
  const note = new TextDecoder().decode(await read(exportFiles.note));
  const place: readonly RecomputeFault[] =
    version === undefined
      ? [{ code: 'export_report_not_in_log', file: exportFiles.report, hash }]
      : checkNote(note, {
          ...{ slug, version, hash },
          keys: leaves.origins.map((name) => ({ ...key, name })),
        });
  const inputs = await checkInputs(read, document);
  const policies = await checkPolicies(read, document, leaves);
  const figures = reckonFigures(inputs.files, policies.texts);
  const differing: readonly RecomputeFault[] = figures.ok
    ? compareFigures(document.figures, figures.value)
    : [{ code: 'export_figures_not_reckoned', reason: figures.refusal }];
  return {
    ...{ slug, version, hash, logSize: leaves.size },
    figures: figures.ok ? listFigures(figures.value) : [],
    faults: [...leaves.faults, ...place, ...inputs.faults, ...policies.faults, ...differing],
  };
}
