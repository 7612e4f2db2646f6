import type { Graph } from './graph.ts';
import { ROLE } from './graph.ts';
import type { LossState } from './loss-state.ts';
import { hasGateFailed } from './loss-state.ts';
import type { MinuteQueue } from './minute-queue.ts';
import { createMinuteQueue } from './minute-queue.ts';

/** The ways a node comes back that are no option of its own. */
export const WAY = { none: -1, restart: -2, returned: -3, provided: -4 } as const;

/** Assumptions a recovery is computed under. */
export interface RecoveryAssumptions {
  /** The lost domains return after this many minutes; without it the loss is permanent. */
  readonly returnsAfterMinutes?: number | undefined;
  /** The same by domain, counted from 0, where they do not return together; those left out never return. */
  readonly returnsAt?: ReadonlyMap<number, number>;
  /** A node that never comes back, whatever happens. */
  readonly heldDown?: number;
  /** Nodes given from outside at once. */
  readonly provided?: readonly number[];
}

/**
 * When each failed node is back.
 *
 * `minutes` by node: 0 for what never failed, Infinity for what is stuck. `gateMinutes` by gate likewise.
 * `way` by node: the option's index within the node (from 0), or one of `WAY`. `order` lists nodes as
 * they come back.
 */
export interface Recovery {
  readonly minutes: Float64Array;
  readonly gateMinutes: Float64Array;
  readonly way: Int32Array;
  readonly order: readonly number[];
}

interface Run {
  readonly graph: Graph;
  readonly state: LossState;
  readonly assumptions: RecoveryAssumptions;
  readonly minutes: Float64Array;
  readonly gateMinutes: Float64Array;
  readonly missing: Map<number, number>;
  readonly best: Map<number, { minutes: number; way: number }>;
  readonly way: Int32Array;
  readonly queue: MinuteQueue;
}

/**
 * Computes the least times at which failed nodes can be brought back: the least fixpoint.
 *
 * AND waits for the last, OR for the first, k-of-n for the k-th. An option applies whether or not the host
 * survived, so that losing more never helps.
 *
 * @source continuity specification, section 2.3 (T, STUCK); Knuth 1977, generalised Dijkstra
 */
export function computeRecovery(
  graph: Graph,
  state: LossState,
  assumptions: RecoveryAssumptions = {},
): Recovery {
  const run: Run = {
    graph,
    state,
    assumptions,
    minutes: new Float64Array(graph.nodeCount),
    gateMinutes: new Float64Array(graph.gateCount),
    missing: new Map(),
    best: new Map(),
    way: new Int32Array(graph.nodeCount).fill(WAY.none),
    queue: createMinuteQueue(),
  };
  for (const node of state.downNodes) run.minutes[node] = Number.POSITIVE_INFINITY;
  for (let at = 0; at < state.touchedGateCount; at += 1) {
    openGate(run, state.touchedGates[at] as number);
  }
  for (const domain of state.lostDomains) offerReturn(run, domain);
  for (const node of state.downNodes) offerNode(run, node);
  for (const node of assumptions.provided ?? []) {
    if (run.minutes[node] !== 0) offerTime(run, node, { minutes: 0, way: WAY.provided });
  }
  return {
    minutes: run.minutes,
    gateMinutes: run.gateMinutes,
    way: run.way,
    order: settleAll(run),
  };
}

function offerReturn(run: Run, domain: number): void {
  const { returnsAt, returnsAfterMinutes } = run.assumptions;
  const minutes = returnsAt === undefined ? returnsAfterMinutes : returnsAt.get(domain);
  if (minutes !== undefined) run.queue.push(minutes, run.graph.nodeCount + domain);
}

function openGate(run: Run, gate: number): void {
  if (!hasGateFailed(run.graph, run.state, gate)) return;
  run.gateMinutes[gate] = Number.POSITIVE_INFINITY;
  const left = (run.graph.size[gate] as number) - (run.state.failedInputs[gate] as number);
  run.missing.set(gate, (run.graph.need[gate] as number) - left);
}

function settleAll(run: Run): number[] {
  const order: number[] = [];
  for (let next = run.queue.pop(); next !== undefined; next = run.queue.pop()) {
    if (next.node >= run.graph.nodeCount) {
      settleUsers(run, next.node, next.minutes);
      continue;
    }
    if (run.minutes[next.node] !== Number.POSITIVE_INFINITY) continue;
    run.minutes[next.node] = next.minutes;
    run.way[next.node] = run.best.get(next.node)?.way ?? WAY.none;
    order.push(next.node);
    settleUsers(run, next.node, next.minutes);
  }
  return order;
}

function settleUsers(run: Run, from: number, minutes: number): void {
  const { graph } = run;
  const gateBase = graph.nodeCount + graph.domainCount;
  const settled = [from];
  for (let signal = settled.pop(); signal !== undefined; signal = settled.pop()) {
    const until = graph.usedByFrom[signal + 1] as number;
    for (let at = graph.usedByFrom[signal] as number; at < until; at += 1) {
      const gate = graph.usedBy[at] as number;
      const missing = run.missing.get(gate);
      if (missing === undefined) continue;
      run.missing.set(gate, missing - 1);
      if (missing !== 1) continue;
      run.gateMinutes[gate] = minutes;
      settled.push(gateBase + gate);
      if (graph.role[gate] !== ROLE.inner) offerNode(run, graph.gateNode[gate] as number);
    }
  }
}

function offerNode(run: Run, node: number): void {
  const { graph } = run;
  if (run.minutes[node] !== Number.POSITIVE_INFINITY || node === run.assumptions.heldDown) return;
  const running = gateTime(run, graph.runGate[node] as number);
  if (running === Number.POSITIVE_INFINITY) return;
  const started =
    Math.max(running, gateTime(run, graph.bootGate[node] as number)) +
    (graph.bootMinutes[node] as number);
  const place = graph.placeGate[node] as number;
  const placed = gateTime(run, place) + (graph.bootMinutes[node] as number);
  const way = hasGateFailed(graph, run.state, place) ? WAY.returned : WAY.restart;
  offerTime(run, node, { minutes: Math.max(placed, started), way });
  const from = graph.optionFrom[node] as number;
  const until = graph.optionFrom[node + 1] as number;
  for (let option = from; option < until; option += 1) {
    const ready = gateTime(run, graph.optionGate[option] as number);
    const minutes = Math.max(ready + (graph.optionMinutes[option] as number), running);
    offerTime(run, node, { minutes, way: option - from });
  }
}

function gateTime(run: Run, gate: number): number {
  return gate < 0 ? 0 : (run.gateMinutes[gate] as number);
}

function offerTime(run: Run, node: number, offer: { minutes: number; way: number }): void {
  if (offer.minutes === Number.POSITIVE_INFINITY) return;
  const best = run.best.get(node);
  if (best !== undefined && best.minutes <= offer.minutes) return;
  run.best.set(node, offer);
  run.queue.push(offer.minutes, node);
}
