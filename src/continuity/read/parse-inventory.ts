import type { Outcome } from '../../kernel/index.ts';
import { accept, refuse } from '../../kernel/index.ts';
import type { Inventory } from '../inventory.ts';
import { buildDomain, buildNode } from './build-node.ts';
import { checkLinks } from './check-links.ts';
import type { ShapedFile } from './check-shape.ts';
import { checkShape } from './check-shape.ts';
import type { InventoryFinding, InventoryRefusal } from './finding.ts';
import { FINDINGS_MAX } from './finding.ts';
import type { TextFile } from './read-yaml.ts';
import { readYaml } from './read-yaml.ts';

/** The most domains and nodes, together, that are read. */
export const ENTRIES_MAX = 250_000;

/**
 * Reads an inventory from the files of a folder, or refuses it with every finding.
 *
 * Each finding names file, line, field, what was found, and what would be right. Files are taken in the order of
 * their names; an id is defined in one place; exactly one file names the inventory.
 *
 * @source continuity specification, sections 2.1 and 2.2
 */
export function parseInventory(files: readonly TextFile[]): Outcome<Inventory, InventoryRefusal> {
  const ordered = files.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const yamls = ordered.map(readYaml);
  const findings = yamls.flatMap((file) => file.findings);
  if (findings.length > 0) return refuseAll(findings);
  const shaped: ShapedFile[] = [];
  for (const yaml of yamls) {
    const shape = checkShape(yaml);
    if ('value' in shape) shaped.push({ yaml, value: shape.value });
    else findings.push(...shape.findings);
  }
  if (findings.length > 0) return refuseAll(findings);
  return buildInventory(shaped);
}

function refuseAll(findings: readonly InventoryFinding[]): Outcome<never, InventoryRefusal> {
  return refuse<InventoryRefusal>({
    code: 'inventory_refused',
    findings: findings.slice(0, FINDINGS_MAX),
    moreCount: Math.max(0, findings.length - FINDINGS_MAX),
  });
}

function buildInventory(files: readonly ShapedFile[]): Outcome<Inventory, InventoryRefusal> {
  const findings = [...findEntryCount(files), ...findHeadings(files)];
  if (findings.length > 0) return refuseAll(findings);
  const named = files.find((file) => file.value.name !== undefined);
  const defaults = files.find((file) => file.value.manualDefaults !== undefined);
  const name = named?.value.name ?? '';
  const inventory = {
    name,
    title: named?.value.title ?? { ko: name, en: name },
    domains: new Map(),
    nodes: new Map(),
  };
  const places = new Map<string, string>();
  for (const file of files) {
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
  findings.push(...checkLinks(inventory, files));
  return findings.length > 0 ? refuseAll(findings) : accept(inventory);
}

function findEntryCount(files: readonly ShapedFile[]): InventoryFinding[] {
  let count = 0;
  for (const { value } of files) {
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
  return { code, file: 'the inventory', line: 0, column: 0, field: '', found, expected };
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
