import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { z } from 'zod';

/** One thing wrong in a case file: where it is, what was found there, what would be right. */
export interface CaseFinding {
  readonly file: string;
  /** Counted from 1; 0 when the file as a whole is meant. */
  readonly line: number;
  /** The field from the top of the file, as 'impacts[3].from'. */
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** The path to a field: keys and list positions from the top of the file. */
export type FieldPath = readonly (string | number)[];

/** A file that was read, with a way to point at its fields from later checks. */
export interface ReadFile<T> {
  readonly file: string;
  readonly value: T;
  findingAt(path: FieldPath, expected: string): CaseFinding;
}

/**
 * Reads the text of one YAML file against a schema.
 *
 * @returns the file, or every finding in it in the order of its lines
 */
export function readYaml<S extends z.ZodType>(
  source: { readonly file: string; readonly text: string },
  schema: S,
): ReadFile<z.output<S>> | readonly CaseFinding[] {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      file: source.file,
      line: lines.linePos(error.pos[0]).line,
      field: '',
      found: JSON.stringify(source.text.slice(error.pos[0], error.pos[0] + 30).split('\n')[0]),
      expected: `YAML that can be read (${error.message})`,
    }));
  }
  const findingAt = (path: FieldPath, expected: string, key?: string): CaseFinding => ({
    file: source.file,
    line: lineOf(document, lines, key === undefined ? path : [...path, key]),
    field: renderField(key === undefined ? path : [...path, key]),
    found: renderFound(document, key === undefined ? path : [...path, key]),
    expected,
  });
  const circle = findCircle(document);
  if (circle !== undefined) {
    const line = lines.linePos(circle.at).line;
    const found = 'a reference to a value it is part of';
    const field = renderField(circle.path);
    return [{ file: source.file, line, field, found, expected: 'the value written out' }];
  }
  const plain = toPlain(document);
  if (plain === undefined) {
    const found = 'references to other parts of the file that multiply without end';
    const expected = 'each value written out, or a few plain references';
    return [{ file: source.file, line: 0, field: '', found, expected }];
  }
  const parsed = schema.safeParse(plain.value);
  if (parsed.success) return { file: source.file, value: parsed.data, findingAt };
  return parsed.error.issues
    .flatMap((issue) => findingsOf(issue, findingAt))
    .sort((left, right) => left.line - right.line);
}

/** Finds the first reference to a value that it is part of itself: such a value has no end. */
function findCircle(
  document: Document,
): { readonly at: number; readonly path: FieldPath } | undefined {
  let found: { at: number; path: FieldPath } | undefined;
  visit(document, {
    Alias(key, alias, ancestors) {
      const target = alias.resolve(document);
      if (target === undefined || !ancestors.includes(target)) return undefined;
      const at = alias.range?.[0] ?? 0;
      found = { at, path: pathOf(ancestors as readonly Node[], key) };
      return visit.BREAK;
    },
  });
  return found;
}

function pathOf(ancestors: readonly unknown[], key: unknown): FieldPath {
  const path: (string | number)[] = [];
  for (const [position, parent] of ancestors.entries()) {
    const child = ancestors[position + 1];
    if (isPair(parent)) path.push(isScalar(parent.key) ? String(parent.key.value) : '?');
    if (!isSeq(parent)) continue;
    path.push(child === undefined ? Number(key) : parent.items.indexOf(child));
  }
  return path;
}

/** Gives the values of a document; undefined when its aliases are a bomb. */
function toPlain(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

type FindingAt = (path: FieldPath, expected: string, key?: string) => CaseFinding;

function findingsOf(issue: z.core.$ZodIssue, findingAt: FindingAt): CaseFinding[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => findingAt(path, 'a field this file knows', key));
  }
  return [findingAt(path, expectationOf(issue))];
}

const typeWords: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  object: 'fields with values',
  record: 'fields with values',
  string: 'text',
};

/** What a bound counts, where it is not the value itself. */
function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' in the list' : '';
}

function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => String(value)).join(', ')}`;
    case 'too_small':
      return `${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return `text of the form ${issue.pattern ?? issue.format}`;
    default:
      return issue.message;
  }
}

/** Finds the line of the nearest part of the path that the file has. */
function lineOf(document: Document, lines: LineCounter, path: FieldPath): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const start = startOf(document, path.slice(0, length));
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

function startOf(document: Document, path: FieldPath): number | undefined {
  if (path.length === 0) return document.contents?.range?.[0];
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => String(item.key) === last);
    if (isNode(pair?.key)) return pair.key.range?.[0];
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function renderFound(document: Document, path: FieldPath): string {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const value = isNode(node) ? node.toJS(document) : node;
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function renderField(path: FieldPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** Writes a finding as the sentence an operator reads. */
export function renderCaseFinding(finding: CaseFinding): string {
  const { file, line, field, found, expected } = finding;
  const place = [line > 0 ? `line ${line}` : '', field === '' ? '' : `field ${field}`];
  const where = [file, ...place.filter((part) => part !== '')].join(', ');
  return `${where}: found ${found}; expected ${expected}`;
}
