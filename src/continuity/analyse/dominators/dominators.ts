/** A directed graph whose points are 0 … `count` − 1, entered at `entrances`. */
export interface FlowGraph {
  readonly count: number;
  readonly entrances: readonly number[];
  /** For each point, those a step leads to. */
  readonly next: readonly (readonly number[])[];
}

/**
 * Gives, for every point, its immediate dominator: the last point that every way in to it passes.
 *
 * −1 for a point that ways in share nothing to, and for one that no way reaches.
 *
 * @source Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm (2001)
 */
export function immediateDominators(graph: FlowGraph): Int32Array {
  const order = numberPoints(graph);
  const root = graph.count;
  const above = new Int32Array(graph.count + 1).fill(-1);
  above[root] = root;
  const ways = listWaysIn(graph);
  const meetWays = (point: number): number =>
    (ways[point] as number[])
      .filter((from) => above[from] !== -1)
      .reduce((meet, from) => (meet === -1 ? from : meetOf(above, order.place, [meet, from])), -1);
  const settle = (point: number): boolean => {
    const meet = meetWays(point);
    if (above[point] === meet) return false;
    above[point] = meet;
    return true;
  };
  let changes = 1;
  while (changes > 0) changes = order.points.filter(settle).length;
  return above.subarray(0, root).map((point) => (point === root ? -1 : point));
}

/** Points reached from the root, each before what only it leads to; the root, `count`, is left out. */
function numberPoints(graph: FlowGraph): { readonly points: number[]; readonly place: Int32Array } {
  const isSeen = new Uint8Array(graph.count);
  const done: number[] = [];
  const open: { readonly point: number; at: number }[] = [{ point: graph.count, at: 0 }];
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const steps = frame.point === graph.count ? graph.entrances : graph.next[frame.point];
    const step = steps?.[frame.at++];
    if (step === undefined) {
      if (frame.point !== graph.count) done.push(frame.point);
      open.pop();
    } else if (isSeen[step] === 0) {
      isSeen[step] = 1;
      open.push({ point: step, at: 0 });
    }
  }
  const points = done.reverse();
  const place = new Int32Array(graph.count + 1);
  for (const [at, point] of points.entries()) place[point] = at + 1;
  return { points, place };
}

function listWaysIn(graph: FlowGraph): number[][] {
  const ways: number[][] = Array.from({ length: graph.count }, () => []);
  for (const point of graph.entrances) ways[point]?.push(graph.count);
  for (const [point, steps] of graph.next.entries()) {
    for (const step of steps) ways[step]?.push(point);
  }
  return ways;
}

function meetOf(
  above: Int32Array,
  place: Int32Array,
  pair: readonly [left: number, right: number],
): number {
  let [left, right] = pair;
  while (left !== right) {
    if ((place[left] as number) > (place[right] as number)) left = above[left] as number;
    else right = above[right] as number;
  }
  return left;
}
