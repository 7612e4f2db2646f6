import type { DiagramNodes } from './diagram/diagram-nodes.ts';

/** How many sets there are of each order, from order 0; exact. */
export type OrderCounts = readonly bigint[];

/**
 * Counts the sets of a family by order without listing them.
 *
 * @param countsOf for a level, how many sets of each order its variable stands for; `[0, 1]` for an event
 */
export function countByOrder(
  nodes: DiagramNodes,
  top: number,
  countsOf: (level: number) => OrderCounts,
): OrderCounts {
  if (top === 0) return [];
  if (top === 1) return [1n];
  const used = listNodes(nodes, top);
  const counts = new Map<number, OrderCounts>();
  for (const node of used) {
    const level = nodes.level[node] as number;
    if (!counts.has(level)) counts.set(level, countsOf(level));
  }
  const plan: Plan = { nodes, used, counts, degree: degreeOf(counts) };
  const orderMax = longest(plan);
  const fast = countFloats(plan, orderMax);
  return fast === undefined ? countBigints(plan, orderMax) : fast.map(BigInt);
}

interface Plan {
  readonly nodes: DiagramNodes;
  /** Ascending, so that children come before parents. */
  readonly used: Int32Array;
  readonly counts: ReadonlyMap<number, OrderCounts>;
  readonly degree: number;
}

function listNodes({ low, high }: DiagramNodes, top: number): Int32Array {
  const isUsed = new Uint8Array(top + 1);
  isUsed[top] = 1;
  let count = 0;
  for (let node = top; node > 1; node -= 1) {
    if (isUsed[node] === 0) continue;
    count += 1;
    isUsed[low[node] as number] = 1;
    isUsed[high[node] as number] = 1;
  }
  const used = new Int32Array(count);
  for (let node = 2, at = 0; node <= top; node += 1) {
    if (isUsed[node] === 1) used[at++] = node;
  }
  return used;
}

function degreeOf(counts: ReadonlyMap<number, OrderCounts>): number {
  return Math.max(1, ...[...counts.values()].map((list) => list.length - 1));
}

function longest(plan: Plan): number {
  const { nodes, used } = plan;
  const top = used.at(-1) as number;
  const orders = new Int32Array(top + 1);
  for (const node of used) {
    const degree = (plan.counts.get(nodes.level[node] as number)?.length ?? 2) - 1;
    const upper = (orders[nodes.high[node] as number] as number) + degree;
    const lower = orders[nodes.low[node] as number] as number;
    orders[node] = Math.max(upper, lower);
  }
  return orders[top] as number;
}

/** Exact while every count stays below 2⁵³; undefined as soon as one does not. */
function countFloats(plan: Plan, orderMax: number): number[] | undefined {
  const steps: number[][] = [];
  for (const [level, list] of plan.counts) steps[level] = list.map(Number);
  const window: Float64Array[] = [];
  const totals: number[] = [];
  const top = plan.used.at(-1) as number;
  for (let order = 0; order <= orderMax; order += 1) {
    const now = new Float64Array(top + 1);
    now[1] = order === 0 ? 1 : 0;
    if (countOrder(plan, { now, window, steps }) > Number.MAX_SAFE_INTEGER) return undefined;
    totals.push(now[top] as number);
    window.unshift(now);
    window.length = Math.min(window.length, plan.degree);
  }
  return totals;
}

/** Fills in the counts of one order for every node, and gives the greatest of them. */
function countOrder(
  plan: Plan,
  step: {
    readonly now: Float64Array;
    /** Counts of the orders before, the nearest first. */
    readonly window: readonly Float64Array[];
    readonly steps: readonly (readonly number[])[];
  },
): number {
  const { level, low, high } = plan.nodes;
  const { now, window, steps } = step;
  let greatest = 0;
  for (const node of plan.used) {
    const times = steps[level[node] as number] as readonly number[];
    const upper = high[node] as number;
    let total = now[low[node] as number] as number;
    const degrees = Math.min(times.length - 1, window.length);
    for (let degree = 1; degree <= degrees; degree += 1) {
      total += (times[degree] as number) * (window[degree - 1]?.[upper] as number);
    }
    now[node] = total;
    if (total > greatest) greatest = total;
  }
  return greatest;
}

function countBigints(plan: Plan, orderMax: number): bigint[] {
  const { nodes, used } = plan;
  const lists = new Map<number, readonly bigint[]>([
    [0, []],
    [1, [1n]],
  ]);
  for (const node of used) {
    const low = lists.get(nodes.low[node] as number) as readonly bigint[];
    const high = lists.get(nodes.high[node] as number) as readonly bigint[];
    const step = plan.counts.get(nodes.level[node] as number) as OrderCounts;
    const sum = [...low];
    for (const [degree, times] of step.entries()) {
      if (times === 0n) continue;
      for (const [order, count] of high.entries()) {
        sum[order + degree] = (sum[order + degree] ?? 0n) + times * count;
      }
    }
    lists.set(
      node,
      Array.from(sum, (count) => count ?? 0n),
    );
  }
  const totals = lists.get(used.at(-1) as number) as readonly bigint[];
  return Array.from({ length: orderMax + 1 }, (_, order) => totals[order] ?? 0n);
}
