import type { z } from 'zod';
import type { DrillFile } from '../drill/drill-file.ts';
import { drillFileSchema } from '../drill/drill-file.ts';
import type { ImportFile } from '../import/import-file.ts';
import { importFileSchema } from '../import/import-file.ts';
import type { InventoryFile } from '../schemas.ts';
import { inventoryFileSchema } from '../schemas.ts';
import type { InventoryFinding } from './finding.ts';
import { FINDINGS_MAX } from './finding.ts';
import { nearestName } from './nearest-name.ts';
import type { FieldPath, YamlFile } from './read-yaml.ts';

/** One file of a format in its typed shape, with the places of its fields. */
export interface Shaped<T> {
  readonly yaml: YamlFile;
  readonly value: T;
}

/** One file that people write. */
export type ShapedFile = Shaped<InventoryFile>;

/** The files of a folder by their format. */
export interface ShapedFiles {
  readonly inventory: ShapedFile[];
  readonly imports: Shaped<ImportFile>[];
  readonly drills: Shaped<DrillFile>[];
}

const FIELDS = [
  'format name title manualDefaults domains nodes class within restoreMinutes evidence kind tier owner',
  'targets at needs bootMinutes options copies run boot observe recover deploy authenticate communicate',
  'people decide mode minutes crew assume lagMinutes isConsistent standsAlone about date source url says',
  'domain scope measuredMinutes rtoMinutes rpoMinutes ko en result roles reportsOn endpoints importedAs',
  'isStaged exerciseEveryDays limits evidenceDays importDays waivers rule until why ruledOut from to',
].flatMap((line) => line.split(' '));

/** Where fields belong that are often written a level too high or too low. */
const PLACES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      ['run boot observe', "'needs' of a node"],
      ['recover deploy authenticate communicate people decide', "'needs' of an option"],
      ['rtoMinutes rpoMinutes', "'targets' of a node"],
      ['lagMinutes isConsistent standsAlone', "'copies' of a node"],
      ['mode minutes crew assume', "'options' of a node"],
      ['domain scope result measuredMinutes', "'evidence'"],
      ['within restoreMinutes isStaged', 'a domain'],
      ['tier owner targets at bootMinutes options copies roles reportsOn endpoints', 'a node'],
      ['domains nodes manualDefaults limits waivers ruledOut', 'the top of a file'],
    ] as const
  ).flatMap(([fields, at]) => fields.split(' ').map((field) => [field, at])),
);

/** Sorts files by their format into their typed shapes, and gives every finding about a shape. */
export function checkShapes(yamls: readonly YamlFile[]): {
  readonly files: ShapedFiles;
  readonly findings: readonly InventoryFinding[];
} {
  const files: ShapedFiles = { inventory: [], imports: [], drills: [] };
  const findings: InventoryFinding[] = [];
  for (const yaml of yamls) {
    const format = (yaml.value as { format?: unknown } | undefined)?.format;
    if (format === 'amends-import/1') {
      findings.push(...shapeInto(files.imports, yaml, importFileSchema));
    } else if (format === 'amends-drill/1') {
      findings.push(...shapeInto(files.drills, yaml, drillFileSchema));
    } else findings.push(...shapeInto(files.inventory, yaml, inventoryFileSchema));
  }
  return { files, findings };
}

function shapeInto<T>(into: Shaped<T>[], yaml: YamlFile, schema: z.ZodType<T>): InventoryFinding[] {
  const parsed = schema.safeParse(yaml.value ?? {});
  if (parsed.success) {
    into.push({ yaml, value: parsed.data });
    return [];
  }
  const findings: InventoryFinding[] = [];
  for (const issue of parsed.error.issues) {
    if (findings.length > FINDINGS_MAX) break;
    findings.push(...describeIssue(yaml, issue));
  }
  return findings;
}

/**
 * Gives what one issue of a schema means to whoever wrote the file.
 *
 * @param fields the names the format knows, from which the nearest to an unknown one is told
 */
export function describeIssue(
  file: YamlFile,
  issue: z.core.$ZodIssue,
  fields: readonly string[] = FIELDS,
): InventoryFinding[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code !== 'unrecognized_keys') {
    // What is wrong with a key is the key, and not what stands under it.
    const found = renderFound(
      issue.code === 'invalid_key' ? path.at(-1) : valueAt(file.value, path),
    );
    const expected = expectedAt(path, renderExpected(issue));
    return [place(file, path, { code: 'wrong_value', found, expected })];
  }
  return issue.keys.map((key) => {
    const isCutOff = valueAt(file.value, [...path, key]) === null;
    const expected = expectedInPlaceOf(key, fields, isCutOff);
    return place(file, [...path, key], { code: 'unknown_field', found: `'${key}'`, expected });
  });
}

/** Said of a key without a value: within braces each comma of a formula begins another. */
const QUOTES_NEEDED = 'a field of the format; within { } a text with commas stands in quotes';

function expectedInPlaceOf(key: string, fields: readonly string[], isCutOff: boolean): string {
  const nearest = nearestName(key, fields);
  if (nearest === undefined) return isCutOff ? QUOTES_NEEDED : 'a field of the format';
  const at = fields === FIELDS ? PLACES[nearest] : undefined;
  if (nearest === key) {
    return `a field of this place; '${key}' belongs ${at === undefined ? 'elsewhere' : `under ${at}`}`;
  }
  return `a field of the format, perhaps '${nearest}'`;
}

/** Puts a finding at the place of a field in its file. */
export function place(
  file: YamlFile,
  path: FieldPath,
  about: Pick<InventoryFinding, 'code' | 'found' | 'expected'>,
): InventoryFinding {
  return { ...about, file: file.name, field: path.join('.'), ...file.locate(path) };
}

function valueAt(value: unknown, path: FieldPath): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return at;
}

function renderFound(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return value.length > 60 ? `'${value.slice(0, 60)}…'` : `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a group of fields' : String(value);
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a group of fields',
  record: 'a group of fields',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function renderExpected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1
        ? String(issue.values[0])
        : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `at least ${issue.minimum}${issue.origin === 'string' ? ' character' : ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'invalid_format':
      return renderPattern(String(issue.pattern));
    case 'invalid_key': {
      const [first] = issue.issues;
      return first === undefined ? renderPattern('') : renderExpected(first);
    }
    default:
      return issue.message;
  }
}

/** A time is told with its unit, where a number of some kind is expected, and a title as it is written. */
function expectedAt(path: FieldPath, expected: string): string {
  const field = String(path.at(-1) ?? '');
  if (field === 'title' && expected === TYPE_NAMES.object) {
    return 'a title in both languages, as { ko: 가게, en: Shop }';
  }
  const unit = /[mM]inutes$/.test(field) ? 'minutes' : /Days$/.test(field) ? 'days' : undefined;
  return unit !== undefined && /number$/.test(expected) ? `a whole number of ${unit}` : expected;
}

function renderPattern(pattern: string): string {
  if (pattern.includes('T\\d{2}')) return 'an instant in UTC as 2022-10-15T06:19:00Z';
  if (pattern.includes('d{4}')) return 'a date as 2022-10-15';
  if (pattern.includes('d{1,5}')) return 'host:port, as db.example.org:5432';
  if (pattern.includes('a-f')) return 'a SHA-256 in hexadecimal, 64 characters';
  if (pattern.includes(' -> ')) return 'two ids as: web -> database';
  return 'an id of lower-case letters, digits, dot, dash or underscore, at most 64';
}
