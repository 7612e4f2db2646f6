import type { Graph } from './graph.ts';
import { ROLE } from './graph.ts';
import type { LossState } from './loss-state.ts';

/** Gives the failed nodes that cannot be brought back, for the loss a state stands at, as they fell. */
export type StuckPass = (state: LossState) => readonly number[];

/**
 * Prepares a pass that tells only what is stuck, without times: the least fixpoint as a worklist.
 *
 * Its arrays are reused from loss to loss, so that a pass costs only what has failed. The answer is that of
 * `computeRecovery`, and tests hold one against the other.
 *
 * @source continuity specification, section 2.3 (STUCK, permanent loss)
 */
export function createStuckPass(graph: Graph): StuckPass {
  const missing = new Int32Array(graph.gateCount);
  const isBack = new Uint8Array(graph.nodeCount);
  const queue: number[] = [];
  const gateBase = graph.nodeCount + graph.domainCount;

  function isMet(gate: number): boolean {
    return gate < 0 || (missing[gate] as number) <= 0;
  }

  /** Whether a node can start now: what it runs on is there, and it can start in place or by an option. */
  function canStart(state: LossState, node: number): boolean {
    if (!isMet(graph.runGate[node] as number)) return false;
    const place = graph.placeGate[node] as number;
    const hasPlace = place < 0 || state.hasFailed[gateBase + place] === 0;
    if (hasPlace && isMet(graph.bootGate[node] as number)) return true;
    const until = graph.optionFrom[node + 1] as number;
    for (let option = graph.optionFrom[node] as number; option < until; option += 1) {
      if (isMet(graph.optionGate[option] as number)) return true;
    }
    return false;
  }

  function offer(state: LossState, node: number): void {
    if (state.hasFailed[node] === 0 || isBack[node] === 1 || !canStart(state, node)) return;
    isBack[node] = 1;
    queue.push(node);
  }

  function meetUsers(state: LossState, signal: number): void {
    const until = graph.usedByFrom[signal + 1] as number;
    for (let at = graph.usedByFrom[signal] as number; at < until; at += 1) {
      const gate = graph.usedBy[at] as number;
      const left = (missing[gate] as number) - 1;
      missing[gate] = left;
      if (left !== 0) continue;
      if (graph.role[gate] === ROLE.inner) queue.push(gateBase + gate);
      else offer(state, graph.gateNode[gate] as number);
    }
  }

  return (state) => {
    for (let at = 0; at < state.touchedGateCount; at += 1) {
      const gate = state.touchedGates[at] as number;
      const left = (graph.size[gate] as number) - (state.failedInputs[gate] as number);
      missing[gate] = (graph.need[gate] as number) - left;
    }
    for (const node of state.downNodes) offer(state, node);
    for (let signal = queue.pop(); signal !== undefined; signal = queue.pop()) {
      meetUsers(state, signal);
    }
    const stuck = state.downNodes.filter((node) => isBack[node] === 0);
    for (const node of state.downNodes) isBack[node] = 0;
    for (let at = 0; at < state.touchedGateCount; at += 1) {
      missing[state.touchedGates[at] as number] = 0;
    }
    return stuck;
  };
}
