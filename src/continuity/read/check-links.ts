import { parseLocalDate } from '../../kernel/index.ts';
import { strongComponents } from '../analyse/strong-components.ts';
import { namesIn, parseFormula } from '../formula.ts';
import type { Evidence, Inventory, InventoryNode } from '../inventory.ts';
import { wrongFormula } from './build-node.ts';
import type { ShapedFile } from './check-shape.ts';
import type { InventoryFinding } from './finding.ts';
import { FINDINGS_MAX } from './finding.ts';
import { nearestName } from './nearest-name.ts';
import type { FieldPath } from './read-yaml.ts';

interface Checking {
  readonly inventory: Inventory;
  readonly file: ShapedFile;
  readonly findings: InventoryFinding[];
}

/** Finds every name that nothing defines, wrong evidence, and domains that contain themselves. */
export function checkLinks(
  inventory: Inventory,
  files: readonly ShapedFile[],
): readonly InventoryFinding[] {
  const findings: InventoryFinding[] = [];
  for (const file of files) {
    const checking = { inventory, file, findings };
    checkDefaults(checking);
    checkWaivers(checking);
    for (const id of Object.keys(file.value.domains ?? {})) checkDomain(checking, id);
    for (const id of Object.keys(file.value.nodes ?? {})) checkNode(checking, id);
    if (findings.length > FINDINGS_MAX) return findings;
    checkContainment(checking);
  }
  return findings;
}

function checkDefaults(checking: Checking): void {
  const defaults = checking.file.value.manualDefaults;
  for (const purpose of ['authenticate', 'communicate', 'people'] as const) {
    const text = defaults?.[purpose];
    if (text === undefined) continue;
    const path = ['manualDefaults', purpose];
    const formula = parseFormula(text);
    if (formula.ok) checkNames(checking, { names: namesIn(formula.value), of: 'nodes', path });
    else checking.findings.push(wrongFormula(checking.file, path, formula.refusal));
  }
}

function checkWaivers(checking: Checking): void {
  for (const [index, { until }] of (checking.file.value.waivers ?? []).entries()) {
    if (parseLocalDate(until) !== undefined) continue;
    const about = { found: until, expected: 'a day of the calendar, as 2022-10-15' };
    addFinding(checking, ['waivers', index, 'until'], { code: 'wrong_value', ...about });
  }
}

function checkDomain(checking: Checking, id: string): void {
  const domain = checking.inventory.domains.get(id);
  const path = ['domains', id];
  checkNames(checking, { names: domain?.within ?? [], of: 'domains', path: [...path, 'within'] });
  for (const [index, evidence] of (domain?.evidence ?? []).entries()) {
    checkEvidence(checking, evidence, { path: [...path, 'evidence', index], abouts: [] });
  }
}

function checkNode(checking: Checking, id: string): void {
  const node = checking.inventory.nodes.get(id) as InventoryNode;
  const path = ['nodes', id];
  checkNames(checking, { names: namesIn(node.at), of: 'domains', path: [...path, 'at'] });
  for (const purpose of ['run', 'boot', 'observe'] as const) {
    const names = namesIn(node[purpose]);
    checkNames(checking, { names, of: 'nodes', path: [...path, 'needs', purpose] });
  }
  for (const [index, option] of node.options.entries()) {
    const at = [...path, 'options', index];
    const places = option.at === undefined ? [] : namesIn(option.at);
    checkNames(checking, { names: places, of: 'domains', path: [...at, 'at'] });
    for (const [purpose, formula] of Object.entries(option.needs)) {
      checkNames(checking, {
        names: namesIn(formula),
        of: 'nodes',
        path: [...at, 'needs', purpose],
      });
    }
  }
  for (const [index, copy] of node.copies.entries()) {
    const at = [...path, 'copies', index, 'at'];
    checkNames(checking, { names: namesIn(copy.at), of: 'domains', path: at });
  }
  checkNames(checking, { names: node.reportsOn ?? [], of: 'nodes', path: [...path, 'reportsOn'] });
  checkUnique(checking, node);
  const abouts = [...node.options, ...node.copies].map((part) => part.name);
  const written = checking.file.value.nodes?.[id]?.evidence?.length ?? 0;
  for (const [index, evidence] of node.evidence.slice(0, written).entries()) {
    checkEvidence(checking, evidence, { path: [...path, 'evidence', index], abouts });
  }
}

/** Where names are looked up, the file they stand in, and what was found wrong so far. */
interface Naming {
  readonly inventory: {
    readonly nodes: ReadonlyMap<string, unknown>;
    readonly domains: ReadonlyMap<string, unknown>;
  };
  readonly file: Pick<ShapedFile, 'yaml'>;
  readonly findings: InventoryFinding[];
}

/** Finds the names that are no node's, or no domain's, and tells the nearest that is. */
export function checkNames(
  checking: Naming,
  about: {
    readonly names: readonly string[];
    readonly of: 'nodes' | 'domains';
    readonly path: FieldPath;
  },
): void {
  const known = checking.inventory[about.of];
  const other = checking.inventory[about.of === 'nodes' ? 'domains' : 'nodes'];
  const [word, otherWord] = about.of === 'nodes' ? ['node', 'domain'] : ['domain', 'node'];
  const unknown = about.names.filter((name) => !known.has(name));
  for (const name of unknown.slice(0, FINDINGS_MAX)) {
    const nearest = nearestName(name, known.keys());
    const isOther = other.has(name) ? `, which is a ${otherWord}` : '';
    const expected =
      nearest === undefined ? `the id of a ${word}` : `a known ${word}, perhaps '${nearest}'`;
    addFinding(checking, about.path, {
      code: 'unknown_name',
      found: `'${name}'${isOther}`,
      expected,
    });
  }
}

function checkUnique(checking: Checking, node: InventoryNode): void {
  const seen = new Set<string>();
  for (const [part, list] of Object.entries({ options: node.options, copies: node.copies })) {
    for (const [index, { name }] of list.entries()) {
      if (seen.has(name)) {
        addFinding(checking, ['nodes', node.id, part, index, 'name'], {
          code: 'duplicate_id',
          found: `'${name}' again`,
          expected: 'each option and copy of a node under its own name',
        });
      }
      seen.add(name);
    }
  }
}

const ABOUTS = ['at', 'run', 'boot', 'observe', 'copies', 'kind', 'targets'];

function checkEvidence(
  checking: Checking,
  evidence: Evidence,
  at: { readonly path: FieldPath; readonly abouts: readonly string[] },
): void {
  if (evidence.domain !== undefined) {
    checkNames(checking, { names: [evidence.domain], of: 'domains', path: [...at.path, 'domain'] });
  }
  if (evidence.date !== undefined && parseLocalDate(evidence.date) === undefined) {
    const about = { found: evidence.date, expected: 'a day of the calendar, as 2022-10-15' };
    addFinding(checking, [...at.path, 'date'], { code: 'wrong_value', ...about });
  }
  const { about } = evidence;
  if (about === undefined || ABOUTS.includes(about) || at.abouts.includes(about)) return;
  addFinding(checking, [...at.path, 'about'], {
    code: 'unknown_name',
    found: `'${about}'`,
    expected: `one of ${[...ABOUTS, ...at.abouts].join(', ')}`,
  });
}

function checkContainment(checking: Checking): void {
  const ids = [...checking.inventory.domains.keys()];
  const index = new Map(ids.map((id, at) => [id, at]));
  const parents = ids.map((id) =>
    (checking.inventory.domains.get(id)?.within ?? [])
      .map((parent) => index.get(parent))
      .filter((parent) => parent !== undefined),
  );
  const nodes = ids.map((_, at) => at);
  for (const members of strongComponents(nodes, (at) => parents[at] ?? [])) {
    const first = members[0] as number;
    if (members.length === 1 && parents[first]?.includes(first) !== true) continue;
    const id = ids[first] as string;
    // Told once, by the file that defines the first member.
    if (checking.file.value.domains?.[id] === undefined) continue;
    addFinding(checking, ['domains', id, 'within'], {
      code: 'containment_cycle',
      found: `${members.map((member) => ids[member]).join(', ')} inside one another`,
      expected: 'domains that contain each other in one direction only',
    });
  }
}

function addFinding(
  checking: Naming,
  path: FieldPath,
  about: Pick<InventoryFinding, 'code' | 'found' | 'expected'>,
): void {
  const { yaml } = checking.file;
  const field = path.join('.');
  checking.findings.push({ ...about, file: yaml.name, field, ...yaml.locate(path) });
}
