import { type Circuit, EVER, NODE } from './circuit.ts';

/** The part of a circuit between a module and the modules and events right below it. */
export interface Cone {
  readonly top: number;
  /** Nodes that stand for one variable each, in the order of the variables. */
  readonly leaves: readonly number[];
  /** The other nodes, inputs first; the last is the top. */
  readonly inner: readonly number[];
}

/** How the inputs of a gate are visited when variables are put in order. */
export const VISITS = ['as_written', 'small_first', 'large_first', 'shared_first'] as const;
/** One way of visiting. */
export type Visit = (typeof VISITS)[number];

/** What decides how a cone is cut and in which order it is visited. */
export interface ConeOptions {
  readonly isModule: Uint8Array;
  readonly sizes: Float64Array;
  readonly uses: Int32Array;
  readonly visit: Visit;
}

/**
 * Cuts a module's cone out of a circuit, its variables in depth-first order from the top.
 *
 * @source continuity specification, section 3: depth-first order was enough for the Aralia trees
 */
export function cutCone(circuit: Circuit, top: number, options: ConeOptions): Cone {
  const seen = new Set<number>();
  const leaves: number[] = [];
  const inner: number[] = [];
  const stack: { readonly node: number; readonly inputs: number[] }[] = [];
  const visit = (node: number): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (circuit.kind[node] === NODE.not) {
      visit(circuit.inputs[node]?.[0] as number);
      inner.push(node);
    } else if (circuit.kind[node] === NODE.event) {
      leaves.push(node);
    } else if (node !== top && options.isModule[node] === 1) {
      leaves.push(node);
    } else {
      stack.push({ node, inputs: inOrder(circuit, node, options).reverse() });
    }
  };
  visit(top);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const next = frame.inputs.pop();
    if (next !== undefined) visit(next);
    else {
      stack.pop();
      inner.push(frame.node);
    }
  }
  return { top, leaves, inner };
}

function inOrder(circuit: Circuit, node: number, options: ConeOptions): number[] {
  const inputs = [...(circuit.inputs[node] as readonly number[])];
  const size = (input: number) => options.sizes[input] as number;
  const uses = (input: number) => options.uses[input] as number;
  switch (options.visit) {
    case 'small_first':
      return inputs.sort((a, b) => size(a) - size(b));
    case 'large_first':
      return inputs.sort((a, b) => size(b) - size(a));
    case 'shared_first':
      return inputs.sort((a, b) => uses(b) - uses(a) || size(a) - size(b));
    default:
      return inputs;
  }
}

/** Gives, for every node, how many nodes a tree unfolded below it has; a guide to its weight. */
export function unfoldedSizes(circuit: Circuit): Float64Array {
  const sizes = new Float64Array(circuit.size);
  for (let node = EVER + 1; node < circuit.size; node += 1) {
    let size = 1;
    for (const input of circuit.inputs[node] as readonly number[]) size += sizes[input] as number;
    sizes[node] = Math.min(size, 1e300);
  }
  return sizes;
}
