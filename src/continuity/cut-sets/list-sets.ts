import type { CutSets } from './find-cut-sets.ts';
import type { Leaf, SolvedModule } from './solve-modules.ts';

/**
 * Lists cut sets, the smallest first, each as names of events in the order of the tree.
 *
 * @param options `limit` is the most sets given; `orderMax` leaves larger ones out
 */
export function listCutSets(
  found: CutSets,
  options: { readonly limit: number; readonly orderMax?: number },
): string[][] {
  const { limit, orderMax = Number.POSITIVE_INFINITY } = options;
  const sets: string[][] = [];
  for (const events of smallestFirst(found, orderMax)) {
    if (sets.length >= limit) break;
    const ordered = events.toSorted((left, right) => left - right);
    sets.push(ordered.map((event) => found.events[event] as string));
  }
  return sets;
}

function* smallestFirst(found: CutSets, orderMax: number): Generator<number[]> {
  const bounds = new Map<SolvedModule, OrderBounds>();
  for (const [order, count] of found.byOrder.entries()) {
    if (count === 0n || order > orderMax) continue;
    if (found.root === undefined) yield [];
    else yield* setsOfOrder({ module: found.root, bounds }, order);
  }
}

interface OrderBounds {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

interface Walk {
  readonly module: SolvedModule;
  readonly bounds: Map<SolvedModule, OrderBounds>;
}

function* setsOfOrder(walk: Walk, order: number): Generator<number[]> {
  const { module, bounds } = walk;
  if (!bounds.has(module)) bounds.set(module, boundsOf(module));
  yield* below(walk, module.top, order);
}

function* below(walk: Walk, node: number, order: number): Generator<number[]> {
  const { nodes, leaves } = walk.module;
  const { least, most } = walk.bounds.get(walk.module) as OrderBounds;
  if (order < (least[node] as number) || order > (most[node] as number)) return;
  if (node === 1) {
    yield [];
    return;
  }
  const leaf = leaves[nodes.level[node] as number] as Leaf;
  for (const [part, left] of waysToTake(walk, leaf, order)) {
    for (const rest of below(walk, nodes.high[node] as number, left)) yield [...part, ...rest];
  }
  yield* below(walk, nodes.low[node] as number, order);
}

function* waysToTake(walk: Walk, leaf: Leaf, order: number): Generator<[number[], number]> {
  if ('event' in leaf) {
    yield [[leaf.event], order - 1];
    return;
  }
  for (const [own, count] of leaf.module.counts.entries()) {
    if (count === 0n || own > order) continue;
    for (const part of setsOfOrder({ ...walk, module: leaf.module }, own))
      yield [part, order - own];
  }
}

function boundsOf(module: SolvedModule): OrderBounds {
  const { nodes, top, leaves } = module;
  const least = new Float64Array(top + 1).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(top + 1).fill(Number.NEGATIVE_INFINITY);
  least[1] = 0;
  most[1] = 0;
  for (let node = 2; node <= top; node += 1) {
    const [from, until] = ordersOf(leaves[nodes.level[node] as number] as Leaf);
    const [low, high] = [nodes.low[node] as number, nodes.high[node] as number];
    least[node] = Math.min(least[low] as number, (least[high] as number) + from);
    most[node] = Math.max(most[low] as number, (most[high] as number) + until);
  }
  return { least, most };
}

function ordersOf(leaf: Leaf): [number, number] {
  if ('event' in leaf) return [1, 1];
  const { counts } = leaf.module;
  const first = counts.findIndex((count) => count > 0n);
  const last = counts.findLastIndex((count) => count > 0n);
  return first < 0 ? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] : [first, last];
}
