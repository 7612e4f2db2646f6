import type { Document, Node } from 'yaml';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import type { InventoryFinding, InventoryRefusal } from '../read/finding.ts';
import type { FieldPath, TextFile } from '../read/read-yaml.ts';
import { EXPANDED_MAX, findExpansion } from './expansion.ts';

/** One document of a file that somebody else's tool reads; aliases are expanded, within bounds. */
export interface ForeignDocument {
  readonly file: string;
  readonly value: Foreign;
  /** Gives `file:line` of a field, or of the closest around it that is written out. */
  from(path: FieldPath): string;
}

/** A value of which nothing is known. */
export type Foreign =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Foreign[]
  | { readonly [key: string]: Foreign };

/** The largest foreign file that is read, in characters. */
export const FOREIGN_LENGTH_MAX = 64_000_000;

const DEPTH_MAX = 60;

/**
 * Reads the documents of a YAML file that other tools write, with merge keys and aliases.
 *
 * Refused, with the place: what is no YAML, aliases that expand beyond a bound, and deep nesting. No
 * refusal repeats a value of the file.
 */
export function readForeign(file: TextFile): Outcome<ForeignDocument[], InventoryRefusal> {
  if (file.text.length > FOREIGN_LENGTH_MAX) {
    return refuseFile(file, {
      code: 'too_large',
      line: 0,
      found: `${file.text.length} characters`,
      expected: `at most ${FOREIGN_LENGTH_MAX}`,
    });
  }
  if (deepest(file.text) > DEPTH_MAX * 4) {
    return refuseFile(file, {
      code: 'too_large',
      line: 0,
      found: 'deep nesting',
      expected: `at most ${DEPTH_MAX} levels`,
    });
  }
  const lines = new LineCounter();
  try {
    const options = {
      lineCounter: lines,
      merge: true,
      prettyErrors: false,
      logLevel: 'silent',
    } as const;
    const parsed = parseAllDocuments(file.text, options);
    const documents = Array.isArray(parsed) ? (parsed as Document[]) : [];
    for (const document of documents) {
      const [error] = document.errors;
      if (error === undefined) continue;
      const { line } = lines.linePos(error.pos[0]);
      // Only the kind of the error is told: a message may repeat what the file says.
      return refuseFile(file, {
        code: 'not_yaml',
        line,
        found: `YAML that cannot be read (${error.code})`,
        expected: 'YAML 1.2',
      });
    }
    const expansion = documents.map(findExpansion).find((offset) => offset !== undefined);
    if (expansion !== undefined) return refuseExpansion(file, lines.linePos(expansion).line);
    return accept(documents.map((document) => openDocument(file, document, lines)));
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) {
      return refuseFile(file, {
        code: 'alias_used',
        line: 0,
        found: 'an alias of nothing or of itself, or deep nesting',
        expected: `aliases of what stands before them, and at most ${DEPTH_MAX} levels`,
      });
    }
    throw error;
  }
}

function refuseExpansion(file: TextFile, line: number): Outcome<never, InventoryRefusal> {
  return refuseFile(file, {
    code: 'alias_used',
    line,
    found: 'aliases that expand too far',
    expected: `at most ${EXPANDED_MAX} values once they are written out`,
  });
}

function openDocument(file: TextFile, document: Document, lines: LineCounter): ForeignDocument {
  const value = document.toJS({ maxAliasCount: -1 }) as Foreign;
  return {
    file: file.name,
    value,
    from: (path) => `${file.name}:${lineOf(document.contents as Node | null, path, lines)}`,
  };
}

function lineOf(root: Node | null, path: FieldPath, lines: LineCounter): number {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      : undefined;
    const next = pair?.value ?? (isSeq(node) ? node.items[Number(step)] : undefined);
    if (!isNode(next)) break;
    node = next;
    const key = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    offset = key ?? next.range?.[0] ?? offset;
  }
  return Math.max(1, lines.linePos(offset).line);
}

/** Gives the refusal of a foreign file; `line` is 0 when it is about the whole. */
export function refuseFile(
  file: TextFile,
  about: Pick<InventoryFinding, 'code' | 'line' | 'found' | 'expected'>,
): Outcome<never, InventoryRefusal> {
  const finding = { file: file.name, column: about.line === 0 ? 0 : 1, field: '', ...about };
  return refuse<InventoryRefusal>({ code: 'inventory_refused', findings: [finding], moreCount: 0 });
}

/** How deep brackets nest, counted without parsing: what is too deep is never given to a parser. */
export function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) most = Math.max(most, ++depth);
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return most;
}

/** Gives a field of a value, or undefined. */
export function at(value: Foreign, ...path: readonly (string | number)[]): Foreign {
  let found: Foreign = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    if (!Object.hasOwn(found, step)) return undefined;
    found = (found as { readonly [key: string | number]: Foreign })[step];
  }
  return found;
}

/** Gives the fields of a group, or none. */
export function fields(value: Foreign): [string, Foreign][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : [];
}

/** Gives the items of a list, or none. */
export function items(value: Foreign): readonly Foreign[] {
  return Array.isArray(value) ? value : [];
}

/** Gives a text, or undefined. */
export function textOf(value: Foreign): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/**
 * Lists the host names that a value may mean: of addresses, URLs and lists of either.
 *
 * User names and passwords before an `@` are never among them.
 */
export function hostsIn(value: string): string[] {
  if (value.length > 4_000) return [];
  const hosts = new Set<string>();
  for (const word of value.toLowerCase().split(/[\s,;="'()[\]{}|]+/)) {
    const [authority = ''] = word.replace(/^(?:[a-z][a-z0-9+.-]*:)*\/\//, '').split(/[/?#]/);
    const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
    if (HOST.test(host)) hosts.add(host);
  }
  return [...hosts];
}

const STORES =
  /(?:^|[/._-])(?:postgres|postgresql|postgis|mysql|mariadb|percona|mssql|sql-?server|mongo|mongodb|redis|valkey|memcached|elasticsearch|opensearch|cassandra|couchdb|influxdb|clickhouse|minio|etcd|zookeeper|kafka|rabbitmq|nats|neo4j|cockroach|consul|vault|registry|solr|db|database)(?:[/.:@_-]|$)/i;

/** Tells whether a name or an image is that of something that keeps data, as far as names tell. */
export function keepsData(name: string): boolean {
  return STORES.test(name);
}

/** Last parts of a repository that say nothing, so that the part before is looked at: `mssql/server`. */
const PLAIN = /^(?:server|core|community|enterprise|alpine|official)$/i;

/** Tells the same of a container image, by its own name: not by its registry, its owner or its tag. */
export function imageKeepsData(image: string): boolean {
  const [path = ''] = image.split('@');
  const parts = path.split('/');
  const last = parts.pop()?.split(':')[0] ?? '';
  const isPlain = PLAIN.test(last) && parts.length > 0;
  return keepsData(isPlain ? `${parts.pop()}` : last);
}

const NO_HOST = /(?:user|username|pass|password|passwd|secret|token|key|db|database|name)$/i;

/** Tells whether a variable may name a host: one for a name or a password does not, unless it holds a URL. */
export function mayNameHost(key: string, value: string): boolean {
  return !NO_HOST.test(key) || value.includes('://');
}

/** Gives the registry an image is pulled from; Docker's own where none is written. */
export function registryOf(image: string): string {
  const [first = '', second] = image.split('/');
  const isHost = second !== undefined && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? first.replace(/:\d+$/, '').toLowerCase() : 'docker.io';
}
