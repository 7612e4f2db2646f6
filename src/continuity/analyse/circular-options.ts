import type { Graph } from './graph.ts';
import type { LossState } from './loss-state.ts';
import { hasGateFailed } from './loss-state.ts';
import type { Recovery, RecoveryAssumptions } from './recovery.ts';
import { computeRecovery } from './recovery.ts';
import { strongComponents } from './strong-components.ts';

/** An option by its node's number and its place within the node, counted from 0. */
export interface OptionAt {
  readonly node: number;
  readonly option: number;
}

/** How many node recoveries (passes times nodes down) a search may cost before it stops. */
export const CIRCULAR_WORK_MAX = 4_000_000;

/** Circular options, in order; `isTruncated` tells that not every option was looked at. */
export interface CircularOptions {
  readonly options: readonly OptionAt[];
  readonly isTruncated: boolean;
}

/**
 * Finds the options that cannot be what brings their node back.
 *
 * An option is circular when its needs can be met, but no longer once its own node is held down. Only a node
 * within a loop of ways back can have one, and each of these costs a pass.
 *
 * @source continuity specification, section 2.3 (CIRCULAR)
 */
export function findCircularOptions(
  graph: Graph,
  state: LossState,
  found: {
    readonly recovery: Recovery;
    readonly assumptions: RecoveryAssumptions;
    readonly workMax: number;
  },
): CircularOptions {
  const circular: OptionAt[] = [];
  let work = 0;
  for (const node of nodesInLoops(graph, state)) {
    const suspects = suspectOptions(graph, state, { node, recovery: found.recovery });
    if (suspects.length === 0) continue;
    work += state.downNodes.length;
    if (work > found.workMax) return { options: circular, isTruncated: true };
    const held = computeRecovery(graph, state, { ...found.assumptions, heldDown: node });
    for (const option of suspects) {
      const gate = graph.optionGate[(graph.optionFrom[node] as number) + option] as number;
      if (held.gateMinutes[gate] === Number.POSITIVE_INFINITY) circular.push({ node, option });
    }
  }
  return { options: circular, isTruncated: false };
}

/** The nodes that are down and wait, over whatever others, for themselves; ascending. */
function nodesInLoops(graph: Graph, state: LossState): number[] {
  const waitsFor = new Map(state.downNodes.map((node) => [node, downInputs(graph, state, node)]));
  const successors = (node: number): readonly number[] => waitsFor.get(node) ?? [];
  return strongComponents(state.downNodes, successors)
    .filter(
      ([first, second]) =>
        second !== undefined || successors(first as number).includes(first as number),
    )
    .flat()
    .sort((left, right) => left - right);
}

/** The nodes down that any way back of a node names. */
function downInputs(graph: Graph, state: LossState, node: number): number[] {
  const gateBase = graph.nodeCount + graph.domainCount;
  const open = waysBack(graph, node);
  const found = new Set<number>();
  for (let gate = open.pop(); gate !== undefined; gate = open.pop()) {
    const from = graph.inputFrom[gate] as number;
    for (const input of graph.inputs.subarray(from, graph.inputFrom[gate + 1])) {
      if (input >= gateBase) open.push(input - gateBase);
      else if (input < graph.nodeCount && state.hasFailed[input] === 1) found.add(input);
    }
  }
  return [...found];
}

/** The gates of what a node runs on, starts with, and is brought back by. */
function waysBack(graph: Graph, node: number): number[] {
  const gates = [graph.runGate[node] as number, graph.bootGate[node] as number];
  const until = graph.optionFrom[node + 1] as number;
  for (let option = graph.optionFrom[node] as number; option < until; option += 1) {
    gates.push(graph.optionGate[option] as number);
  }
  return gates.filter((gate) => gate >= 0);
}

function suspectOptions(
  graph: Graph,
  state: LossState,
  about: { readonly node: number; readonly recovery: Recovery },
): number[] {
  const from = graph.optionFrom[about.node] as number;
  const until = graph.optionFrom[about.node + 1] as number;
  const suspects: number[] = [];
  for (let option = from; option < until; option += 1) {
    const gate = graph.optionGate[option] as number;
    // Needs that never failed, or that stay unmet anyway, are not circular.
    if (!hasGateFailed(graph, state, gate)) continue;
    if (about.recovery.gateMinutes[gate] !== Number.POSITIVE_INFINITY) suspects.push(option - from);
  }
  return suspects;
}
