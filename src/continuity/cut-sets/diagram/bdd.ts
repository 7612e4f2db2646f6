import { DiagramNodes } from './diagram-nodes.ts';
import type { Effort } from './effort.ts';
import { PairCache } from './pair-cache.ts';

/**
 * Binary decision diagrams: a node is a Boolean function of the variables at its level and below.
 *
 * Node 0 is false, node 1 true; equal functions have equal numbers.
 *
 * @source Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Trans. Computers (1986)
 */
export class Bdd {
  readonly nodes: DiagramNodes;
  readonly #effort: Effort;
  readonly #and: PairCache;
  readonly #or: PairCache;
  readonly #choose: PairCache;

  /** @param budget the most nodes before BudgetExceeded is thrown; @param effort what its operations cost */
  constructor(budget: number, effort: Effort) {
    this.nodes = new DiagramNodes(budget);
    this.#effort = effort;
    this.#and = new PairCache(effort);
    this.#or = new PairCache(effort);
    this.#choose = new PairCache(effort);
  }

  /** The function that is the variable at a level. */
  variable(level: number): number {
    return this.make(level, 0, 1);
  }

  /** The function that is the negated variable at a level. */
  negated(level: number): number {
    return this.make(level, 1, 0);
  }

  /** `low` where the variable is false, `high` where it is true; both lie below `level`. */
  make(level: number, low: number, high: number): number {
    return low === high ? low : this.nodes.find(level, low, high);
  }

  and(first: number, second: number): number {
    if (first === second || second === 1) return first;
    if (first === 1) return second;
    if (first === 0 || second === 0) return 0;
    const [left, right] = first < second ? [first, second] : [second, first];
    const known = this.#and.get(left, right, 0);
    if (known >= 0) return known;
    const { level, low, high } = this.nodes;
    const leftLevel = level[left] as number;
    const rightLevel = level[right] as number;
    const top = leftLevel < rightLevel ? leftLevel : rightLevel;
    const [left0, left1] = leftLevel === top ? [low[left], high[left]] : [left, left];
    const [right0, right1] = rightLevel === top ? [low[right], high[right]] : [right, right];
    const lower = this.and(left0 as number, right0 as number);
    const upper = this.and(left1 as number, right1 as number);
    const result = this.make(top, lower, upper);
    this.#and.set(left, right, 0, result);
    return result;
  }

  or(first: number, second: number): number {
    if (first === second || second === 0) return first;
    if (first === 0) return second;
    if (first === 1 || second === 1) return 1;
    const [left, right] = first < second ? [first, second] : [second, first];
    const known = this.#or.get(left, right, 0);
    if (known >= 0) return known;
    const { level, low, high } = this.nodes;
    const leftLevel = level[left] as number;
    const rightLevel = level[right] as number;
    const top = leftLevel < rightLevel ? leftLevel : rightLevel;
    const [left0, left1] = leftLevel === top ? [low[left], high[left]] : [left, left];
    const [right0, right1] = rightLevel === top ? [low[right], high[right]] : [right, right];
    const lower = this.or(left0 as number, right0 as number);
    const upper = this.or(left1 as number, right1 as number);
    const result = this.make(top, lower, upper);
    this.#or.set(left, right, 0, result);
    return result;
  }

  all(parts: readonly number[]): number {
    return this.#deepestFirst(parts).reduce((joined, part) => this.and(part, joined), 1);
  }

  any(parts: readonly number[]): number {
    return this.#deepestFirst(parts).reduce((joined, part) => this.or(part, joined), 0);
  }

  /**
   * The function that holds when at least `count` of the parts hold.
   *
   * A row of counters, one for each number that may still be missing: count × (parts − count + 1) choices, and
   * as many nodes when the parts are variables.
   */
  atLeast(count: number, parts: readonly number[]): number {
    const ordered = this.#deepestFirst(parts);
    // reached[k]: at least k of the parts seen so far.
    const reached: number[] = [1, ...Array.from({ length: count }, () => 0)];
    for (const [seen, part] of ordered.entries()) {
      const fewest = Math.max(1, count - (ordered.length - 1 - seen));
      for (let need = Math.min(count, seen + 1); need >= fewest; need -= 1) {
        this.#effort.spend(1);
        reached[need] = this.choose(part, reached[need - 1] as number, reached[need] as number);
      }
    }
    return reached[count] as number;
  }

  /** `held` where the test holds, `otherwise` where it does not. */
  choose(test: number, held: number, otherwise: number): number {
    if (test === 1 || held === otherwise) return held;
    if (test === 0) return otherwise;
    if (otherwise === 0) return this.and(test, held);
    if (held === 1) return this.or(test, otherwise);
    return this.#chooseBelow(test, held, otherwise);
  }

  #chooseBelow(test: number, held: number, otherwise: number): number {
    const { level, low, high } = this.nodes;
    const testLevel = level[test] as number;
    const heldLevel = level[held] as number;
    const otherLevel = level[otherwise] as number;
    const below = heldLevel < otherLevel ? heldLevel : otherLevel;
    if (testLevel < below && low[test] === 0 && high[test] === 1) {
      return this.make(testLevel, otherwise, held);
    }
    const known = this.#choose.get(test, held, otherwise);
    if (known >= 0) return known;
    const top = testLevel < below ? testLevel : below;
    const [test0, test1] = testLevel === top ? [low[test], high[test]] : [test, test];
    const [held0, held1] = heldLevel === top ? [low[held], high[held]] : [held, held];
    const [other0, other1] =
      otherLevel === top ? [low[otherwise], high[otherwise]] : [otherwise, otherwise];
    const lower = this.choose(test0 as number, held0 as number, other0 as number);
    const upper = this.choose(test1 as number, held1 as number, other1 as number);
    const result = this.make(top, lower, upper);
    this.#choose.set(test, held, otherwise, result);
    return result;
  }

  /** The function that holds while at most `limit` of the variables at levels below `levels` do. */
  atMost(limit: number, levels: number): number {
    // rows[left]: the function of the levels seen so far, from the last, with that many left.
    let rows = Array.from({ length: limit + 1 }, () => 1);
    for (let level = levels - 1; level >= 0; level -= 1) {
      rows = rows.map((low, left) =>
        this.make(level, low, left < 1 ? 0 : (rows[left - 1] as number)),
      );
    }
    return rows[limit] as number;
  }

  /** Joining the deepest parts first makes each step cost little more than the part it adds. */
  #deepestFirst(parts: readonly number[]): number[] {
    const { level } = this.nodes;
    return parts.toSorted((a, b) => (level[b] as number) - (level[a] as number));
  }
}
