/** What a node of a circuit is. `not` stands only above an event. */
export const NODE = { event: 0, not: 1, all: 2, any: 3, atLeast: 4 } as const;

/** The circuit that never holds, and the one that always does. */
export const NEVER = 0;
export const EVER = 1;

/**
 * A fault tree in negation normal form, as numbered nodes whose inputs have lower numbers.
 *
 * Nodes 0 and 1 are the constants; equal nodes are shared. `count` is how many inputs an `atLeast` node
 * needs. `eventOf` gives the event's index in the tree.
 */
export class Circuit {
  readonly kind: number[] = [NODE.event, NODE.event];
  readonly inputs: (readonly number[])[] = [[], []];
  readonly count: number[] = [0, 0];
  readonly eventOf: number[] = [-1, -1];
  readonly #shared = new Map<string, number>();

  get size(): number {
    return this.kind.length;
  }

  event(index: number): number {
    return this.#share(`e${index}`, { kind: NODE.event, inputs: [], count: 0, event: index });
  }

  notEvent(index: number): number {
    const inputs = [this.event(index)];
    return this.#share(`n${index}`, { kind: NODE.not, inputs, count: 0, event: index });
  }

  all(inputs: readonly number[]): number {
    return this.#join({ kind: NODE.all, inputs, neutral: EVER, absorbing: NEVER });
  }

  any(inputs: readonly number[]): number {
    return this.#join({ kind: NODE.any, inputs, neutral: NEVER, absorbing: EVER });
  }

  /** Holds when at least `count` inputs hold; an input named twice counts twice. */
  atLeast(count: number, inputs: readonly number[]): number {
    const open = inputs.filter((input) => input > EVER);
    const need = count - inputs.filter((input) => input === EVER).length;
    if (need <= 0) return EVER;
    if (need > open.length) return NEVER;
    if (need === 1) return this.any(open);
    if (need === open.length) return this.all(open);
    const key = `${NODE.atLeast}:${need}:${open.toSorted((a, b) => a - b).join(',')}`;
    return this.#share(key, { kind: NODE.atLeast, inputs: open, count: need, event: -1 });
  }

  #join(of: {
    readonly kind: number;
    readonly inputs: readonly number[];
    readonly neutral: number;
    readonly absorbing: number;
  }): number {
    const open = [...new Set(of.inputs)].filter((input) => input !== of.neutral);
    if (open.includes(of.absorbing) || this.#hasBothPolarities(open)) return of.absorbing;
    if (open.length === 0) return of.neutral;
    if (open.length === 1) return open[0] as number;
    const key = `${of.kind}:${open.toSorted((a, b) => a - b).join(',')}`;
    return this.#share(key, { kind: of.kind, inputs: open, count: 0, event: -1 });
  }

  #hasBothPolarities(inputs: readonly number[]): boolean {
    const negated = inputs.filter((input) => this.kind[input] === NODE.not);
    if (negated.length === 0) return false;
    const known = new Set(inputs);
    return negated.some((input) => known.has(this.inputs[input]?.[0] as number));
  }

  #share(
    key: string,
    node: {
      readonly kind: number;
      readonly inputs: readonly number[];
      readonly count: number;
      readonly event: number;
    },
  ): number {
    const known = this.#shared.get(key);
    if (known !== undefined) return known;
    const id = this.kind.length;
    this.kind.push(node.kind);
    this.inputs.push(node.inputs);
    this.count.push(node.count);
    this.eventOf.push(node.event);
    this.#shared.set(key, id);
    return id;
  }
}

/** Tells, for every node a top reaches, how many inputs name it; 0 for what is not reached. */
export function fanOut(circuit: Circuit, top: number): Int32Array {
  const uses = new Int32Array(circuit.size);
  uses[top] = 1;
  for (let node = top; node > EVER; node -= 1) {
    if (uses[node] === 0) continue;
    for (const input of circuit.inputs[node] as readonly number[]) {
      uses[input] = (uses[input] as number) + 1;
    }
  }
  return uses;
}
