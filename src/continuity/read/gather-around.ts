import { evidenceOfDrill } from '../drill/drill-evidence.ts';
import { namesIn, renderFormula } from '../formula.ts';
import type { ImportedEdge, ImportFile } from '../import/import-file.ts';
import { importedDomain, importedNode, mergeEdges, needsOf } from '../import/merge-imports.ts';
import type { Domain, Inventory, InventoryNode } from '../inventory.ts';
import type { Shaped, ShapedFiles } from './check-shape.ts';
import type {
  DrillRecord,
  EdgeImport,
  FilePlace,
  InventoryDocument,
  Twin,
  Waiver,
} from './document.ts';
import { DEFAULT_LIMITS } from './document.ts';
import type { FindingCode, InventoryFinding } from './finding.ts';
import { nearestName } from './nearest-name.ts';
import type { FieldPath } from './read-yaml.ts';

/** An inventory while it is being read. */
export interface BuildingInventory extends Inventory {
  readonly domains: Map<string, Domain>;
  readonly nodes: Map<string, InventoryNode>;
}

interface Gathering {
  readonly inventory: BuildingInventory;
  readonly files: ShapedFiles;
  readonly findings: InventoryFinding[];
  /** For an id in an imported file, the id a person gave the same thing. */
  readonly known: Map<string, string>;
}

/**
 * Adds what stands around the inventory: imported nodes, drills as evidence, waivers and limits.
 *
 * Nodes and domains that only imports know are added at once, so that people may refer to them; `finish`
 * gives the document and is called when nothing was found wrong.
 */
export function gatherAround(
  inventory: BuildingInventory,
  files: ShapedFiles,
): { readonly findings: readonly InventoryFinding[]; finish(): InventoryDocument } {
  const gathering: Gathering = { inventory, files, findings: [], known: new Map() };
  const written = new Set(inventory.nodes.keys());
  nameImports(gathering);
  addImportedThings(gathering);
  checkRuledOut(gathering);
  const drills = files.drills.map((file) => addDrill(gathering, file));
  const edges = gatherEdges(gathering, written);
  return {
    findings: gathering.findings,
    finish: () => ({
      inventory: mergeEdges(inventory, edges, 'optimistic'),
      pessimistic: mergeEdges(inventory, edges, 'pessimistic'),
      limits: gatherLimits(files),
      waivers: gatherWaivers(files),
      imports: files.imports.map((file) => ({
        source: file.value.source,
        place: placeIn(file, ['source', 'date']),
      })),
      edges,
      drills,
      twins: findTwins(gathering, written),
      placeOf: (path) => placeOf(files, path),
    }),
  };
}

function placeIn(file: Shaped<unknown>, path: FieldPath): FilePlace {
  return { file: file.yaml.name, ...file.yaml.locate(path) };
}

function placeOf(files: ShapedFiles, path: FieldPath): FilePlace | undefined {
  const [part, id] = path;
  for (const file of [...files.inventory, ...files.imports]) {
    const parts = file.value as unknown as Readonly<
      Record<string, Readonly<Record<string, unknown>>>
    >;
    if (parts[part as string]?.[id as string] !== undefined) return placeIn(file, path);
  }
  return undefined;
}

function nameImports(gathering: Gathering): void {
  for (const file of gathering.files.inventory) {
    for (const [id, node] of Object.entries(file.value.nodes ?? {})) {
      for (const [index, alias] of (node.importedAs ?? []).entries()) {
        const first = gathering.known.get(alias);
        if (first !== undefined) {
          addFinding(gathering, file, {
            code: 'duplicate_id',
            path: ['nodes', id, 'importedAs', index],
            found: `'${alias}' again, first under ${first}`,
            expected: 'each imported id under one node',
          });
        }
        gathering.known.set(alias, id);
      }
    }
  }
}

function addImportedThings(gathering: Gathering): void {
  const { inventory } = gathering;
  for (const file of gathering.files.imports) {
    for (const [id, domain] of Object.entries(file.value.domains ?? {})) {
      if (!inventory.domains.has(id)) inventory.domains.set(id, importedDomain(id, domain));
    }
    for (const id of Object.keys(file.value.nodes ?? {})) addImportedNode(gathering, file, id);
  }
}

function addImportedNode(gathering: Gathering, file: Shaped<ImportFile>, id: string): void {
  const { inventory, known } = gathering;
  const written = file.value.nodes?.[id];
  if (written === undefined || inventory.nodes.has(known.get(id) ?? id)) return;
  const node = importedNode(id, written, file.value.source);
  if (node !== undefined) {
    inventory.nodes.set(id, node);
    for (const end of namesIn(node.at)) {
      checkName(gathering, file, { path: ['nodes', id, 'at'], end, of: 'domains' });
    }
    return;
  }
  addFinding(gathering, file, {
    code: 'wrong_formula',
    path: ['nodes', id, 'at'],
    found: `'${written.at}'`,
    expected: "a formula over domains, as seoul | busan, or '-'",
  });
}

function findTwins(gathering: Gathering, written: ReadonlySet<string>): Twin[] {
  const { inventory, files, known } = gathering;
  return files.imports.flatMap((file) =>
    Object.entries(file.value.nodes ?? {}).flatMap(([id, imported]) => {
      const own = inventory.nodes.get(id);
      if (own === undefined || known.has(id) || !written.has(id)) return [];
      const place = placeIn(file, ['nodes', id]);
      return [{ id, ownAt: renderFormula(own.at), importedAt: imported.at, place }];
    }),
  );
}

function gatherEdges(gathering: Gathering, written: ReadonlySet<string>): EdgeImport[] {
  const { files } = gathering;
  const ruledOut = new Set(
    files.inventory.flatMap((file) =>
      (file.value.ruledOut ?? []).map((edge) => `${edge.from} -> ${edge.to}`),
    ),
  );
  return files.imports
    .flatMap((file) =>
      Object.keys(file.value.edges ?? {}).map((key) => gatherEdge(gathering, file, key)),
    )
    .map((edge) => ({ ...edge, isStated: edge.isStated && written.has(edge.from) }))
    .filter((edge) => !ruledOut.has(`${edge.from} -> ${edge.to}`));
}

function gatherEdge(gathering: Gathering, file: Shaped<ImportFile>, key: string): EdgeImport {
  const { inventory, known } = gathering;
  const [from = '', to = ''] = key
    .replace(/ \?$/, '')
    .split(' -> ')
    .map((id) => known.get(id) ?? id);
  for (const end of [from, to]) checkName(gathering, file, { path: ['edges', key], end });
  const node = inventory.nodes.get(from);
  return {
    from,
    to,
    edge: file.value.edges?.[key] as ImportedEdge,
    source: file.value.source,
    place: placeIn(file, ['edges', key]),
    isStated: node !== undefined && needsOf(node).has(to),
  };
}

function checkRuledOut(gathering: Gathering): void {
  for (const file of gathering.files.inventory) {
    for (const [index, edge] of (file.value.ruledOut ?? []).entries()) {
      for (const side of ['from', 'to'] as const) {
        checkName(gathering, file, { path: ['ruledOut', index, side], end: edge[side] });
      }
    }
  }
}

function checkName(
  gathering: Gathering,
  file: Shaped<unknown>,
  about: { readonly path: FieldPath; readonly end: string; readonly of?: 'nodes' | 'domains' },
): void {
  const of = about.of ?? 'nodes';
  const known = gathering.inventory[of];
  if (known.has(about.end)) return;
  const word = of === 'nodes' ? 'node' : 'domain';
  const nearest = nearestName(about.end, known.keys());
  addFinding(gathering, file, {
    code: 'unknown_name',
    path: about.path,
    found: `'${about.end}'`,
    expected:
      nearest === undefined ? `the id of a ${word}` : `a known ${word}, perhaps '${nearest}'`,
  });
}

function addDrill(gathering: Gathering, file: ShapedFiles['drills'][number]): DrillRecord {
  const drill = file.value;
  const place = placeIn(file, ['node']);
  checkName(gathering, file, { path: ['node'], end: drill.node });
  checkName(gathering, file, { path: ['domain'], end: drill.domain, of: 'domains' });
  if (drill.with !== undefined)
    checkName(gathering, file, { path: ['with'], end: drill.with, of: 'domains' });
  const node = gathering.inventory.nodes.get(drill.node);
  if (node === undefined) return { drill, place };
  const names = node.options.map((option) => option.name);
  if (drill.option !== undefined && !names.includes(drill.option)) {
    addFinding(gathering, file, {
      code: 'unknown_name',
      path: ['option'],
      found: `'${drill.option}'`,
      expected:
        names.length === 0 ? `no option: ${node.id} has none` : `one of ${names.join(', ')}`,
    });
  }
  const evidence = [...node.evidence, evidenceOfDrill(drill, file.yaml.name)];
  gathering.inventory.nodes.set(node.id, { ...node, evidence });
  return { drill, place };
}

function gatherLimits(files: ShapedFiles): InventoryDocument['limits'] {
  const written = files.inventory.find((file) => file.value.limits !== undefined)?.value.limits;
  return {
    evidenceDays: written?.evidenceDays ?? DEFAULT_LIMITS.evidenceDays,
    importDays: written?.importDays ?? DEFAULT_LIMITS.importDays,
  };
}

function gatherWaivers(files: ShapedFiles): Waiver[] {
  return files.inventory.flatMap((file) =>
    (file.value.waivers ?? []).map((waiver, index) => ({
      ...waiver,
      place: placeIn(file, ['waivers', index, 'rule']),
    })),
  );
}

function addFinding(
  gathering: Gathering,
  file: Shaped<unknown>,
  about: {
    readonly code: FindingCode;
    readonly path: FieldPath;
    readonly found: string;
    readonly expected: string;
  },
): void {
  const { path, ...rest } = about;
  gathering.findings.push({ ...rest, field: path.join('.'), ...placeIn(file, path) });
}
