import { type Inventory, namesIn } from '../../../../../continuity/simulate/index.ts';

/** Nodes that stand at the same place: one site, several, or none. */
export interface NodeGroup {
  readonly id: string;
  /** The outermost domains; empty for what is tied to no place. */
  readonly domains: readonly string[];
  readonly nodes: readonly string[];
}

/** Gathers nodes by the outermost domains their places name, in the inventory's order. */
export function groupNodes(inventory: Inventory): NodeGroup[] {
  const groups = new Map<string, { domains: readonly string[]; nodes: string[] }>();
  for (const node of inventory.nodes.values()) {
    const domains = [...new Set(namesIn(node.at).flatMap((id) => outermost(inventory, id)))].sort();
    const id = `group ${domains.join('+')}`;
    const group = groups.get(id) ?? { domains, nodes: [] };
    group.nodes.push(node.id);
    groups.set(id, group);
  }
  return [...groups].map(([id, group]) => ({ id, ...group }));
}

function outermost(inventory: Inventory, domain: string): string[] {
  const found = new Set([domain]);
  for (const id of found) {
    for (const parent of inventory.domains.get(id)?.within ?? []) found.add(parent);
  }
  const tops = [...found].filter((id) => (inventory.domains.get(id)?.within ?? []).length === 0);
  return tops.length === 0 ? [domain] : tops;
}
