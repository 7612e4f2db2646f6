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
 * −1 for a point that ways in share nothing to, and for one that no way reaches. Takes steps × the logarithm
 * of the points at most, and no stack however deep the graph is.
 *
 * @source Lengauer and Tarjan, "A fast algorithm for finding dominators in a flowgraph", ACM TOPLAS 1 (1979),
 *   the simple version
 */
export function immediateDominators(graph: FlowGraph): Int32Array {
  const walk = numberPoints(graph);
  const forest = new Forest(walk);
  const { order, parent } = walk;
  const ways = listWaysIn(graph);
  const waiting: number[][] = order.map(() => []);
  const above = new Int32Array(order.length);
  for (let place = order.length - 1; place > 0; place -= 1) {
    for (const from of ways[order[place] as number] as number[]) forest.lower(place, from);
    waiting[forest.semi[place] as number]?.push(place);
    const up = parent[place] as number;
    forest.link(place);
    for (const other of waiting[up] as number[]) {
      const least = forest.leastAbove(other);
      const isNearer = (forest.semi[least] as number) < (forest.semi[other] as number);
      above[other] = isNearer ? least : up;
    }
    waiting[up] = [];
  }
  for (let place = 1; place < order.length; place += 1) {
    const found = above[place] as number;
    if (found !== forest.semi[place]) above[place] = above[found] as number;
  }
  return namePoints(graph, walk, above);
}

/** Turns places in the walk back into points; the root, which stands for the entrances, is nobody's. */
function namePoints(graph: FlowGraph, { order }: PointWalk, above: Int32Array): Int32Array {
  const named = new Int32Array(graph.count).fill(-1);
  for (let place = 1; place < order.length; place += 1) {
    const found = above[place] as number;
    named[order[place] as number] = found === 0 ? -1 : (order[found] as number);
  }
  return named;
}

/** A walk from a root that leads to every entrance; places are counted from the root, 0. */
interface PointWalk {
  /** By place, the point; of the root, the number of points. */
  readonly order: readonly number[];
  /** By point, its place; −1 for one that is not reached. */
  readonly place: Int32Array;
  /** By place, the place the walk came from. */
  readonly parent: readonly number[];
}

function numberPoints(graph: FlowGraph): PointWalk {
  const root = graph.count;
  const place = new Int32Array(graph.count + 1).fill(-1);
  place[root] = 0;
  const order = [root];
  const parent = [0];
  const open: { readonly point: number; at: number }[] = [{ point: root, at: 0 }];
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const steps = frame.point === root ? graph.entrances : graph.next[frame.point];
    const step = steps?.[frame.at++];
    if (step === undefined) open.pop();
    else if (place[step] === -1) {
      place[step] = order.length;
      parent.push(place[frame.point] as number);
      order.push(step);
      open.push({ point: step, at: 0 });
    }
  }
  return { order, place, parent };
}

/** The part of the walk that is done, from its end: trees in which the least entrance above is looked up. */
class Forest {
  /** By place, the least place from which a way leads here through later places only. */
  readonly semi: Int32Array;
  readonly #above: Int32Array;
  readonly #least: Int32Array;
  readonly #walk: PointWalk;

  constructor(walk: PointWalk) {
    const count = walk.order.length;
    this.#walk = walk;
    this.semi = Int32Array.from({ length: count }, (_, place) => place);
    this.#least = this.semi.slice();
    this.#above = new Int32Array(count).fill(-1);
  }

  /** Takes a step from a point to a place into account. */
  lower(place: number, from: number): void {
    const at = this.#walk.place[from] as number;
    if (at === -1) return;
    const found = this.semi[this.leastAbove(at)] as number;
    if (found < (this.semi[place] as number)) this.semi[place] = found;
  }

  link(place: number): void {
    this.#above[place] = this.#walk.parent[place] as number;
  }

  /** The place of the least `semi` on the way up to the root of its tree, that root left out. */
  leastAbove(place: number): number {
    if (this.#above[place] === -1) return place;
    const path: number[] = [];
    for (let at = place; this.#above[this.#above[at] as number] !== -1; ) {
      path.push(at);
      at = this.#above[at] as number;
    }
    for (const at of path.reverse()) this.#shorten(at);
    return this.#least[place] as number;
  }

  #shorten(at: number): void {
    const up = this.#above[at] as number;
    const [own, other] = [this.#least[at] as number, this.#least[up] as number];
    if ((this.semi[other] as number) < (this.semi[own] as number)) this.#least[at] = other;
    this.#above[at] = this.#above[up] as number;
  }
}

function listWaysIn(graph: FlowGraph): number[][] {
  const ways: number[][] = Array.from({ length: graph.count }, () => []);
  for (const point of graph.entrances) ways[point]?.push(graph.count);
  for (const [point, steps] of graph.next.entries()) {
    for (const step of steps) ways[step]?.push(point);
  }
  return ways;
}
