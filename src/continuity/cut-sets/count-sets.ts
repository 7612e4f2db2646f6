import { BudgetExceeded, type DiagramNodes } from './diagram/diagram-nodes.ts';
import type { Effort } from './diagram/effort.ts';

/** How many sets there are of each order, from order 0; exact. */
export type OrderCounts = readonly bigint[];

/**
 * Counts the sets of a family by order without listing them.
 *
 * @throws BudgetExceeded where counts by node and order would not fit
 *
 * @param by.countsOf for a level, how many sets of each order its variable stands for; `[0, 1]` for an event
 */
export function countByOrder(
  nodes: DiagramNodes,
  top: number,
  by: { readonly countsOf: (level: number) => OrderCounts; readonly effort: Effort },
): OrderCounts {
  const { countsOf, effort } = by;
  if (top === 0) return [];
  if (top === 1) return [1n];
  const used = listNodes(nodes, top);
  const counts = new Map<number, OrderCounts>();
  for (const node of used) {
    const level = nodes.level[node] as number;
    if (!counts.has(level)) counts.set(level, countsOf(level));
  }
  const plan: Plan = { nodes, used, counts, degree: degreeOf(counts), effort };
  const orderMax = longest(plan);
  // A pass for each order is a waste where most nodes have sets of few of them.
  const fast = orderMax > PASSES_MAX ? undefined : countFloats(plan, orderMax);
  return fast === undefined ? countBigints(plan, orderMax) : fast.map(BigInt);
}

interface Plan {
  readonly nodes: DiagramNodes;
  /** Ascending, so that children come before parents. */
  readonly used: Int32Array;
  readonly counts: ReadonlyMap<number, OrderCounts>;
  readonly degree: number;
  readonly effort: Effort;
}

/** Orders up to which each is summed over all nodes in typed arrays; sizes of sets in models of plants are below. */
const PASSES_MAX = 200;

/** Sums over typed arrays that cost as much as one operation on diagrams. */
const SUMS_PER_OPERATION = 16;

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
  let degree = 1;
  for (const list of counts.values()) degree = Math.max(degree, list.length - 1);
  return degree;
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
    plan.effort.spend(plan.used.length / SUMS_PER_OPERATION);
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

/** Counts of the orders from `least` on, without zeros at either end. */
interface Counts {
  readonly least: number;
  readonly counts: readonly bigint[];
  /** No count has more binary digits than this. */
  readonly digits: number;
}

const NONE: Counts = { least: 0, counts: [], digits: 0 };

/** The most words of 64 binary digits that all counts at once may take: half a gigabyte. */
const WORDS_MAX = 60_000_000;

/** A count takes its digits, and three words to be kept at all. */
function wordsOf({ counts, digits }: Counts): number {
  return counts.length * (3 + Math.ceil(digits / 64));
}

/** @throws BudgetExceeded */
function countBigints(plan: Plan, orderMax: number): bigint[] {
  const { nodes, used } = plan;
  const steps = new Map([...plan.counts].map(([level, list]) => [level, stepOf(list)]));
  const lists: (Counts | undefined)[] = [NONE, { least: 0, counts: [1n], digits: 1 }];
  let words = 0;
  for (const node of used) {
    const low = lists[nodes.low[node] as number] as Counts;
    const high = lists[nodes.high[node] as number] as Counts;
    const step = steps.get(nodes.level[node] as number) as Step;
    plan.effort.spend(1 + (wordsOf(high) * step.list.length) / SUMS_PER_OPERATION);
    const own = addTimes(low, high, step);
    words += wordsOf(own);
    if (words > WORDS_MAX) {
      throw new BudgetExceeded(`more than ${WORDS_MAX} words of counts by node and order`, 'nodes');
    }
    lists[node] = own;
  }
  const { least, counts } = lists[used.at(-1) as number] as Counts;
  return Array.from({ length: orderMax + 1 }, (_, order) => counts[order - least] ?? 0n);
}

/** How many sets of each order a variable stands for. */
interface Step {
  readonly list: OrderCounts;
  /** The digits by which a count grows when it is multiplied and summed over them. */
  readonly digits: number;
}

function stepOf(list: OrderCounts): Step {
  const sum = list.reduce((total, times) => total + times, 0n);
  return { list, digits: sum === 1n ? 0 : sum.toString(2).length };
}

/** Gives `low` and, added to it, `high` with a variable that stands for so many sets of each order. */
function addTimes(low: Counts, high: Counts, { list: step, digits: grown }: Step): Counts {
  const first = step.findIndex((times) => times > 0n);
  if (first < 0 || high.counts.length === 0) return low;
  const highFrom = high.least + first;
  const highUntil = high.least + high.counts.length + step.length - 1;
  const isAlone = low.counts.length === 0;
  const least = isAlone ? highFrom : Math.min(low.least, highFrom);
  const until = isAlone ? highUntil : Math.max(low.least + low.counts.length, highUntil);
  const sum = Array.from(
    { length: until - least },
    (_, at) => low.counts[at + least - low.least] ?? 0n,
  );
  for (const [degree, times] of step.entries()) {
    if (times === 0n) continue;
    for (const [at, count] of high.counts.entries()) {
      const place = high.least + at + degree - least;
      sum[place] = (sum[place] as bigint) + times * count;
    }
  }
  const digits = isAlone ? high.digits + grown : Math.max(low.digits, high.digits + grown) + 1;
  return { least, counts: sum, digits };
}
