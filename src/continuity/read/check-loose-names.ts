import { namesIn, parseFormula } from '../formula.ts';
import { checkNames } from './check-links.ts';
import type { InventoryFinding } from './finding.ts';
import type { FieldPath, YamlFile } from './read-yaml.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a file that the format has at its top. */
const TOP = [
  'format name title manualDefaults limits waivers ruledOut domains nodes source date edges',
].flatMap((line) => line.split(' '));

/**
 * Finds names that nothing defines in files that have other errors of their own.
 *
 * An id counts as defined when it is written, however wrong what stands under it is. Nothing is told where ids may
 * be missing because a file could not be read far enough: a wrong field at its top, or lists in place of fields.
 * A formula that cannot be read is passed over; it is told once the shape is right.
 */
export function checkLooseNames(files: readonly YamlFile[]): readonly InventoryFinding[] {
  const inventories = files.filter((file) => !formatOf(file).startsWith('amends-drill'));
  if (!inventories.every(isReadFarEnough)) return [];
  const inventory = { domains: idsIn(inventories, 'domains'), nodes: idsIn(inventories, 'nodes') };
  const findings: InventoryFinding[] = [];
  for (const yaml of inventories) {
    if (formatOf(yaml).startsWith('amends-import')) continue;
    const checking = { inventory, file: { yaml }, findings };
    for (const { text, of, path } of listTexts(fieldsOf(yaml.value))) {
      const formula = parseFormula(text);
      if (formula.ok) checkNames(checking, { names: namesIn(formula.value), of, path });
    }
  }
  return findings;
}

function idsIn(files: readonly YamlFile[], part: 'domains' | 'nodes'): Map<string, unknown> {
  return new Map(files.flatMap(({ value }) => Object.entries(fieldsOf(fieldsOf(value)[part]))));
}

interface NameText {
  readonly text: string;
  readonly of: 'nodes' | 'domains';
  readonly path: FieldPath;
}

function* listTexts(file: Fields): Generator<NameText> {
  const defaults = fieldsOf(file.manualDefaults);
  const { assume: _assume, ...purposes } = defaults;
  yield* textsIn(purposes, 'nodes', ['manualDefaults']);
  for (const [id, domain] of Object.entries(fieldsOf(file.domains))) {
    const { within } = fieldsOf(domain);
    if (Array.isArray(within)) yield* listed(within, 'domains', ['domains', id, 'within']);
  }
  for (const [id, node] of Object.entries(fieldsOf(file.nodes))) {
    yield* textsOfNode(fieldsOf(node), ['nodes', id]);
  }
}

function* textsOfNode(node: Fields, path: readonly string[]): Generator<NameText> {
  const { at, needs, reportsOn } = node;
  yield* textsIn({ at }, 'domains', path);
  yield* textsIn(fieldsOf(needs), 'nodes', [...path, 'needs']);
  if (Array.isArray(reportsOn)) yield* listed(reportsOn, 'nodes', [...path, 'reportsOn']);
  for (const part of ['options', 'copies'] as const) {
    const list: unknown = node[part];
    for (const [index, each] of (Array.isArray(list) ? list : []).entries()) {
      const fields = fieldsOf(each);
      const here = [...path, part, index];
      yield* textsIn({ at: fields.at }, 'domains', here);
      yield* textsIn(fieldsOf(fields.needs), 'nodes', [...here, 'needs']);
    }
  }
}

function* textsIn(fields: Fields, of: NameText['of'], path: FieldPath): Generator<NameText> {
  for (const [field, text] of Object.entries(fields)) {
    if (typeof text === 'string') yield { text, of, path: [...path, field] };
  }
}

function* listed(
  texts: readonly unknown[],
  of: NameText['of'],
  path: FieldPath,
): Generator<NameText> {
  for (const text of texts) if (typeof text === 'string') yield { text, of, path };
}

function isReadFarEnough({ value }: YamlFile): boolean {
  const file = fieldsOf(value);
  const isRecord = (part: unknown): boolean => part === undefined || isFields(part);
  return (
    isFields(value) &&
    Object.keys(file).every((field) => TOP.includes(field)) &&
    isRecord(file.domains) &&
    isRecord(file.nodes)
  );
}

const formatOf = ({ value }: YamlFile): string => String(fieldsOf(value).format ?? '');

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
