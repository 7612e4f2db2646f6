import type { Graph } from '../graph.ts';

/** What holds under up to 32 losses at once: for every signal, a bit for each loss. */
export interface Lane {
  readonly holds: Int32Array;
  /** Puts a changed signal in line, unless it waits there. */
  push(signal: number): void;
  /** Takes the next signal that waits, round and round in their order; −1 when none does. */
  shift(): number;
}

/** Gives a lane in which everything holds. */
export function createLane(graph: Graph): Lane {
  const count = graph.nodeCount + graph.domainCount + graph.gateCount;
  const waits = new Uint8Array(count);
  let waiting = 0;
  let at = 0;
  return {
    holds: new Int32Array(count).fill(-1),
    push: (signal) => {
      if (waits[signal] === 1) return;
      waits[signal] = 1;
      waiting += 1;
    },
    shift: () => {
      if (waiting === 0) return -1;
      while (waits[at] === 0) at = at + 1 === count ? 0 : at + 1;
      waits[at] = 0;
      waiting -= 1;
      return at;
    },
  };
}

/** Follows changes from gate to gate until nothing changes; `decide` is asked of a node whose gate has. */
export function settle(graph: Graph, lane: Lane, decide: (node: number) => void): void {
  const gateBase = graph.nodeCount + graph.domainCount;
  for (let signal = lane.shift(); signal !== -1; signal = lane.shift()) {
    const until = graph.usedByFrom[signal + 1] as number;
    for (let at = graph.usedByFrom[signal] as number; at < until; at += 1) {
      const gate = graph.usedBy[at] as number;
      const bits = evaluate(graph, lane, gate);
      if (lane.holds[gateBase + gate] === bits) continue;
      lane.holds[gateBase + gate] = bits;
      const node = graph.gateNode[gate] as number;
      if (node < 0) lane.push(gateBase + gate);
      else decide(node);
    }
  }
}

function evaluate(graph: Graph, lane: Lane, gate: number): number {
  const from = graph.inputFrom[gate] as number;
  const until = graph.inputFrom[gate + 1] as number;
  const need = graph.need[gate] as number;
  if (need > 1 && need < until - from) return countBits(graph, lane, { from, until, need });
  let all = -1;
  let any = need <= 0 ? -1 : 0;
  for (let at = from; at < until; at += 1) {
    const bits = lane.holds[graph.inputs[at] as number] as number;
    all &= bits;
    any |= bits;
  }
  return need > until - from ? 0 : need === until - from ? all : any;
}

/** The losses under which at least `need` inputs hold: row r holds where r inputs so far did. */
function countBits(
  graph: Graph,
  lane: Lane,
  of: { readonly from: number; readonly until: number; readonly need: number },
): number {
  const atLeast = new Int32Array(of.need + 1);
  atLeast[0] = -1;
  for (let at = of.from; at < of.until; at += 1) {
    const bits = lane.holds[graph.inputs[at] as number] as number;
    for (let row = of.need; row > 0; row -= 1) {
      atLeast[row] = (atLeast[row] as number) | ((atLeast[row - 1] as number) & bits);
    }
  }
  return atLeast[of.need] as number;
}
