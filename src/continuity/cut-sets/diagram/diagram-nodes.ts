/** Thrown when a diagram would grow beyond its budget; always caught where the budget was given. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';
  readonly of: 'nodes' | 'operations';

  /** @param of what there was too little of */
  constructor(message: string, of: 'nodes' | 'operations') {
    super(message);
    this.of = of;
  }
}

/** The level of the two ends of a diagram, below every variable. */
export const END_LEVEL = 0x7fffffff;

const smallest = 1 << 6;

/**
 * The nodes of a decision diagram, each (level, low, high) once: an open-addressing table over typed arrays.
 *
 * Nodes 0 and 1 are the ends. A child's number is below its parent's. Sixteen to thirty-two bytes a node.
 */
export class DiagramNodes {
  level: Int32Array;
  low: Int32Array;
  high: Int32Array;
  count = 2;
  readonly #budget: number;
  #table: Int32Array;
  #mask: number;

  /** @param budget the most nodes it may hold, both ends included */
  constructor(budget: number) {
    this.#budget = budget;
    this.level = new Int32Array(smallest);
    this.low = new Int32Array(smallest);
    this.high = new Int32Array(smallest);
    this.#table = new Int32Array(2 * smallest);
    this.#mask = 2 * smallest - 1;
    this.level[0] = END_LEVEL;
    this.level[1] = END_LEVEL;
  }

  /** Gives the node's number, making it when it is new. @throws BudgetExceeded */
  find(level: number, low: number, high: number): number {
    let slot = hash(level, low, high) & this.#mask;
    for (;;) {
      const node = this.#table[slot] as number;
      if (node === 0) break;
      if (this.low[node] === low && this.high[node] === high && this.level[node] === level) {
        return node;
      }
      slot = (slot + 1) & this.#mask;
    }
    const id = this.count;
    if (id >= this.#budget)
      throw new BudgetExceeded(`the budget of ${this.#budget} nodes is spent`, 'nodes');
    const isFull = id === this.level.length;
    if (isFull) this.#grow();
    this.level[id] = level;
    this.low[id] = low;
    this.high[id] = high;
    this.count = id + 1;
    // Growing may have moved every slot.
    if (isFull) this.#place(id);
    else this.#table[slot] = id;
    return id;
  }

  #grow(): void {
    const size = Math.min(this.level.length * 2, Math.max(this.#budget, this.level.length + 1));
    this.level = enlarge(this.level, size);
    this.low = enlarge(this.low, size);
    this.high = enlarge(this.high, size);
    if (this.#table.length >= size * 1.5) return;
    this.#table = new Int32Array(this.#table.length * 2);
    this.#mask = this.#table.length - 1;
    for (let node = 2; node < this.count; node += 1) this.#place(node);
  }

  #place(node: number): void {
    const { level, low, high } = this;
    let slot = hash(level[node] as number, low[node] as number, high[node] as number) & this.#mask;
    while (this.#table[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#table[slot] = node;
  }
}

function enlarge(from: Int32Array, size: number): Int32Array {
  const into = new Int32Array(size);
  into.set(from);
  return into;
}

/** Mixes three numbers into one; the low bits are as good as the high. */
export function hash(first: number, second: number, third: number): number {
  let mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d) ^ Math.imul(third, 0xc2b2ae35);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0x297a2d39);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
