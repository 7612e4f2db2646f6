import { DiagramNodes } from './diagram-nodes.ts';
import type { Effort } from './effort.ts';
import { PairCache } from './pair-cache.ts';

/** Sizes of sets are kept up to this; a size that is this may be any larger one. */
const SIZE_MAX = 0xffff;

/**
 * Families of sets without supersets of each other, as zero-suppressed decision diagrams.
 *
 * Node 0 is the empty family, node 1 the family of the empty set alone. `weight` gives, by level, the least
 * number of events the variable stands for; a limit counts in these.
 *
 * @source Minato, "Zero-suppressed BDDs for set manipulation in combinatorial problems", DAC 1993; Rauzy,
 *   "New algorithms for fault trees analysis", Reliability Engineering and System Safety 40 (1993)
 */
export class SetFamilies {
  readonly nodes: DiagramNodes;
  readonly weight: number[] = [];
  readonly #effort: Effort;
  readonly #without: PairCache;
  readonly #union: PairCache;
  readonly #product: PairCache;
  /** By node, the size of its smallest set and of its largest, in variables. */
  #least: Uint16Array = new Uint16Array(64);
  #most: Uint16Array = new Uint16Array(64);

  /** @param budget the most nodes before BudgetExceeded is thrown; @param effort what its operations cost */
  constructor(budget: number, effort: Effort) {
    this.nodes = new DiagramNodes(budget);
    this.#effort = effort;
    this.#without = new PairCache(effort);
    this.#union = new PairCache(effort);
    this.#product = new PairCache(effort);
    this.#least[0] = SIZE_MAX;
  }

  /** The sets of `low`, and those of `high` with the variable added. */
  make(level: number, low: number, high: number): number {
    if (high === 0) return low;
    const next = this.nodes.count;
    const node = this.nodes.find(level, low, high);
    if (node === next) this.#measure(node, low, high);
    return node;
  }

  #measure(node: number, low: number, high: number): void {
    if (node >= this.#least.length) {
      this.#least = enlarge(this.#least, this.nodes.level.length);
      this.#most = enlarge(this.#most, this.nodes.level.length);
    }
    const [least, most] = [this.#least, this.#most];
    const least1 = (least[high] as number) + 1;
    const most1 = (most[high] as number) + 1;
    least[node] = Math.min(SIZE_MAX, least[low] as number, least1);
    most[node] = Math.min(SIZE_MAX, Math.max(most[low] as number, most1));
  }

  /** The family of the one set that holds the variable alone. */
  single(level: number): number {
    return this.make(level, 0, 1);
  }

  /** The sets of `family` that contain no set of `other`. */
  without(family: number, other: number): number {
    const { level, low } = this.nodes;
    const ownLevel = level[family] as number;
    let against = other;
    for (;;) {
      if (against === 0 || family === 0) return family;
      if (against === 1 || family === against) return 0;
      // No set contains one that is larger than it.
      if ((this.#most[family] as number) < (this.#least[against] as number)) return family;
      if (ownLevel <= (level[against] as number)) break;
      this.#effort.spend(1);
      against = low[against] as number;
    }
    return this.#split(family, against);
  }

  #split(family: number, against: number): number {
    const { level, low, high } = this.nodes;
    const ownLevel = level[family] as number;
    const known = this.#without.get(family, against, 0);
    if (known >= 0) return known;
    const isBoth = ownLevel === level[against];
    const against0 = isBoth ? (low[against] as number) : against;
    let upper = this.without(high[family] as number, against0);
    if (isBoth) upper = this.without(upper, high[against] as number);
    const lower = this.without(low[family] as number, against0);
    const result = this.make(ownLevel, lower, upper);
    this.#without.set(family, against, 0, result);
    return result;
  }

  /** The smallest sets of both families together. */
  union(first: number, second: number): number {
    if (first === second || second === 0) return first;
    if (first === 0) return second;
    if (first === 1 || second === 1) return 1;
    const [left, right] = first < second ? [first, second] : [second, first];
    const known = this.#union.get(left, right, 0);
    if (known >= 0) return known;
    const { level, low, high } = this.nodes;
    const leftLevel = level[left] as number;
    const rightLevel = level[right] as number;
    const top = leftLevel < rightLevel ? leftLevel : rightLevel;
    const left0 = leftLevel === top ? (low[left] as number) : left;
    const left1 = leftLevel === top ? (high[left] as number) : 0;
    const right0 = rightLevel === top ? (low[right] as number) : right;
    const right1 = rightLevel === top ? (high[right] as number) : 0;
    const lower = this.union(left0, right0);
    const upper = this.without(this.union(left1, right1), lower);
    const result = this.make(top, lower, upper);
    this.#union.set(left, right, 0, result);
    return result;
  }

  /**
   * The smallest unions of a set of each family whose weight stays within a limit.
   *
   * Both families must already be within it.
   */
  product(first: number, second: number, limit: number): number {
    if (first > second) return this.product(second, first, limit);
    if (first === 0 || limit < 0) return 0;
    // A variable stands for at least one event, so that more variables than the limit are beyond it.
    if (this.#leastOf(first, second) > limit) return 0;
    if (first === 1) return this.within(second, limit);
    const [left, right] = [first, second];
    const known = this.#product.get(left, right, limit);
    if (known >= 0) return known;
    const { level, low, high } = this.nodes;
    const leftLevel = level[left] as number;
    const rightLevel = level[right] as number;
    const top = leftLevel < rightLevel ? leftLevel : rightLevel;
    const left0 = leftLevel === top ? (low[left] as number) : left;
    const left1 = leftLevel === top ? (high[left] as number) : 0;
    const right0 = rightLevel === top ? (low[right] as number) : right;
    const right1 = rightLevel === top ? (high[right] as number) : 0;
    const lower = this.product(left0, right0, limit);
    const rest = limit - (this.weight[top] ?? 1);
    const whole = this.product(left1, this.union(right0, right1), rest);
    const half = this.product(left0, right1, rest);
    const upper = this.without(this.union(whole, half), lower);
    const result = this.make(top, lower, upper);
    this.#product.set(left, right, limit, result);
    return result;
  }

  /** The fewest variables that a set of each together have at least. */
  #leastOf(first: number, second: number): number {
    const [left, right] = [this.#least[first] as number, this.#least[second] as number];
    return left > right ? left : right;
  }

  /** The sets whose weight is at most the limit. */
  within(family: number, limit: number): number {
    return family <= 1 ? family : this.#within(family, limit);
  }

  #within(family: number, limit: number): number {
    if (family <= 1) return family;
    // A product with the empty set alone is remembered as the pair (family, 1).
    const known = this.#product.get(1, family, limit);
    if (known >= 0) return known;
    const { level, low, high } = this.nodes;
    const own = level[family] as number;
    const rest = limit - (this.weight[own] ?? 1);
    const upper = rest < 0 ? 0 : this.#within(high[family] as number, rest);
    const result = this.make(own, this.#within(low[family] as number, limit), upper);
    this.#product.set(1, family, limit, result);
    return result;
  }
}

function enlarge(from: Uint16Array, size: number): Uint16Array {
  const into = new Uint16Array(size);
  into.set(from);
  return into;
}
