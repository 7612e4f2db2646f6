import type { Node, Pair, YAMLMap, YAMLParseError } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { FindingCode, InventoryFinding } from './finding.ts';

/** One file of text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
  /** In bytes, of a file that was too large to be read; its text is then empty. */
  readonly size?: number;
}

/** A place in a file, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The steps from the top of a file to a value. */
export type FieldPath = readonly (string | number)[];

/** A file read as plain values, which still knows where each value stands. */
export interface YamlFile {
  readonly name: string;
  readonly value: unknown;
  readonly findings: readonly InventoryFinding[];
  /** Gives the place of a field, or of the closest field around it. */
  locate(path: FieldPath): Place;
}

/** The largest file that is read, in characters. */
export const FILE_LENGTH_MAX = 32_000_000;

const DEPTH_MAX = 24;

/** Tags that say no more than a plain value says by itself. */
const CORE_TAGS: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** What is said of a file that is no text. */
export const ZERO_FOUND = 'a byte of nought, which no text has: a binary file';

/** Gives the line of the first byte of nought, from 1; undefined where there is none, as in every text. */
export function lineOfZero(text: string): number | undefined {
  const at = text.indexOf('\0');
  return at < 0 ? undefined : text.slice(0, at).split('\n').length;
}

interface Walk {
  readonly file: string;
  readonly lines: LineCounter;
  readonly findings: InventoryFinding[];
}

/**
 * Reads one YAML 1.2 file without ever expanding anything.
 *
 * Aliases, keys written twice, keys that are not text, and deep nesting are findings, so that a small file
 * cannot become a large value.
 */
export function readYaml(file: TextFile): YamlFile {
  const lines = new LineCounter();
  const walk: Walk = { file: file.name, lines, findings: [] };
  const refused = (): YamlFile => ({
    name: file.name,
    value: undefined,
    findings: walk.findings,
    locate: () => ({ line: 1, column: 1 }),
  });
  const size = file.size ?? file.text.length;
  if (size > FILE_LENGTH_MAX) {
    addFinding(walk, 'too_large', {
      found: `${size} characters`,
      expected: `at most ${FILE_LENGTH_MAX}; split the file`,
    });
    return refused();
  }
  const line = lineOfZero(file.text);
  if (line !== undefined) {
    const about = { field: '', found: ZERO_FOUND, expected: 'YAML 1.2, a text in UTF-8' };
    walk.findings.push({ code: 'not_yaml', file: file.name, line, column: 1, ...about });
    return refused();
  }
  if (bracketDepth(file.text) > DEPTH_MAX * 4) {
    addFinding(walk, 'too_large', {
      found: 'deep nesting',
      expected: `${DEPTH_MAX} levels at most`,
    });
    return refused();
  }
  const document = parseSafely(walk, file.text, lines);
  if (document === undefined || walk.findings.length > 0) return refused();
  const { contents } = document;
  return {
    name: file.name,
    value: contents === null ? undefined : plainValue(walk, contents as Node, []),
    findings: walk.findings,
    locate: (path) => placeOf(lines, offsetOf(contents as Node | null, path)),
  };
}

function parseSafely(walk: Walk, text: string, lineCounter: LineCounter) {
  try {
    // Silent would also keep quiet about a second document, and leave it out.
    const document = parseDocument(text, { lineCounter, uniqueKeys: false, logLevel: 'error' });
    for (const error of document.errors.slice(0, 20)) {
      addFinding(walk, 'not_yaml', { offset: error.pos[0], ...describeError(error) });
    }
    return document;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    addFinding(walk, 'too_large', {
      found: 'deep nesting',
      expected: `${DEPTH_MAX} levels at most`,
    });
    return undefined;
  }
}

function describeError(error: YAMLParseError): { found: string; expected: string } {
  if (error.code === 'MULTIPLE_DOCS') {
    const expected = 'one document in a file; move the second into a file of its own';
    return { found: 'a second document', expected };
  }
  const [first = ''] = error.message.split('\n');
  return { found: first.replace(/ at line \d+, column \d+:?$/, ''), expected: 'YAML 1.2' };
}

function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return deepest;
}

function addFinding(
  walk: Walk,
  code: FindingCode,
  about: {
    readonly found: string;
    readonly expected: string;
    readonly offset?: number | undefined;
    readonly path?: FieldPath;
  },
): void {
  const { line, column } =
    about.offset === undefined ? { line: 0, column: 0 } : placeOf(walk.lines, about.offset);
  const field = (about.path ?? []).join('.');
  const { found, expected } = about;
  walk.findings.push({ code, file: walk.file, line, column, field, found, expected });
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function plainValue(walk: Walk, node: Node | null, path: FieldPath): unknown {
  if (node === null) return null;
  if (isAlias(node)) {
    // The first tells it all; a bomb has millions.
    if (walk.findings.some(({ code }) => code === 'alias_used')) return undefined;
    addFinding(walk, 'alias_used', {
      offset: node.range?.[0],
      path,
      found: `the alias *${node.source}`,
      expected: 'the value written out; an inventory uses no aliases',
    });
    return undefined;
  }
  if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
    const about = { offset: node.range?.[0], path, found: `the tag ${node.tag}` };
    addFinding(walk, 'wrong_value', { ...about, expected: 'a value without a tag' });
    return undefined;
  }
  if (isScalar(node)) return node.value;
  if (path.length > DEPTH_MAX) {
    const about = { offset: node.range?.[0], path, found: 'deeper nesting' };
    addFinding(walk, 'too_large', { ...about, expected: `${DEPTH_MAX} levels at most` });
    return undefined;
  }
  if (isMap(node)) return plainMap(walk, node, path);
  if (!isSeq(node)) return undefined;
  return node.items.map((item, index) => plainValue(walk, item as Node, [...path, index]));
}

function plainMap(walk: Walk, map: YAMLMap, path: FieldPath): unknown {
  const firstAt = new Map<string, number>();
  const entries: [string, unknown][] = [];
  for (const { key, value } of map.items) {
    const offset = (isNode(key) ? key.range?.[0] : map.range?.[0]) ?? 0;
    const name = isScalar(key) ? String(key.value) : '';
    if (!isNewKey(walk, { name, offset, path, first: firstAt.get(name) })) continue;
    firstAt.set(name, offset);
    entries.push([name, plainValue(walk, value as Node | null, [...path, name])]);
  }
  return Object.fromEntries(entries);
}

function isNewKey(
  walk: Walk,
  key: {
    readonly name: string;
    readonly offset: number;
    readonly path: FieldPath;
    readonly first: number | undefined;
  },
): boolean {
  const { name, offset, path, first } = key;
  if (name === '' || name === '__proto__') {
    const found = name === '' ? 'a key that is no text' : name;
    addFinding(walk, 'wrong_value', { offset, path, found, expected: 'a key of plain text' });
    return false;
  }
  if (first === undefined) return true;
  addFinding(walk, 'duplicate_key', {
    offset,
    path: [...path, name],
    found: `'${name}' again, first on line ${walk.lines.linePos(first).line}`,
    expected: 'each key once',
  });
  return false;
}

function offsetOf(root: Node | null, path: FieldPath): number {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    const next = isMap(node) ? memberOf(node, step) : itemOf(node, step);
    if (next === undefined) return offset;
    node = next.node;
    offset = next.offset ?? offset;
  }
  return offset;
}

interface Step {
  readonly node: Node | null;
  readonly offset: number | undefined;
}

// Every finding is located: without this, each would go through all of a map of 100,000 again.
const membersKnown = new WeakMap<YAMLMap, ReadonlyMap<string | number, Pair>>();

function membersOf(map: YAMLMap): ReadonlyMap<string | number, Pair> {
  const known = membersKnown.get(map);
  if (known !== undefined) return known;
  const members = new Map<string | number, Pair>();
  for (const pair of map.items) {
    if (!isScalar(pair.key)) continue;
    const name = String(pair.key.value);
    if (!members.has(name)) members.set(name, pair);
  }
  membersKnown.set(map, members);
  return members;
}

function memberOf(map: YAMLMap, step: string | number): Step | undefined {
  const pair = membersOf(map).get(step);
  if (pair === undefined) return undefined;
  const node = pair.value as Node | null;
  const key = isNode(pair.key) ? pair.key.range?.[0] : undefined;
  // A scalar is pointed at itself, a whole block at its key.
  return { node, offset: isScalar(node) ? node.range?.[0] : key };
}

function itemOf(node: Node | null, step: string | number): Step | undefined {
  if (!isSeq(node) || typeof step !== 'number') return undefined;
  const item = (node.items[step] as Node | undefined) ?? null;
  return { node: item, offset: item?.range?.[0] ?? undefined };
}
