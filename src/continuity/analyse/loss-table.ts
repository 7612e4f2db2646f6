import { loseTogether, TOGETHER_MAX } from './bit-parallel/lose-together.ts';
import type { Graph } from './graph.ts';
import { createLossState, type LossState, loseDomains } from './loss-state.ts';
import { createStuckPass, type StuckPass } from './stuck-pass.ts';

/**
 * How much single losses and pairs take down and leave stuck, without naming what.
 *
 * Singles are by domain. Pairs are in the order (0,1), (0,2), …, (1,2), …; empty when only singles were
 * asked for. By node, how many singles, and how many pairs neither half of which is enough, have the effect.
 */
export interface LossTable {
  readonly domainIds: readonly string[];
  readonly nodeIds: readonly string[];
  readonly singles: Tally;
  readonly pairs: Tally;
  readonly byNode: {
    readonly downSingles: Uint32Array;
    readonly stuckSingles: Uint32Array;
    readonly downPairs: Uint32Array;
    readonly stuckPairs: Uint32Array;
  };
}

/** Counts of nodes, one for each loss. */
export interface Tally {
  readonly down: Uint32Array;
  readonly stuck: Uint32Array;
}

/** Which losses to try: those whose first domain is `part` modulo `parts`. */
export interface Share {
  readonly part: number;
  readonly parts: number;
  readonly hasPairs: boolean;
}

/** Gives the place of a pair among all pairs of `count` domains; `first` is below `second`. */
export function pairIndex(count: number, first: number, second: number): number {
  return first * count - (first * (first + 1)) / 2 + second - first - 1;
}

/**
 * Tries a share of the single losses and pairs, for good.
 *
 * What a share did not try stays 0, so that shares add up with `addShares`. With pairs every share tries all
 * singles, because a pair is minimal only by them, but counts only its own.
 */
export function tabulateLosses(graph: Graph, share: Share): LossTable {
  const work: Work = {
    graph,
    share,
    table: emptyTable(graph, share.hasPairs),
    state: createLossState(graph),
    stuckOf: createStuckPass(graph),
  };
  if (share.hasPairs) tryPairs(work, trySingles(work));
  else trySinglesTogether(work);
  return work.table;
}

interface Work {
  readonly graph: Graph;
  readonly share: Share;
  readonly table: LossTable;
  readonly state: LossState;
  readonly stuckOf: StuckPass;
}

/** By domain and node, whether the loss of the domain alone has the effect; empty without pairs. */
interface Alone {
  readonly down: Uint8Array;
  readonly stuck: Uint8Array;
}

function trySingles(work: Work): Alone {
  const { graph, share, table, state, stuckOf } = work;
  const { domainCount, nodeCount } = graph;
  const size = share.hasPairs ? domainCount * nodeCount : 0;
  const alone = { down: new Uint8Array(size), stuck: new Uint8Array(size) };
  for (let domain = 0; domain < domainCount; domain += 1) {
    const isOwn = domain % share.parts === share.part;
    if (!isOwn && !share.hasPairs) continue;
    loseDomains(graph, state, [domain]);
    const stuck = stuckOf(state);
    if (share.hasPairs) {
      markAll(alone.down, state.downNodes, domain * nodeCount);
      markAll(alone.stuck, stuck, domain * nodeCount);
    }
    if (!isOwn) continue;
    table.singles.down[domain] = state.downNodes.length;
    table.singles.stuck[domain] = stuck.length;
    countAll(table.byNode.downSingles, state.downNodes);
    countAll(table.byNode.stuckSingles, stuck);
  }
  return alone;
}

/** The same counts as `trySingles`, many losses at a time. */
function trySinglesTogether({ graph, share, table }: Work): void {
  const own = [...graph.domainIds.keys()].filter((at) => at % share.parts === share.part);
  for (let from = 0; from < own.length; from += TOGETHER_MAX) {
    const domains = own.slice(from, from + TOGETHER_MAX);
    const { down, stuck } = loseTogether(graph, domains);
    countBits(down, { domains, byDomain: table.singles.down, byNode: table.byNode.downSingles });
    countBits(stuck, { domains, byDomain: table.singles.stuck, byNode: table.byNode.stuckSingles });
  }
}

function countBits(
  found: Int32Array,
  into: {
    readonly domains: readonly number[];
    readonly byDomain: Uint32Array;
    readonly byNode: Uint32Array;
  },
): void {
  for (const [node, bits] of found.entries()) {
    for (let left = bits; left !== 0; left &= left - 1) {
      const domain = into.domains[31 - Math.clz32(left & -left)] as number;
      into.byDomain[domain] = (into.byDomain[domain] as number) + 1;
      into.byNode[node] = (into.byNode[node] as number) + 1;
    }
  }
}

function markAll(marks: Uint8Array, nodes: readonly number[], from: number): void {
  for (const node of nodes) marks[from + node] = 1;
}

function tryPairs(work: Work, alone: Alone): void {
  const { graph, share, table, state, stuckOf } = work;
  const { domainCount, nodeCount } = graph;
  for (let first = share.part; first < domainCount; first += share.parts) {
    for (let second = first + 1; second < domainCount; second += 1) {
      const at = pairIndex(domainCount, first, second);
      loseDomains(graph, state, [first, second]);
      const stuck = stuckOf(state);
      table.pairs.down[at] = state.downNodes.length;
      table.pairs.stuck[at] = stuck.length;
      const halves = [first * nodeCount, second * nodeCount] as const;
      countNew(table.byNode.downPairs, state.downNodes, { alone: alone.down, halves });
      countNew(table.byNode.stuckPairs, stuck, { alone: alone.stuck, halves });
    }
  }
}

function emptyTable(graph: Graph, hasPairs: boolean): LossTable {
  const { domainIds, nodeIds, nodeCount, domainCount } = graph;
  const pairCount = hasPairs ? (domainCount * (domainCount - 1)) / 2 : 0;
  const tally = (length: number): Tally => ({
    down: new Uint32Array(length),
    stuck: new Uint32Array(length),
  });
  return {
    domainIds,
    nodeIds,
    singles: tally(domainCount),
    pairs: tally(pairCount),
    byNode: {
      downSingles: new Uint32Array(nodeCount),
      stuckSingles: new Uint32Array(nodeCount),
      downPairs: new Uint32Array(nodeCount),
      stuckPairs: new Uint32Array(nodeCount),
    },
  };
}

function countAll(counts: Uint32Array, nodes: readonly number[]): void {
  for (const node of nodes) counts[node] = (counts[node] as number) + 1;
}

function countNew(
  counts: Uint32Array,
  nodes: readonly number[],
  known: { readonly alone: Uint8Array; readonly halves: readonly [number, number] },
): void {
  const { alone, halves } = known;
  for (const node of nodes) {
    if (alone[halves[0] + node] === 1 || alone[halves[1] + node] === 1) continue;
    counts[node] = (counts[node] as number) + 1;
  }
}

/** Adds the shares of one table; throws nothing and expects them to be of one inventory. */
export function addShares(shares: readonly [LossTable, ...LossTable[]]): LossTable {
  const [first] = shares;
  const add = (pick: (table: LossTable) => Uint32Array): Uint32Array => {
    const sum = new Uint32Array(pick(first).length);
    for (const table of shares) {
      const part = pick(table);
      for (let at = 0; at < sum.length; at += 1)
        sum[at] = (sum[at] as number) + (part[at] as number);
    }
    return sum;
  };
  return {
    domainIds: first.domainIds,
    nodeIds: first.nodeIds,
    singles: { down: add((t) => t.singles.down), stuck: add((t) => t.singles.stuck) },
    pairs: { down: add((t) => t.pairs.down), stuck: add((t) => t.pairs.stuck) },
    byNode: {
      downSingles: add((t) => t.byNode.downSingles),
      stuckSingles: add((t) => t.byNode.stuckSingles),
      downPairs: add((t) => t.byNode.downPairs),
      stuckPairs: add((t) => t.byNode.stuckPairs),
    },
  };
}
