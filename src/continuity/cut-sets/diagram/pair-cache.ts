import { hash } from './diagram-nodes.ts';
import type { Effort } from './effort.ts';

const smallest = 1 << 6;
const largest = 1 << 22;

/**
 * Remembers results of an operation on two nodes and a number; forgets when a slot is taken again.
 *
 * Every result that is put into it was computed, and is counted as one operation. It never grows beyond four million entries, 64 MB: what it forgets is computed anew.
 */
export class PairCache {
  /** First, second, extra, result of every slot in a row; a first of −1 marks an empty slot. */
  #slots = new Int32Array(4 * smallest).fill(-1);
  #mask = smallest - 1;
  #stored = 0;
  readonly #effort: Effort;

  constructor(effort: Effort) {
    this.#effort = effort;
  }

  /** Gives the result, or −1 when it is not remembered. */
  get(first: number, second: number, extra: number): number {
    const at = (hash(first, second, extra) & this.#mask) * 4;
    const slots = this.#slots;
    const isKnown = slots[at] === first && slots[at + 1] === second && slots[at + 2] === extra;
    return isKnown ? (slots[at + 3] as number) : -1;
  }

  // biome-ignore lint/complexity/useMaxParams: an object for each result costs a tenth of the run
  set(first: number, second: number, extra: number, result: number): void {
    this.#effort.spend(1);
    if (this.#stored > this.#mask && this.#mask + 1 < largest) this.#grow();
    this.#stored += 1;
    const at = (hash(first, second, extra) & this.#mask) * 4;
    const slots = this.#slots;
    slots[at] = first;
    slots[at + 1] = second;
    slots[at + 2] = extra;
    slots[at + 3] = result;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 4).fill(-1);
    this.#mask = this.#slots.length / 4 - 1;
    for (let at = 0; at < old.length; at += 4) {
      const [first, second, extra] = [old[at], old[at + 1], old[at + 2]] as [
        number,
        number,
        number,
      ];
      if (first === -1) continue;
      const into = (hash(first, second, extra) & this.#mask) * 4;
      this.#slots.set(old.subarray(at, at + 4), into);
    }
  }
}
