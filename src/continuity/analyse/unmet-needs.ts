import type { Graph } from './graph.ts';
import type { LossState } from './loss-state.ts';
import { hasGateFailed } from './loss-state.ts';
import type { Recovery } from './recovery.ts';
import { strongComponents } from './strong-components.ts';

/** Why stuck nodes are stuck, as a graph: each points at the stuck nodes its ways back wait for. */
export interface UnmetNeeds {
  readonly stuck: readonly number[];
  readonly waitsFor: ReadonlyMap<number, readonly number[]>;
  /** Nodes with no way back at all: no option that has its places and copies, and no place left to start in. */
  readonly withoutWay: ReadonlySet<number>;
}

/** Finds what stuck nodes wait for. @source continuity specification, section 2.4 */
export function findUnmetNeeds(
  graph: Graph,
  state: LossState,
  found: { readonly recovery: Recovery; readonly doDomainsReturn: boolean },
): UnmetNeeds {
  const { recovery, doDomainsReturn } = found;
  const stuck = state.downNodes
    .filter((node) => recovery.minutes[node] === Number.POSITIVE_INFINITY)
    .sort((left, right) => left - right);
  const waitsFor = new Map<number, number[]>();
  const withoutWay = new Set<number>();
  for (const node of stuck) {
    const gates = waysBack(graph, state, { node, doDomainsReturn });
    if (gates === undefined) withoutWay.add(node);
    waitsFor.set(node, stuckInputs(graph, recovery, gates ?? []));
  }
  return { stuck, waitsFor, withoutWay };
}

function waysBack(
  graph: Graph,
  state: LossState,
  at: { readonly node: number; readonly doDomainsReturn: boolean },
): number[] | undefined {
  const { node } = at;
  const gates = [graph.runGate[node] as number];
  const from = graph.optionFrom[node] as number;
  const until = graph.optionFrom[node + 1] as number;
  let hasOption = false;
  for (let option = from; option < until; option += 1) {
    const place = graph.optionPlace[option] as number;
    if (!at.doDomainsReturn && place >= 0 && state.hasFailed[place] === 1) continue;
    hasOption = true;
    gates.push(graph.optionGate[option] as number);
  }
  const canRestart =
    at.doDomainsReturn || !hasGateFailed(graph, state, graph.placeGate[node] as number);
  if (canRestart) gates.push(graph.bootGate[node] as number);
  return canRestart || hasOption ? gates : undefined;
}

function stuckInputs(graph: Graph, recovery: Recovery, gates: readonly number[]): number[] {
  const gateBase = graph.nodeCount + graph.domainCount;
  const found = new Set<number>();
  const open = gates.filter((gate) => isUnmet(recovery, gate)).toReversed();
  for (let gate = open.pop(); gate !== undefined; gate = open.pop()) {
    const from = graph.inputFrom[gate] as number;
    for (const input of graph.inputs.subarray(from, graph.inputFrom[gate + 1])) {
      const isNode = input < graph.nodeCount;
      if (isNode && recovery.minutes[input] === Number.POSITIVE_INFINITY) found.add(input);
      if (!isNode && isUnmet(recovery, input - gateBase)) open.push(input - gateBase);
    }
  }
  return [...found];
}

function isUnmet(recovery: Recovery, gate: number): boolean {
  return gate >= 0 && recovery.gateMinutes[gate] === Number.POSITIVE_INFINITY;
}

/** Gives the loops among unmet needs: components of two or more nodes, or one that waits for itself. */
export function findLoops(needs: UnmetNeeds): number[][] {
  const successors = (node: number): readonly number[] => needs.waitsFor.get(node) ?? [];
  return strongComponents(needs.stuck, successors)
    .filter(
      (members) =>
        members.length > 1 || successors(members[0] as number).includes(members[0] as number),
    )
    .sort((left, right) => (left[0] as number) - (right[0] as number));
}
