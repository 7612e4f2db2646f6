import { BudgetExceeded } from './diagram-nodes.ts';

/** Why a search ended before it had everything. */
export type EffortEnd = 'nodes' | 'operations';

/**
 * How many operations a search may still take, whatever its diagrams weigh.
 *
 * A diagram of few nodes can take very many steps; counted in steps and not by a clock, the same search ends at
 * the same place on every machine. One operation is one result that was not remembered.
 */
export class Effort {
  /** Why the last attempt that came to nothing did. */
  endedBy: EffortEnd = 'nodes';
  #spent = 0;
  #limit: number;

  /** @param most operations, from 1 */
  constructor(most: number) {
    this.#limit = most;
  }

  get spent(): number {
    return this.#spent;
  }

  /** The operations that are left to whoever asks. */
  get left(): number {
    return Math.max(0, this.#limit - this.#spent);
  }

  /** @throws BudgetExceeded when nothing is left */
  spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent > this.#limit) {
      throw new BudgetExceeded(`${this.#spent} operations were not enough`, 'operations');
    }
  }

  /**
   * Does a piece of work with no more than so many of the operations that are left.
   *
   * Gives undefined when they, the nodes of a diagram or the depth of the stack did not do.
   */
  attempt<T>(most: number, work: () => T): T | undefined {
    const outer = this.#limit;
    this.#limit = Math.min(outer, this.#spent + most);
    try {
      return work();
    } catch (error) {
      if (!(error instanceof BudgetExceeded || error instanceof RangeError)) throw error;
      this.endedBy = error instanceof BudgetExceeded ? error.of : 'nodes';
      return undefined;
    } finally {
      this.#limit = outer;
    }
  }
}
