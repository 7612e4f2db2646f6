import type { Formula } from '../formula.ts';
import { allOf, nameFormula, namesIn, parseFormula } from '../formula.ts';
import type { Domain, Evidence, Inventory, InventoryNode, OptionPurpose } from '../inventory.ts';
import type { EdgeImport } from '../read/document.ts';
import type { ImportFile } from './import-file.ts';

/** Lists every name a node needs, for whatever purpose. */
export function needsOf(node: InventoryNode): Set<string> {
  const options = node.options.flatMap((option) => Object.values(option.needs));
  return new Set(namesIn(allOf([node.run, node.boot, node.observe, ...options])));
}

/** Gives a node that only an import knows; undefined when its place cannot be read. */
export function importedNode(
  id: string,
  written: NonNullable<ImportFile['nodes']>[string],
  source: ImportFile['source'],
): InventoryNode | undefined {
  const at = parseFormula(written.at);
  if (!at.ok) return undefined;
  const says = written.says === undefined ? {} : { says: written.says };
  const always: Formula = { kind: 'always' };
  return {
    id,
    kind: written.kind,
    title: { ko: id, en: id },
    targets: {},
    at: at.value,
    run: always,
    boot: always,
    bootMinutes: 0,
    observe: always,
    options: [],
    copies: [],
    evidence: [
      { class: 'declared', about: 'at', date: source.date, source: written.from, ...says },
    ],
  };
}

/** Gives a domain that only an import knows. */
export function importedDomain(id: string, written: { readonly class: Domain['class'] }): Domain {
  return { id, class: written.class, title: { ko: id, en: id }, within: [], evidence: [] };
}

/**
 * Adds imported edges to an inventory; what a person stated is never changed.
 *
 * Optimistic: declared edges that are not suspected, an unknown purpose as `run`. Pessimistic: suspected
 * and observed edges too, an unknown purpose as both `run` and `recover`.
 *
 * @source continuity specification, section 5 (two analyses)
 */
export function mergeEdges(
  inventory: Inventory,
  edges: readonly EdgeImport[],
  reading: 'optimistic' | 'pessimistic',
): Inventory {
  const nodes = new Map(inventory.nodes);
  for (const imported of edges) {
    const { from, to, edge, isStated } = imported;
    const node = nodes.get(from);
    if (isStated || node === undefined || !nodes.has(to) || from === to) continue;
    if (reading === 'optimistic' && (edge.suspected === true || edge.class === 'observed'))
      continue;
    const purposes = purposesOf(edge.purpose, reading);
    const needy = addNeed(node, to, purposes);
    nodes.set(from, {
      ...needy,
      evidence: [...needy.evidence, ...evidenceFor(imported, purposes)],
    });
  }
  return { ...inventory, nodes };
}

/** Gives what an imported edge rests on, as evidence about the purposes it is counted for. */
function evidenceFor({ edge, source }: EdgeImport, purposes: readonly Added[]): Evidence[] {
  return purposes.map((about) => ({
    class: edge.class,
    about,
    date: edge.date ?? source.date,
    source: edge.from,
  }));
}

type Added = 'run' | 'boot' | OptionPurpose;

function purposesOf(
  purpose: EdgeImport['edge']['purpose'],
  reading: 'optimistic' | 'pessimistic',
): readonly Added[] {
  if (purpose !== 'unknown') return [purpose];
  return reading === 'optimistic' ? ['run'] : ['run', 'recover'];
}

function addNeed(node: InventoryNode, to: string, purposes: readonly Added[]): InventoryNode {
  let added = node;
  for (const purpose of purposes) {
    if (purpose === 'run' || purpose === 'boot' || purpose === 'observe') {
      added = { ...added, [purpose]: join(added[purpose], to) };
    } else {
      const options = added.options.map((option) => ({
        ...option,
        needs: { ...option.needs, [purpose]: join(option.needs[purpose], to) },
      }));
      added = { ...added, options };
    }
  }
  return added;
}

function join(formula: Formula | undefined, name: string): Formula {
  return allOf([...(formula === undefined ? [] : [formula]), nameFormula(name)]);
}
