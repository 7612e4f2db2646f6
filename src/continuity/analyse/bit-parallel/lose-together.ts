import type { Graph } from '../graph.ts';
import { createLane, type Lane, settle } from './lane.ts';

/** The most losses that are tried at once: the bits of a whole number. */
export const TOGETHER_MAX = 32;

/** For every node, the losses that take it down and that leave it stuck for good, one bit each. */
export interface LostTogether {
  readonly down: Int32Array;
  readonly stuck: Int32Array;
}

/**
 * Tries up to 32 single losses in one pass, each in a bit of its own.
 *
 * The answers are those of `loseDomains` and the stuck pass, loss by loss.
 *
 * @param domains numbers of domains, counted from 0; bit i is the loss of the i-th
 * @source continuity specification, section 2.3 (UP as the greatest, recovery as the least fixpoint)
 */
export function loseTogether(graph: Graph, domains: readonly number[]): LostTogether {
  const lane = createLane(graph);
  for (const [bit, domain] of domains.entries()) {
    for (const within of graph.closure[domain] ?? []) {
      const signal = graph.nodeCount + within;
      lane.holds[signal] = (lane.holds[signal] as number) & ~(1 << bit);
      lane.push(signal);
    }
  }
  settle(graph, lane, (node) => fall(graph, lane, node));
  const down = lane.holds.slice(0, graph.nodeCount).map((bits) => ~bits);
  for (const [node, bits] of down.entries()) if (bits !== 0) start(graph, lane, node);
  settle(graph, lane, (node) => start(graph, lane, node));
  return { down, stuck: lane.holds.slice(0, graph.nodeCount).map((bits) => ~bits) };
}

function change(lane: Lane, node: number, bits: number): void {
  if (lane.holds[node] === bits) return;
  lane.holds[node] = bits;
  lane.push(node);
}

function gateBits(graph: Graph, lane: Lane, gate: number): number {
  return gate < 0 ? -1 : (lane.holds[graph.nodeCount + graph.domainCount + gate] as number);
}

function fall(graph: Graph, lane: Lane, node: number): void {
  const place = gateBits(graph, lane, graph.placeGate[node] as number);
  const run = gateBits(graph, lane, graph.runGate[node] as number);
  change(lane, node, (lane.holds[node] as number) & place & run);
}

function start(graph: Graph, lane: Lane, node: number): void {
  const place = gateBits(graph, lane, graph.placeGate[node] as number);
  let ways = place & gateBits(graph, lane, graph.bootGate[node] as number);
  const until = graph.optionFrom[node + 1] as number;
  for (let option = graph.optionFrom[node] as number; option < until; option += 1) {
    ways |= gateBits(graph, lane, graph.optionGate[option] as number);
  }
  const run = gateBits(graph, lane, graph.runGate[node] as number);
  change(lane, node, (lane.holds[node] as number) | (run & ways));
}
