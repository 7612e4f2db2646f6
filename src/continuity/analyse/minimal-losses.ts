import type { Inventory } from '../inventory.ts';
import type { Graph } from './graph.ts';
import { compileGraph, indexOf } from './graph.ts';
import type { LossState } from './loss-state.ts';
import { createLossState, loseDomains } from './loss-state.ts';
import { computeRecovery } from './recovery.ts';

/** Whether a loss is counted when a node goes down, or when it cannot be brought back. */
export type LossEffect = 'down' | 'stuck';

/**
 * The smallest losses that bring a node down, or leave it stuck, for good.
 *
 * `isComplete` is false when the inventory has more domains than `orderMax`: larger sets were then not
 * looked for, and whoever prints the sets prints that too.
 */
export interface MinimalLosses {
  readonly node: string;
  readonly effect: LossEffect;
  readonly orderMax: number;
  readonly isComplete: boolean;
  readonly sets: readonly (readonly string[])[];
}

/**
 * Finds, for every node, the minimal single and double losses, by trying each.
 *
 * A set is dropped when another of the same size or smaller loses strictly less and has the same effect: a
 * site is not named where one of its halls is enough.
 *
 * @source continuity specification, section 3 (minimal cut sets, truncated at order 2)
 */
export function minimalLosses(
  inventory: Inventory,
  options: { readonly effect: LossEffect; readonly nodes?: readonly string[] },
): MinimalLosses[] {
  const graph = compileGraph(inventory);
  const wanted = (options.nodes ?? graph.nodeIds).map((id) => indexOf(graph.nodeIndex, id));
  const hits = tryLosses(graph, { effect: options.effect, wanted: new Set(wanted) });
  return wanted.map((node) => ({
    node: graph.nodeIds[node] as string,
    effect: options.effect,
    orderMax: 2,
    isComplete: graph.domainCount <= 2,
    sets: keepSmallest(graph, hits.get(node) ?? []).map((set) =>
      set.map((domain) => graph.domainIds[domain] as string),
    ),
  }));
}

function tryLosses(
  graph: Graph,
  search: { readonly effect: LossEffect; readonly wanted: ReadonlySet<number> },
): Map<number, number[][]> {
  const state = createLossState(graph);
  const hits = new Map<number, number[][]>();
  const singles = new Map<number, Set<number>>();
  for (const node of search.wanted) {
    hits.set(node, []);
    singles.set(node, new Set());
  }
  for (const loss of losses(graph.domainCount)) {
    loseDomains(graph, state, loss);
    for (const node of affected(graph, state, search.effect)) {
      const alone = singles.get(node);
      if (alone === undefined || loss.some((domain) => alone.has(domain))) continue;
      if (loss.length === 1) alone.add(loss[0] as number);
      hits.get(node)?.push(loss);
    }
  }
  return hits;
}

function* losses(domainCount: number): Generator<number[]> {
  for (let first = 0; first < domainCount; first += 1) yield [first];
  for (let first = 0; first < domainCount; first += 1) {
    for (let second = first + 1; second < domainCount; second += 1) yield [first, second];
  }
}

function affected(graph: Graph, state: LossState, effect: LossEffect): readonly number[] {
  if (effect === 'down' || state.downNodes.length === 0) return state.downNodes;
  const { minutes } = computeRecovery(graph, state);
  return state.downNodes.filter((node) => minutes[node] === Number.POSITIVE_INFINITY);
}

function keepSmallest(graph: Graph, sets: readonly number[][]): number[][] {
  const closed = sets.map(
    (set) => new Set(set.flatMap((domain) => [...(graph.closure[domain] ?? [])])),
  );
  return sets.filter((set, index) => {
    const own = closed[index] as Set<number>;
    return !closed.some((other, at) => {
      const isSmaller = (sets[at] as number[]).length <= set.length && other.size < own.size;
      return isSmaller && [...other].every((domain) => own.has(domain));
    });
  });
}
