import { Document, parseDocument } from 'yaml';
import {
  accept,
  assert,
  canonicalJson,
  type JsonValue,
  type Outcome,
  refuse,
} from '../../kernel/index.ts';
import { checkShapes } from '../read/check-shape.ts';
import type { InventoryRefusal } from '../read/finding.ts';
import type { TextFile } from '../read/read-yaml.ts';
import { readYaml } from '../read/read-yaml.ts';
import type { ImportedEdge, ImportFile } from './import-file.ts';

/** One thing that importing again changes, or leaves because a person changed it. */
export interface ImportChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'kept';
  readonly part: 'domain' | 'node' | 'edge';
  readonly id: string;
  /** What changes, or what is kept, as `purpose: run → boot`. */
  readonly says: string;
}

/** An imported file brought up to date. */
export interface UpdatedImport {
  readonly text: string;
  readonly changes: readonly ImportChange[];
  /** What is in it: the import with a person's words kept. */
  readonly file: ImportFile;
}

const HEAD = ` Written by 'amends continuity import'. Where you know better, change an edge's 'purpose', or take away
 its 'suspected': importing again keeps that. Comments stay. What is not from the source belongs in a file
 of your own.`;

const PARTS = [
  ['domains', 'domain'],
  ['nodes', 'node'],
  ['edges', 'edge'],
] as const;

type Entry = Readonly<Record<string, unknown>>;

/**
 * Brings an imported file up to date, and tells what changes.
 *
 * A purpose that a person changed (it differs from what was proposed), and a suspicion that a person took
 * away, are kept, also when the edge is gone from the source. Comments of unchanged and changed entries stay.
 *
 * @param existing the file as it is, or undefined when it is imported for the first time
 * @source continuity specification, section 5 (re-import computes a diff; purposes are never overwritten)
 */
export function updateImport(
  existing: TextFile | undefined,
  made: ImportFile,
): Outcome<UpdatedImport, InventoryRefusal> {
  if (existing === undefined) {
    const document = new Document({});
    document.commentBefore = HEAD;
    const changes = PARTS.flatMap(([section, part]) =>
      Object.keys(made[section] ?? {}).map(
        (id): ImportChange => ({ kind: 'added', part, id, says: '' }),
      ),
    );
    return accept({ text: write(document, made, made), changes, file: made });
  }
  const before = readImport(existing);
  if (!before.ok) return before;
  const changes: ImportChange[] = [];
  const kept = keepWords(before.value, made, changes);
  for (const [section, part] of PARTS) {
    const [old, next] = [before.value[section] ?? {}, kept[section] ?? {}];
    changes.push(...compare(part, old, next));
  }
  const document = parseDocument(existing.text);
  return accept({ text: write(document, kept, before.value), changes, file: kept });
}

function readImport(file: TextFile): Outcome<ImportFile, InventoryRefusal> {
  const yaml = readYaml(file);
  const shaped = checkShapes(yaml.findings.length > 0 ? [] : [yaml]);
  const findings = [...yaml.findings, ...shaped.findings];
  const [found] = shaped.files.imports;
  if (findings.length === 0 && found !== undefined) return accept(found.value);
  const other = {
    code: 'wrong_value',
    file: file.name,
    line: 1,
    column: 1,
    field: 'format',
    found: 'a file that no import wrote',
    expected: "'format: amends-import/1', or another name",
  } as const;
  return refuse({
    code: 'inventory_refused',
    findings: findings.length === 0 ? [other] : findings.slice(0, 100),
    moreCount: 0,
  });
}

function keepWords(before: ImportFile, made: ImportFile, changes: ImportChange[]): ImportFile {
  const edges: Record<string, ImportedEdge> = { ...made.edges };
  for (const [id, old] of Object.entries(before.edges ?? {})) {
    const next = edges[id];
    const kept = next === undefined ? keepGone(id, old) : keepWord(old, next);
    if (kept === undefined) continue;
    edges[id] = kept.edge;
    changes.push({ kind: 'kept', part: 'edge', id, says: kept.says });
  }
  const sorted = Object.entries(edges).sort(([left], [right]) => (left < right ? -1 : 1));
  return { ...made, edges: Object.fromEntries(sorted) };
}

interface Kept {
  readonly edge: ImportedEdge;
  readonly says: string;
}

function keepGone(id: string, old: ImportedEdge): Kept | undefined {
  const isWord = old.purpose !== old.proposed;
  // Only guesses stand under such a key, so a person took the suspicion away.
  const isConfirmed = id.endsWith(' ?') && old.suspected !== true;
  if (!isWord && !isConfirmed) return undefined;
  const word = isWord ? `purpose: ${old.purpose}` : 'no longer suspected';
  return { edge: old, says: `gone from the source; ${word}` };
}

function keepWord(old: ImportedEdge, next: ImportedEdge): Kept | undefined {
  const isWord = old.purpose !== old.proposed;
  const isConfirmed = next.suspected === true && old.suspected !== true;
  if (!isWord && !isConfirmed) return undefined;
  const { suspected, ...rest } = next;
  const doubt = isConfirmed || suspected === undefined ? {} : { suspected };
  const edge = { ...rest, ...doubt, purpose: isWord ? old.purpose : next.purpose };
  const word = `purpose: ${old.purpose} (proposed: ${next.proposed})`;
  return { edge, says: isWord ? word : 'no longer suspected' };
}

function compare(
  part: ImportChange['part'],
  before: Readonly<Record<string, Entry>>,
  after: Readonly<Record<string, Entry>>,
): ImportChange[] {
  const added = Object.keys(after).filter((id) => before[id] === undefined);
  const removed = Object.keys(before).filter((id) => after[id] === undefined);
  const changed = Object.keys(after).flatMap((id): ImportChange[] => {
    const [old, next] = [before[id], after[id]];
    if (old === undefined || next === undefined) return [];
    // Where in the file something stands is no change worth telling.
    const fields = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(
      (field) => field !== 'from' && old[field] !== next[field],
    );
    if (fields.length === 0) return [];
    const says = fields
      .map((field) => `${field}: ${old[field] ?? '–'} → ${next[field] ?? '–'}`)
      .join(', ');
    return [{ kind: 'changed', part, id, says }];
  });
  return [
    ...added.map((id): ImportChange => ({ kind: 'added', part, id, says: '' })),
    ...removed.map((id): ImportChange => ({ kind: 'removed', part, id, says: '' })),
    ...changed,
  ];
}

function write(document: Document, next: ImportFile, before: ImportFile): string {
  document.setIn(['format'], next.format);
  document.setIn(['source'], document.createNode(next.source, { flow: true }));
  for (const [section] of PARTS) {
    if (!document.hasIn([section])) document.setIn([section], document.createNode({}));
    writeSection(document, section, { old: before[section] ?? {}, now: next[section] ?? {} });
  }
  document.setIn(['notes'], document.createNode(next.notes ?? []));
  assert(document.errors.length === 0, 'continuity: an imported file can be written');
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function writeSection(
  document: Document,
  section: string,
  entries: {
    readonly old: Readonly<Record<string, Entry>>;
    readonly now: Readonly<Record<string, Entry>>;
  },
): void {
  const { old, now } = entries;
  for (const id of Object.keys(old)) if (now[id] === undefined) document.deleteIn([section, id]);
  for (const [id, entry] of Object.entries(now)) {
    const isThere = document.hasIn([section, id]);
    // What is the same is left as it stands, with its comments.
    if (isThere && canonicalJson(old[id] as JsonValue) === canonicalJson(entry as JsonValue))
      continue;
    document.setIn([section, id], document.createNode(entry, { flow: true }));
  }
}
