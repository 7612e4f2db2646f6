import type { NodeKind } from '../inventory.ts';
import type { EdgePurpose, ImportedEdge, Importer, ImportFile } from './import-file.ts';

/** What an importer has read so far, under ids of the inventory's form. */
export interface Sketch {
  readonly domains: Map<
    string,
    { readonly class: 'site' | 'provider_region' | 'provider_account' }
  >;
  readonly nodes: Map<string, NonNullable<ImportFile['nodes']>[string]>;
  readonly edges: Map<string, ImportedEdge>;
  readonly notes: string[];
  /** For an id, the name it was made from. */
  readonly names: Map<string, string>;
}

/** Gives a sketch with nothing in it. */
export function createSketch(): Sketch {
  return { domains: new Map(), nodes: new Map(), edges: new Map(), notes: [], names: new Map() };
}

/**
 * Gives the id for a foreign name: lower case, other characters as dashes, at most 64.
 *
 * Two names that would share an id are told apart by a number at the end, and noted.
 */
export function idFor(sketch: Sketch, name: string): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '')
      .slice(0, 60) || 'unnamed';
  for (let turn = 1; ; turn += 1) {
    const id = turn === 1 ? base : `${base}-${turn}`;
    const known = sketch.names.get(id);
    if (known === name) return id;
    if (known !== undefined) continue;
    sketch.names.set(id, name);
    if (turn > 1) sketch.notes.push(`'${id}' stands for a name much like '${base}'.`);
    return id;
  }
}

/** Adds a node unless it is there. */
export function addNode(
  sketch: Sketch,
  id: string,
  node: {
    readonly kind: NodeKind;
    readonly at: string;
    readonly from: string;
    readonly says?: string;
  },
): void {
  if (!sketch.nodes.has(id)) sketch.nodes.set(id, node);
}

/**
 * Adds an edge. A certain one beside a suspicion of another purpose is kept apart from it; of two alike
 * the certain one stays, and `run` stays before any other purpose.
 */
export function addEdge(
  sketch: Sketch,
  ends: { readonly from: string; readonly to: string },
  about: {
    readonly purpose: EdgePurpose;
    readonly class: ImportedEdge['class'];
    readonly from: string;
    readonly suspected?: boolean;
    readonly says?: string;
  },
): void {
  if (ends.from === ends.to) return;
  const key = `${ends.from} -> ${ends.to}`;
  const edge: ImportedEdge = {
    purpose: about.purpose,
    proposed: about.purpose,
    class: about.class,
    from: about.from,
    ...(about.suspected === true ? { suspected: true } : {}),
    ...(about.says === undefined ? {} : { says: about.says }),
  };
  if (about.suspected === true) suspectEdge(sketch, key, edge);
  else stateEdge(sketch, key, edge);
}

function suspectEdge(sketch: Sketch, key: string, edge: ImportedEdge): void {
  const stated = sketch.edges.get(key)?.purpose;
  if (stated === 'run' || stated === edge.purpose) return;
  if (!sketch.edges.has(`${key} ?`)) sketch.edges.set(`${key} ?`, edge);
}

function stateEdge(sketch: Sketch, key: string, edge: ImportedEdge): void {
  const known = sketch.edges.get(key);
  const kept =
    known === undefined || (known.purpose !== 'run' && edge.purpose === 'run') ? edge : known;
  sketch.edges.set(key, kept);
  const doubted = sketch.edges.get(`${key} ?`)?.purpose;
  if (kept.purpose === 'run' || kept.purpose === doubted) sketch.edges.delete(`${key} ?`);
}

/** Gives a sketch as the file that is written; entries are sorted, so that a diff shows what changed. */
export function sketchFile(
  sketch: Sketch,
  source: { readonly importer: Importer; readonly file: string; readonly date: string },
): ImportFile {
  const sorted = <T>(map: ReadonlyMap<string, T>): Record<string, T> =>
    Object.fromEntries([...map].sort(([left], [right]) => (left < right ? -1 : 1)));
  return {
    format: 'amends-import/1',
    source,
    domains: sorted(sketch.domains),
    nodes: sorted(sketch.nodes),
    edges: sorted(sketch.edges),
    notes: [...new Set(sketch.notes)],
  };
}
