import type { Leaf, SolvedModule } from './solve-modules.ts';

/** In how many of the sets an event is, and the size of the smallest of them. */
export interface Membership {
  readonly setCount: bigint;
  readonly smallestOrder: number;
}

/**
 * Counts, for each event, the minimal sets it is a member of, without listing them; exact.
 *
 * Events that are in no set are not given. Sets above a truncation are not counted, those left out by the
 * caller's limit of order are.
 */
export function countMembers(root: SolvedModule): Map<number, Membership> {
  const found = new Map<number, Membership>();
  // One module may stand in one place only, so that each is opened once.
  const open: Opened[] = [{ module: root, times: 1n, besides: 0 }];
  for (let opened = open.pop(); opened !== undefined; opened = open.pop()) {
    for (const { leaf, times, besides } of membersOf(opened)) {
      if ('module' in leaf) open.push({ module: leaf.module, times, besides });
      else found.set(leaf.event, { setCount: times, smallestOrder: besides + 1 });
    }
  }
  return found;
}

interface Opened {
  readonly module: SolvedModule;
  /** How many sets of the whole each of the module's own sets is part of. */
  readonly times: bigint;
  /** The fewest events that stand beside the module's own in one of those. */
  readonly besides: number;
}

interface Member {
  readonly leaf: Leaf;
  readonly times: bigint;
  readonly besides: number;
}

function membersOf(opened: Opened): Member[] {
  const { module } = opened;
  const { level, low, high } = module.nodes;
  const { top, leaves } = module;
  const sizes = leaves.map(sizeOf);
  const below = sumsBelow(module, sizes);
  const above: Sums = { count: new Array(top + 1).fill(0n), least: leastOf(top + 1) };
  above.count[top] = opened.times;
  above.least[top] = opened.besides;
  const members: (Member | undefined)[] = leaves.map(() => undefined);
  for (let node = top; node >= 2; node -= 1) {
    const count = above.count[node] as bigint;
    if (count === 0n) continue;
    const at = level[node] as number;
    const [lower, upper] = [low[node] as number, high[node] as number];
    const least = above.least[node] as number;
    const size = sizes[at] as Size;
    const times = count * (below.count[upper] as bigint);
    const before = members[at];
    const besides = Math.min(before?.besides ?? Infinity, least + (below.least[upper] as number));
    members[at] = { leaf: leaves[at] as Leaf, times: (before?.times ?? 0n) + times, besides };
    add(above, lower, { count, least });
    add(above, upper, { count: count * size.count, least: least + size.least });
  }
  return members.filter((member) => member !== undefined && member.times > 0n) as Member[];
}

interface Sums {
  readonly count: bigint[];
  readonly least: Float64Array;
}

interface Size {
  readonly count: bigint;
  readonly least: number;
}

function leastOf(length: number): Float64Array {
  return new Float64Array(length).fill(Number.POSITIVE_INFINITY);
}

function add(sums: Sums, node: number, { count, least }: Size): void {
  sums.count[node] = (sums.count[node] as bigint) + count;
  sums.least[node] = Math.min(sums.least[node] as number, least);
}

function sumsBelow({ nodes, top }: SolvedModule, sizes: readonly Size[]): Sums {
  const sums: Sums = { count: new Array(top + 1).fill(0n), least: leastOf(top + 1) };
  sums.count[1] = 1n;
  sums.least[1] = 0;
  for (let node = 2; node <= top; node += 1) {
    const size = sizes[nodes.level[node] as number] as Size;
    const [lower, upper] = [nodes.low[node] as number, nodes.high[node] as number];
    const { count, least } = sums;
    count[node] = (count[lower] as bigint) + size.count * (count[upper] as bigint);
    least[node] = Math.min(least[lower] as number, size.least + (least[upper] as number));
  }
  return sums;
}

function sizeOf(leaf: Leaf): Size {
  if ('event' in leaf) return { count: 1n, least: 1 };
  const { counts } = leaf.module;
  const least = counts.findIndex((count) => count > 0n);
  return {
    count: counts.reduce((sum, count) => sum + count, 0n),
    least: least < 0 ? Number.POSITIVE_INFINITY : least,
  };
}
