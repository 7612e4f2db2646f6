import type { CutSets } from './find-cut-sets.ts';
import type { Leaf, SolvedModule } from './solve-modules.ts';

/** Steps after which a listing ends with what it has: where large and small sets share nodes, many lead nowhere. */
const STEPS_MAX = 20_000_000;

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
  const walk: Walk = { bounds: new Map(), steps: 0 };
  for (const [order, count] of found.byOrder.entries()) {
    if (count === 0n || order > orderMax) continue;
    if (found.root === undefined) yield [];
    else yield* setsOfOrder(walk, found.root, order);
    if (walk.steps > STEPS_MAX) return;
  }
}

interface OrderBounds {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

interface Walk {
  readonly bounds: Map<SolvedModule, OrderBounds>;
  steps: number;
}

/** What is still to be chosen: a set of so many events from a node down, and then what follows. */
interface Task {
  readonly module: SolvedModule;
  readonly node: number;
  readonly order: number;
  readonly next: Task | undefined;
}

/** Events chosen, the last first. */
interface Chosen {
  readonly event: number;
  readonly before: Chosen | undefined;
}

interface State {
  readonly task: Task | undefined;
  readonly chosen: Chosen | undefined;
}

/** What is open is kept in a list of its own, so that neither depth nor nesting costs stack. */
function* setsOfOrder(walk: Walk, root: SolvedModule, order: number): Generator<number[]> {
  const first = { module: root, node: root.top, order, next: undefined };
  const open: State[] = [{ task: first, chosen: undefined }];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    walk.steps += 1;
    if (walk.steps > STEPS_MAX) return;
    const { task, chosen } = state;
    if (task === undefined) yield eventsOf(chosen);
    else if (canHold(walk, task)) open.push(...waysOn(task, chosen));
  }
}

function canHold({ bounds }: Walk, { module, node, order }: Task): boolean {
  const known = bounds.get(module) ?? boundsOf(module);
  bounds.set(module, known);
  return order >= (known.least[node] as number) && order <= (known.most[node] as number);
}

/** The ways to go on, the one to be tried first last. */
function waysOn(task: Task, chosen: Chosen | undefined): State[] {
  const { module, node, order, next } = task;
  if (node === 1) return [{ task: next, chosen }];
  const { level, low, high } = module.nodes;
  const without = { task: { ...task, node: low[node] as number }, chosen };
  const leaf = module.leaves[level[node] as number] as Leaf;
  const upper = high[node] as number;
  if ('event' in leaf) {
    const rest = { module, node: upper, order: order - 1, next };
    return [without, { task: rest, chosen: { event: leaf.event, before: chosen } }];
  }
  const inner = leaf.module;
  const ways = [...inner.counts.entries()].flatMap(([own, count]) => {
    if (count === 0n || own > order) return [];
    const rest = { module, node: upper, order: order - own, next };
    return [{ task: { module: inner, node: inner.top, order: own, next: rest }, chosen }];
  });
  return [without, ...ways.reverse()];
}

function eventsOf(chosen: Chosen | undefined): number[] {
  const events: number[] = [];
  for (let at = chosen; at !== undefined; at = at.before) events.push(at.event);
  return events;
}

function boundsOf(module: SolvedModule): OrderBounds {
  const { nodes, top, leaves } = module;
  const orders = leaves.map(ordersOf);
  const least = new Float64Array(top + 1).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(top + 1).fill(Number.NEGATIVE_INFINITY);
  least[1] = 0;
  most[1] = 0;
  for (let node = 2; node <= top; node += 1) {
    const [from, until] = orders[nodes.level[node] as number] as [number, number];
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
