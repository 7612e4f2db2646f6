import type { Outcome } from '../../kernel/index.ts';
import { accept, refuse } from '../../kernel/index.ts';
import type { Inventory } from '../inventory.ts';
import { buildDomain, buildNode } from './build-node.ts';
import { checkLinks } from './check-links.ts';
import { checkLooseNames } from './check-loose-names.ts';
import type { ShapedFile, ShapedFiles } from './check-shape.ts';
import { checkShapes } from './check-shape.ts';
import type { InventoryDocument } from './document.ts';
import type { InventoryFinding, InventoryRefusal } from './finding.ts';
import { FINDINGS_MAX, WHOLE } from './finding.ts';
import type { BuildingInventory } from './gather-around.ts';
import { gatherAround } from './gather-around.ts';
import type { TextFile } from './read-yaml.ts';
import { readYaml } from './read-yaml.ts';

/** The most domains and nodes, together, that are read. */
export const ENTRIES_MAX = 250_000;

/**
 * Reads an inventory from the files of a folder, or refuses it with every finding.
 *
 * The optimistic reading of `parseDocument`.
 */
export function parseInventory(files: readonly TextFile[]): Outcome<Inventory, InventoryRefusal> {
  const parsed = parseDocument(files);
  return parsed.ok ? accept(parsed.value.inventory) : parsed;
}

/**
 * Reads an inventory with its imports, drills, waivers and limits, or refuses it with every finding.
 *
 * Each finding names file, line, field, what was found, and what would be right. Files are taken in the order of
 * their names; an id is defined in one place; exactly one file names the inventory.
 *
 * @source continuity specification, sections 2.1, 2.2 and 5
 */
export function parseDocument(
  files: readonly TextFile[],
): Outcome<InventoryDocument, InventoryRefusal> {
  const ordered = files.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const yamls = ordered.map(readYaml);
  const findings = yamls.flatMap((file) => file.findings);
  if (findings.length > 0) return refuseAll(findings);
  const shaped = checkShapes(yamls);
  if (shaped.findings.length > 0) {
    return refuseAll([...shaped.findings, ...checkLooseNames(yamls)].toSorted(byPlace));
  }
  return buildInventory(shaped.files);
}

function byPlace(left: InventoryFinding, right: InventoryFinding): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

/** Gives a refusal with the first findings, and how many more there are. */
export function refuseAll(findings: readonly InventoryFinding[]): Outcome<never, InventoryRefusal> {
  return refuse<InventoryRefusal>({
    code: 'inventory_refused',
    findings: findings.slice(0, FINDINGS_MAX),
    moreCount: Math.max(0, findings.length - FINDINGS_MAX),
  });
}

function buildInventory(files: ShapedFiles): Outcome<InventoryDocument, InventoryRefusal> {
  const findings = [...findEntryCount(files), ...findHeadings(files.inventory)];
  if (findings.length > 0) return refuseAll(findings);
  const named = files.inventory.find((file) => file.value.name !== undefined);
  const defaults = files.inventory.find((file) => file.value.manualDefaults !== undefined);
  const name = named?.value.name ?? '';
  const inventory: BuildingInventory = {
    name,
    title: named?.value.title ?? { ko: name, en: name },
    domains: new Map(),
    nodes: new Map(),
  };
  const places = new Map<string, string>();
  for (const file of files.inventory) {
    for (const [id, written] of Object.entries(file.value.domains ?? {})) {
      findings.push(...claimId(places, file, ['domains', id]));
      inventory.domains.set(id, buildDomain(id, written));
    }
    for (const [id, written] of Object.entries(file.value.nodes ?? {})) {
      findings.push(...claimId(places, file, ['nodes', id]));
      const built = buildNode({ file, defaults, id, written });
      findings.push(...built.findings);
      inventory.nodes.set(id, built.node);
    }
  }
  const around = gatherAround(inventory, files);
  findings.push(...around.findings, ...checkLinks(inventory, files.inventory));
  return findings.length > 0 ? refuseAll(findings) : accept(around.finish());
}

function findEntryCount(files: ShapedFiles): InventoryFinding[] {
  let count = 0;
  for (const { value } of files.imports) count += Object.keys(value.edges ?? {}).length;
  for (const { value } of [...files.inventory, ...files.imports]) {
    count += Object.keys(value.domains ?? {}).length + Object.keys(value.nodes ?? {}).length;
  }
  if (count <= ENTRIES_MAX) return [];
  return [wholeFinding('too_large', `${count} domains and nodes`, `at most ${ENTRIES_MAX}`)];
}

function wholeFinding(
  code: InventoryFinding['code'],
  found: string,
  expected: string,
): InventoryFinding {
  return { code, file: WHOLE, line: 0, column: 0, field: '', found, expected };
}

function findHeadings(files: readonly ShapedFile[]): InventoryFinding[] {
  const findings: InventoryFinding[] = [];
  for (const field of ['name', 'title', 'manualDefaults'] as const) {
    const [, ...again] = files.filter((file) => file.value[field] !== undefined);
    for (const { yaml } of again) {
      const about = { code: 'duplicate_id', file: yaml.name, field, found: 'it again' } as const;
      findings.push({ ...about, ...yaml.locate([field]), expected: 'it in one file only' });
    }
  }
  if (files.every((file) => file.value.name === undefined)) {
    const found = files.length === 0 ? 'no .yaml file' : 'no name';
    findings.push(wholeFinding('missing_name', found, "one file with 'name:'"));
  }
  return findings;
}

function claimId(
  places: Map<string, string>,
  file: ShapedFile,
  path: readonly [string, string],
): InventoryFinding[] {
  const field = path.join('.');
  const first = places.get(field);
  if (first === undefined) {
    places.set(field, file.yaml.name);
    return [];
  }
  const found = `'${path[1]}' again, first in ${first}`;
  const at = file.yaml.locate(path);
  return [
    { code: 'duplicate_id', file: file.yaml.name, field, found, expected: 'each id once', ...at },
  ];
}
