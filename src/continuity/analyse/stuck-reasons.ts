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
  const search: RootSearch = { needs, inLoop, rootsOf: new Map() };
  const named = new Map<readonly number[], readonly string[]>();
  return needs.stuck.map((node) => {
    if (needs.withoutWay.has(node)) {
      const stuck = inventory.nodes.get(nameOf(node));
      const isLost = stuck !== undefined && hasLostCopies(stuck, found);
      return { node: nameOf(node), cause: isLost ? 'no_copy' : 'no_option', behind: [] };
    }
    if (inLoop.has(node)) return { node: nameOf(node), cause: 'circular', behind: [] };
    const roots = findRoots(search, node);
    const behind = named.get(roots) ?? roots.map(nameOf);
    named.set(roots, behind);
    return { node: nameOf(node), cause: 'behind', behind };
  });
}

interface RootSearch {
  readonly needs: UnmetNeeds;
  readonly inLoop: ReadonlySet<number>;
  /** By node, ascending; nodes that wait for the same share one list, so that a long chain costs its length. */
  readonly rootsOf: Map<number, readonly number[]>;
}

/** Gives the nodes that one outside every loop waits for in the end; what waits so runs in no circle. */
function findRoots(search: RootSearch, start: number): readonly number[] {
  const { rootsOf } = search;
  const path = [start];
  for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
    const open = nextOf(search, node).filter((next) => !isRoot(search, next) && !rootsOf.has(next));
    if (open.length === 0) {
      if (!rootsOf.has(node)) rootsOf.set(node, joinRoots(search, node));
      path.pop();
    } else path.push(...open);
  }
  return rootsOf.get(start) ?? [];
}

function nextOf({ needs }: RootSearch, node: number): readonly number[] {
  return needs.waitsFor.get(node) ?? [];
}

function isRoot({ inLoop, needs }: RootSearch, node: number): boolean {
  return inLoop.has(node) || needs.withoutWay.has(node);
}

function joinRoots(search: RootSearch, node: number): readonly number[] {
  const lists = nextOf(search, node).map((next) =>
    isRoot(search, next) ? [next] : (search.rootsOf.get(next) ?? []),
  );
  const [first = []] = lists;
  if (lists.every((list) => list === first)) return first;
  const joined = new Set(lists.flat());
  return lists.find((list) => list.length === joined.size) ?? [...joined].sort(ascending);
}

function ascending(left: number, right: number): number {
  return left - right;
}
