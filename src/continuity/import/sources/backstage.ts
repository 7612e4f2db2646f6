import { accept, type Outcome } from '../../../kernel/index.ts';
import type { NodeKind } from '../../inventory.ts';
import type { InventoryRefusal } from '../../read/finding.ts';
import type { TextFile } from '../../read/read-yaml.ts';
import type { Foreign, ForeignDocument } from '../foreign.ts';
import { at, items, keepsData, readForeign, refuseFile, textOf } from '../foreign.ts';
import type { Sketch } from '../sketch.ts';
import { addEdge, addNode, createSketch, idFor } from '../sketch.ts';

interface Entity {
  readonly document: ForeignDocument;
  readonly kind: string;
  readonly namespace: string;
  readonly reference: string;
}

const KINDS = new Set(['component', 'resource', 'api']);

/**
 * Reads Backstage `catalog-info.yaml` files: components, resources, APIs and what depends on what.
 *
 * Backstage knows no place and no purpose: nodes are tied to none, and purposes are unknown until a person
 * says. Two providers of one API are taken as both needed, and noted: they are no proof of redundancy.
 *
 * @source continuity specification, section 5; Backstage descriptor format
 */
export function readBackstage(files: readonly TextFile[]): Outcome<Sketch, InventoryRefusal> {
  const sketch = createSketch();
  const entities: Entity[] = [];
  for (const file of files) {
    const read = readForeign(file);
    if (!read.ok) return read;
    const found = read.value.flatMap(readEntity);
    if (
      found.length === 0 &&
      read.value.every((document) => at(document.value, 'kind') === undefined)
    ) {
      const about = {
        code: 'wrong_value',
        line: 1,
        found: 'no entity',
        expected: "entities with 'apiVersion: backstage.io/…' and 'kind:'",
      } as const;
      return refuseFile(file, about);
    }
    entities.push(...found);
  }
  for (const entity of entities) addEntity(sketch, entity);
  const known = new Map(entities.map((entity) => [entity.reference, entity]));
  for (const entity of entities) addRelations(sketch, known, entity);
  noteProviders(sketch, entities, known);
  return accept(sketch);
}

function readEntity(document: ForeignDocument): Entity[] {
  const kind = textOf(at(document.value, 'kind'))?.toLowerCase() ?? '';
  const name = textOf(at(document.value, 'metadata', 'name'));
  if (!KINDS.has(kind) || name === undefined) return [];
  const namespace = (
    textOf(at(document.value, 'metadata', 'namespace')) ?? 'default'
  ).toLowerCase();
  return [{ document, kind, namespace, reference: `${kind}:${namespace}/${name.toLowerCase()}` }];
}

/** Gives a reference its full form, `kind:namespace/name`, as Backstage compares them. */
function resolve(
  reference: string,
  about: { readonly kind: string; readonly namespace: string },
): string {
  const match = /^(?:([^:/]+):)?(?:([^/]+)\/)?([^/]+)$/.exec(reference.trim().toLowerCase());
  return `${match?.[1] ?? about.kind}:${match?.[2] ?? about.namespace}/${match?.[3] ?? ''}`;
}

function idOf(sketch: Sketch, reference: string): string {
  const [kind = '', rest = ''] = reference.split(':');
  const name = rest.startsWith('default/') ? rest.slice('default/'.length) : rest.replace('/', '.');
  return idFor(sketch, kind === 'component' ? name : `${kind}.${name}`);
}

function addEntity(sketch: Sketch, { document, kind, reference }: Entity): void {
  const type = textOf(at(document.value, 'spec', 'type')) ?? '';
  const stores =
    kind === 'resource' && (keepsData(type) || /bucket|storage|queue|cache|topic/i.test(type));
  const word: NodeKind = stores ? 'data' : kind === 'resource' ? 'supply' : 'service';
  const says = `${kind}${type === '' ? '' : ` of type ${type.slice(0, 64)}`}`;
  addNode(sketch, idOf(sketch, reference), {
    kind: word,
    at: '-',
    from: document.from(['metadata', 'name']),
    says,
  });
}

function addRelations(sketch: Sketch, known: ReadonlyMap<string, Entity>, entity: Entity): void {
  const relate = (field: string, kind: string, isReversed: boolean): void => {
    for (const [index, written] of items(at(entity.document.value, 'spec', field)).entries()) {
      const other = resolve(String(written), { kind, namespace: entity.namespace });
      const from = entity.document.from(['spec', field, index]);
      if (!known.has(other)) {
        sketch.notes.push(
          `${entity.reference} names ${other.slice(0, 120)}, which is in none of the files (${from}).`,
        );
        continue;
      }
      const ends = [idOf(sketch, entity.reference), idOf(sketch, other)] as const;
      const [user, used] = isReversed ? [ends[1], ends[0]] : ends;
      addEdge(
        sketch,
        { from: user, to: used },
        { purpose: 'unknown', class: 'declared', from, says: field },
      );
    }
  };
  relate('dependsOn', 'component', false);
  relate('dependencyOf', 'component', true);
  relate('consumesApis', 'api', false);
  // An API answers while what provides it runs.
  relate('providesApis', 'api', true);
}

function noteProviders(
  sketch: Sketch,
  entities: readonly Entity[],
  known: ReadonlyMap<string, Entity>,
): void {
  const providers = new Map<string, string[]>();
  for (const entity of entities) {
    const provided: readonly Foreign[] = items(at(entity.document.value, 'spec', 'providesApis'));
    for (const written of provided) {
      const api = resolve(String(written), { kind: 'api', namespace: entity.namespace });
      if (known.has(api)) providers.set(api, [...(providers.get(api) ?? []), entity.reference]);
    }
  }
  for (const [api, list] of providers) {
    if (list.length < 2) continue;
    sketch.notes.push(
      `${api} has ${list.length} providers (${list.join(', ')}): taken as all needed, since two providers are no proof of redundancy.`,
    );
  }
}
