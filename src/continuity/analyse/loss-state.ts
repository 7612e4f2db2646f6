import type { Graph } from './graph.ts';
import { ROLE } from './graph.ts';

/**
 * What has failed under one loss; reused from loss to loss so that a pass costs only what it touches.
 *
 * `hasFailed` is by signal; `failedInputs` by gate. `downNodes` lists failed nodes in the order they fell;
 * `touchedGates` the gates with a failed input, up to `touchedGateCount`.
 */
export interface LossState {
  readonly hasFailed: Uint8Array;
  readonly failedInputs: Int32Array;
  readonly lostDomains: number[];
  readonly downNodes: number[];
  readonly touchedGates: Int32Array;
  touchedGateCount: number;
  /** Failed signals in the order they failed, up to `failedCount`; also what is still to be followed. */
  readonly failedSignals: Int32Array;
  failedCount: number;
}

/** Gives a state in which nothing is lost. */
export function createLossState(graph: Graph): LossState {
  const signalCount = graph.nodeCount + graph.domainCount + graph.gateCount;
  return {
    hasFailed: new Uint8Array(signalCount),
    failedInputs: new Int32Array(graph.gateCount),
    lostDomains: [],
    downNodes: [],
    touchedGates: new Int32Array(graph.gateCount),
    touchedGateCount: 0,
    failedSignals: new Int32Array(signalCount),
    failedCount: 0,
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
  for (const domain of domains) {
    for (const within of graph.closure[domain] ?? []) {
      if (markFailed(state, graph.nodeCount + within)) state.lostDomains.push(within);
    }
  }
  for (let at = 0; at < state.failedCount; at += 1) {
    failUsers(graph, state, state.failedSignals[at] as number);
  }
}

function restoreAll(state: LossState): void {
  for (let at = 0; at < state.failedCount; at += 1) {
    state.hasFailed[state.failedSignals[at] as number] = 0;
  }
  for (let at = 0; at < state.touchedGateCount; at += 1) {
    state.failedInputs[state.touchedGates[at] as number] = 0;
  }
  state.failedCount = 0;
  state.touchedGateCount = 0;
  state.downNodes.length = 0;
  state.lostDomains.length = 0;
}

function markFailed(state: LossState, signal: number): boolean {
  if (state.hasFailed[signal] === 1) return false;
  state.hasFailed[signal] = 1;
  state.failedSignals[state.failedCount] = signal;
  state.failedCount += 1;
  return true;
}

function failUsers(graph: Graph, state: LossState, signal: number): void {
  const gateBase = graph.nodeCount + graph.domainCount;
  const { failedInputs } = state;
  const { usedBy, fallsAt } = graph;
  const until = graph.usedByFrom[signal + 1] as number;
  for (let at = graph.usedByFrom[signal] as number; at < until; at += 1) {
    const gate = usedBy[at] as number;
    const failed = (failedInputs[gate] as number) + 1;
    failedInputs[gate] = failed;
    if (failed === 1) {
      state.touchedGates[state.touchedGateCount] = gate;
      state.touchedGateCount += 1;
    }
    // A gate falls with the first input too many; later ones change nothing.
    if (failed === fallsAt[gate]) failGate(graph, state, { gate, gateBase });
  }
}

function failGate(
  graph: Graph,
  state: LossState,
  at: { readonly gate: number; readonly gateBase: number },
): void {
  if (!markFailed(state, at.gateBase + at.gate)) return;
  const role = graph.role[at.gate];
  if (role !== ROLE.place && role !== ROLE.run) return;
  const node = graph.gateNode[at.gate] as number;
  if (markFailed(state, node)) state.downNodes.push(node);
}

/** Tells whether a gate has failed; −1 stands for no requirement and never fails. */
export function hasGateFailed(graph: Graph, state: LossState, gate: number): boolean {
  return gate >= 0 && state.hasFailed[graph.nodeCount + graph.domainCount + gate] === 1;
}
