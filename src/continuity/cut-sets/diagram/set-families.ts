import { DiagramNodes } from './diagram-nodes.ts';
import { PairCache } from './pair-cache.ts';

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
  readonly #without = new PairCache();
  readonly #union = new PairCache();
  readonly #product = new PairCache();

  /** @param budget the most nodes before BudgetExceeded is thrown */
  constructor(budget: number) {
    this.nodes = new DiagramNodes(budget);
  }

  /** The sets of `low`, and those of `high` with the variable added. */
  make(level: number, low: number, high: number): number {
    return high === 0 ? low : this.nodes.find(level, low, high);
  }

  /** The family of the one set that holds the variable alone. */
  single(level: number): number {
    return this.make(level, 0, 1);
  }

  /** The sets of `family` that contain no set of `other`. */
  without(family: number, other: number): number {
    if (other === 0 || family === 0) return family;
    if (other === 1 || family === other) return 0;
    const { level, low, high } = this.nodes;
    const otherLevel = level[other] as number;
    const ownLevel = level[family] as number;
    if (ownLevel > otherLevel) return this.without(family, low[other] as number);
    const known = this.#without.get(family, other, 0);
    if (known >= 0) return known;
    const other0 = ownLevel === otherLevel ? (low[other] as number) : other;
    let upper = this.without(high[family] as number, other0);
    if (ownLevel === otherLevel) upper = this.without(upper, high[other] as number);
    const lower = this.without(low[family] as number, other0);
    const result = this.make(ownLevel, lower, upper);
    this.#without.set(family, other, 0, result);
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
