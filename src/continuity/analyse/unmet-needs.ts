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

const CYCLE_STEPS_MAX = 20_000;

/**
 * Gives cycles that together pass through every node of a loop, each a list that leads back to its first.
 *
 * Of the cycles through a node the longest is taken while the search is small, else the first found.
 */
export function drawCycles(needs: UnmetNeeds, members: readonly number[]): number[][] {
  const inside = new Set(members);
  const left = new Set(members);
  const cycles: number[][] = [];
  const start = members[0] as number;
  for (const member of members) {
    if (!left.has(member)) continue;
    const cycle =
      longestCycle(needs, { inside, start, through: member }) ??
      longestCycle(needs, { inside, start: member, through: member }) ??
      shortestCycle(needs, inside, member);
    for (const node of cycle) left.delete(node);
    cycles.push(cycle);
  }
  return cycles;
}

function longestCycle(
  needs: UnmetNeeds,
  search: {
    readonly inside: ReadonlySet<number>;
    readonly start: number;
    readonly through: number;
  },
): number[] | undefined {
  let best: number[] | undefined;
  const path = [{ node: search.start, at: 0 }];
  const onPath = new Set([search.start]);
  for (let steps = 0; path.length > 0 && steps < CYCLE_STEPS_MAX; steps += 1) {
    const frame = path.at(-1) as { node: number; at: number };
    const next = needs.waitsFor.get(frame.node)?.[frame.at];
    frame.at += 1;
    if (next === undefined) {
      onPath.delete(frame.node);
      path.pop();
    } else if (next === search.start) {
      best = longer(best, path, search.through);
    } else if (search.inside.has(next) && !onPath.has(next)) {
      onPath.add(next);
      path.push({ node: next, at: 0 });
    }
  }
  return best;
}

function longer(
  best: number[] | undefined,
  path: readonly { readonly node: number }[],
  through: number,
): number[] | undefined {
  if (path.length <= (best?.length ?? 0)) return best;
  const found = path.map((step) => step.node);
  return found.includes(through) ? found : best;
}

function shortestCycle(needs: UnmetNeeds, inside: ReadonlySet<number>, start: number): number[] {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const node of queue) {
    for (const next of needs.waitsFor.get(node) ?? []) {
      if (next === start) return backTrack(cameFrom, { start, last: node });
      if (inside.has(next) && !cameFrom.has(next)) {
        cameFrom.set(next, node);
        queue.push(next);
      }
    }
  }
  return [start];
}

function backTrack(
  cameFrom: ReadonlyMap<number, number>,
  ends: { readonly start: number; readonly last: number },
): number[] {
  const path: number[] = [];
  let at: number | undefined = ends.last;
  while (at !== undefined && at !== ends.start) {
    path.push(at);
    at = cameFrom.get(at);
  }
  return [ends.start, ...path.reverse()];
}
