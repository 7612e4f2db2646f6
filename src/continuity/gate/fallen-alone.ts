import { compileGraph, indexOf } from '../analyse/graph.ts';
import { createLossState, loseDomains } from '../analyse/loss-state.ts';
import type { Inventory } from '../inventory.ts';

/**
 * For some nodes, the domains whose loss alone takes each down, in the inventory's order.
 *
 * Unlike the smallest cut sets it names a site and its hall where either is enough: two nodes in two halls
 * of one building fall together with the building.
 */
export function fallenAlone(
  inventory: Inventory,
  nodes: Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  const graph = compileGraph(inventory);
  const state = createLossState(graph);
  const found = new Map([...nodes].map((id): [string, string[]] => [id, []]));
  const wanted = [...found].map(([id, by]) => ({ by, at: indexOf(graph.nodeIndex, id) }));
  for (const [domain, id] of graph.domainIds.entries()) {
    loseDomains(graph, state, [domain]);
    for (const { by, at } of wanted) if (state.hasFailed[at] === 1) by.push(id);
  }
  return found;
}
