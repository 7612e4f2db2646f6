import { survivingCopies } from '../copies.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';
import { type Graph, indexOf } from './graph.ts';
import type { LossState } from './loss-state.ts';
import type { UnmetNeeds } from './unmet-needs.ts';

/** Why a node is stuck. @source continuity specification, section 2.4 */
export type StuckCause = 'circular' | 'no_option' | 'no_copy' | 'behind';

/**
 * Why one node is stuck: it is in a loop, nobody wrote down a way, no copy is left, or it only waits for
 * others; `behind` then names the nodes at the root of it.
 */
export interface StuckReason {
  readonly node: string;
  readonly cause: StuckCause;
  readonly behind: readonly string[];
}

/** Whether a node has no copy left: of those written, or of data without any, the one at its place. */
function hasLostCopies(
  node: InventoryNode,
  { graph, state }: { readonly graph: Graph; readonly state: LossState },
): boolean {
  const isThere = (domain: string): boolean =>
    state.hasFailed[indexOf(graph.domainIndex, domain)] === 0;
  if (node.copies.length > 0) return survivingCopies(node, isThere).length === 0;
  return node.kind === 'data' && node.options.length === 0;
}

/** Gives the reason of every stuck node, in the inventory's order. */
export function findStuckReasons(found: {
  readonly inventory: Inventory;
  readonly graph: Graph;
  readonly needs: UnmetNeeds;
  readonly loops: readonly (readonly number[])[];
  readonly state: LossState;
}): StuckReason[] {
  const { inventory, graph, needs } = found;
  const inLoop = new Set(found.loops.flat());
  const nameOf = (node: number): string => graph.nodeIds[node] as string;
  return needs.stuck.map((node) => {
    if (needs.withoutWay.has(node)) {
      const stuck = inventory.nodes.get(nameOf(node));
      const isLost = stuck !== undefined && hasLostCopies(stuck, found);
      return { node: nameOf(node), cause: isLost ? 'no_copy' : 'no_option', behind: [] };
    }
    if (inLoop.has(node)) return { node: nameOf(node), cause: 'circular', behind: [] };
    const roots = findRoots(needs, inLoop, node);
    return { node: nameOf(node), cause: 'behind', behind: roots.map(nameOf) };
  });
}

function findRoots(needs: UnmetNeeds, inLoop: ReadonlySet<number>, start: number): number[] {
  const seen = new Set([start]);
  const roots: number[] = [];
  for (const node of seen) {
    const isRoot = node !== start && (inLoop.has(node) || needs.withoutWay.has(node));
    if (isRoot) roots.push(node);
    else for (const next of needs.waitsFor.get(node) ?? []) seen.add(next);
  }
  return roots.sort((left, right) => left - right);
}
