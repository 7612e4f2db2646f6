import type { Facts } from '../../fact.ts';
import type { MovedName } from './moved-names.ts';

// What a search may take, counted and not timed, so that the same facts always give the same answer:
// each determination that is asked for takes 20, and for every time the document goes through a list
// 5 more for every value of lists and stretch of time, 25 from the hundredth on. A party without
// lists has 100,000 determinations; one with 10,000 claims has 8 when they are gone through once,
// and 3 when they are gone through a dozen times: these 3 it always has, so that the other values of
// a choice are looked at.
const most = 2_000_000;
const fewest = 3;
const perDetermination = 20;
const perValue = 5;
const perFurtherValue = 20;
const firstValues = 100;

/** Thrown when the budget is spent; caught where a name is searched. */
class BudgetSpent extends Error {}

/** How much of a search for what would change a determination is left, and what it did not reach. */
export class SearchBudget {
  readonly #price: number;
  #left: number;
  /** The names whose search ended early, in the order in which they were to be searched. */
  readonly ended = new Set<string>();

  constructor(facts: Facts, { selectionCount }: { readonly selectionCount: number }) {
    let valueCount = 0;
    for (const fact of Object.values(facts)) {
      if (fact?.kind === 'list') valueCount += fact.entries.length;
      if (fact?.kind === 'interval_set') valueCount += fact.set.length;
    }
    const further = Math.max(valueCount - firstValues, 0);
    const perPass = perValue * valueCount + perFurtherValue * further;
    this.#price = perDetermination + perPass * Math.max(selectionCount, 1);
    this.#left = Math.max(most, fewest * this.#price);
  }

  /** Takes the price of one determination. Throws when there is not enough left. */
  spend(): void {
    this.#left -= this.#price;
    if (this.#left < 0) throw new BudgetSpent();
  }

  /** Does a part of the search of a name; what it would have given is left out when it ends early. */
  within<T>(name: string, search: () => readonly T[]): readonly T[] {
    try {
      return search();
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.ended.add(name);
      return [];
    }
  }

  /** Gives a name that is moved, each step of which is paid for. */
  paying(moved: MovedName): MovedName {
    const { again, stretchAt } = moved;
    const paid =
      <A, B>(work: (value: A) => B) =>
      (value: A): B => {
        this.spend();
        return work(value);
      };
    return { ...moved, again: paid(again), stretchAt: paid(stretchAt) };
  }
}
