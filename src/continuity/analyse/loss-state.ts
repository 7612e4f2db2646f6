import type { Graph } from './graph.ts';
import { ROLE } from './graph.ts';

/**
 * What has failed under one loss; reused from loss to loss so that a pass costs only what it touches.
 *
 * `hasFailed` is by signal; `failedInputs` by gate. `downNodes` lists failed nodes in the order they fell.
 */
export interface LossState {
  readonly hasFailed: Uint8Array;
  readonly failedInputs: Int32Array;
  readonly lostDomains: number[];
  readonly downNodes: number[];
  readonly touchedSignals: number[];
  readonly touchedGates: number[];
}

/** Gives a state in which nothing is lost. */
export function createLossState(graph: Graph): LossState {
  return {
    hasFailed: new Uint8Array(graph.nodeCount + graph.domainCount + graph.gateCount),
    failedInputs: new Int32Array(graph.gateCount),
    lostDomains: [],
    downNodes: [],
    touchedSignals: [],
    touchedGates: [],
  };
}

/**
 * Computes what keeps running when domains are lost: the greatest fixpoint.
 *
 * Whatever was lost before is restored first. Losing a domain loses every domain within it. A running cycle
 * keeps running; a node falls when its place or its run needs fail.
 *
 * @param domains numbers of domains, counted from 0
 * @source continuity specification, section 2.3 (UP, DOWN)
 */
export function loseDomains(graph: Graph, state: LossState, domains: readonly number[]): void {
  restoreAll(state);
  const fallen: number[] = [];
  for (const domain of domains) {
    for (const within of graph.closure[domain] ?? []) {
      if (markFailed(state, graph.nodeCount + within)) {
        fallen.push(graph.nodeCount + within);
        state.lostDomains.push(within);
      }
    }
  }
  for (let signal = fallen.pop(); signal !== undefined; signal = fallen.pop()) {
    failUsers(graph, state, { signal, fallen });
  }
}

function restoreAll(state: LossState): void {
  for (const signal of state.touchedSignals) state.hasFailed[signal] = 0;
  for (const gate of state.touchedGates) state.failedInputs[gate] = 0;
  state.touchedSignals.length = 0;
  state.touchedGates.length = 0;
  state.downNodes.length = 0;
  state.lostDomains.length = 0;
}

function markFailed(state: LossState, signal: number): boolean {
  if (state.hasFailed[signal] === 1) return false;
  state.hasFailed[signal] = 1;
  state.touchedSignals.push(signal);
  return true;
}

function failUsers(
  graph: Graph,
  state: LossState,
  step: { readonly signal: number; readonly fallen: number[] },
): void {
  const gateBase = graph.nodeCount + graph.domainCount;
  const until = graph.usedByFrom[step.signal + 1] as number;
  for (let at = graph.usedByFrom[step.signal] as number; at < until; at += 1) {
    const gate = graph.usedBy[at] as number;
    const failed = (state.failedInputs[gate] as number) + 1;
    if (failed === 1) state.touchedGates.push(gate);
    state.failedInputs[gate] = failed;
    const isLostNow = failed > (graph.size[gate] as number) - (graph.need[gate] as number);
    if (!isLostNow || !markFailed(state, gateBase + gate)) continue;
    step.fallen.push(gateBase + gate);
    failOwner(graph, state, { gate, fallen: step.fallen });
  }
}

function failOwner(
  graph: Graph,
  state: LossState,
  step: { readonly gate: number; readonly fallen: number[] },
): void {
  const role = graph.role[step.gate];
  if (role !== ROLE.place && role !== ROLE.run) return;
  const node = graph.gateNode[step.gate] as number;
  if (!markFailed(state, node)) return;
  state.downNodes.push(node);
  step.fallen.push(node);
}

/** Tells whether a gate has failed; −1 stands for no requirement and never fails. */
export function hasGateFailed(graph: Graph, state: LossState, gate: number): boolean {
  return gate >= 0 && state.hasFailed[graph.nodeCount + graph.domainCount + gate] === 1;
}
