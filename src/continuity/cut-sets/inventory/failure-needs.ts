import { strongComponents } from '../../analyse/strong-components.ts';
import { optionPlace } from '../../copies.ts';
import { allOf, type Formula, namesIn } from '../../formula.ts';
import type { Inventory, InventoryNode } from '../../inventory.ts';

/** Whether a cut set is what takes a node down, or what leaves it stuck for good. */
export type CutEffect = 'down' | 'stuck';

/** The nodes one node's effect depends on, in loops, each loop after those it needs. */
export interface NeedOrder {
  readonly loops: readonly (readonly InventoryNode[])[];
  /** The domains their places, and those of their options and copies, name, and every domain around those, in the order they are met. */
  readonly domains: readonly string[];
}

/** What must be there for an option to be of use: over nodes, and over domains. */
export interface OptionNeeds {
  /** Its needs, and what its node runs on. */
  readonly nodes: Formula;
  /** The places and the copies it needs. */
  readonly domains: Formula;
}

/** Gives, for each option of a node, one of which must fail for the option to be of no use. */
export function optionNeeds(node: InventoryNode): OptionNeeds[] {
  return node.options.map((option) => ({
    nodes: allOf([...Object.values(option.needs), node.run]),
    domains: optionPlace(node, option),
  }));
}

/** Orders what a node's effect depends on. */
export function orderNeeds(inventory: Inventory, node: string, effect: CutEffect): NeedOrder {
  const needsOf = new Map<string, readonly string[]>();
  const reached = new Set([node]);
  const domains = new Set<string>();
  for (const id of reached) {
    const found = inventory.nodes.get(id) as InventoryNode;
    const options = effect === 'down' ? [] : optionNeeds(found);
    const places = [found.at, ...options.map((needs) => needs.domains)];
    for (const domain of places.flatMap(namesIn)) addAround(inventory, domain, domains);
    const boot = effect === 'down' ? [] : [found.boot];
    const formulas = [found.run, ...boot, ...options.map((needs) => needs.nodes)];
    const names = [...new Set(formulas.flatMap(namesIn))];
    needsOf.set(id, names);
    for (const name of names) reached.add(name);
  }
  const ids = [...reached];
  const index = new Map(ids.map((id, at) => [id, at]));
  const successors = (at: number): number[] =>
    (needsOf.get(ids[at] as string) ?? []).map((name) => index.get(name) as number);
  const loops = strongComponents([...ids.keys()], successors).map((members) =>
    members.map((at) => inventory.nodes.get(ids[at] as string) as InventoryNode),
  );
  return { loops, domains: [...domains] };
}

function addAround(inventory: Inventory, domain: string, into: Set<string>): void {
  for (const id of around(inventory, domain)) into.add(id);
}

/** Lists a domain and every domain around it: losing any of them loses it. */
export function around(inventory: Inventory, domain: string): string[] {
  const found = new Set([domain]);
  for (const id of found)
    for (const parent of inventory.domains.get(id)?.within ?? []) found.add(parent);
  return [...found];
}
