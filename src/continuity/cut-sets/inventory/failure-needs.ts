import { strongComponents } from '../../analyse/strong-components.ts';
import { allOf, type Formula, namesIn } from '../../formula.ts';
import type { Inventory, InventoryNode } from '../../inventory.ts';

/** Whether a cut set is what takes a node down, or what leaves it stuck for good. */
export type CutEffect = 'down' | 'stuck';

/** The nodes one node's effect depends on, in loops, each loop after those it needs. */
export interface NeedOrder {
  readonly loops: readonly (readonly InventoryNode[])[];
  /** The domains their places name, and every domain around those, in the order they are met. */
  readonly domains: readonly string[];
}

/** Gives what must fail for an option to be of no use: its needs, or what its node runs on. */
export function optionNeeds(node: InventoryNode): Formula[] {
  return node.options.map((option) => allOf([...Object.values(option.needs), node.run]));
}

/** Orders what a node's effect depends on. */
export function orderNeeds(inventory: Inventory, node: string, effect: CutEffect): NeedOrder {
  const needsOf = new Map<string, readonly string[]>();
  const reached = new Set([node]);
  const domains = new Set<string>();
  for (const id of reached) {
    const found = inventory.nodes.get(id) as InventoryNode;
    for (const domain of namesIn(found.at)) addAround(inventory, domain, domains);
    const formulas =
      effect === 'down' ? [found.run] : [found.run, found.boot, ...optionNeeds(found)];
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
