import { type Circuit, NODE } from './circuit.ts';
import { BudgetExceeded } from './diagram/diagram-nodes.ts';
import { minimalSolutions } from './diagram/minimal-solutions.ts';
import { SetFamilies } from './diagram/set-families.ts';
import { buildTruncatedDiagram } from './solve-module.ts';
import type { Cone } from './variable-order.ts';

/** The smallest sets of a cone up to an order. */
export interface TruncatedFamily {
  readonly families: SetFamilies;
  readonly top: number;
  readonly orderMax: number;
}

/** What a cone is solved with. */
export interface TruncationOptions {
  /** The least number of events a leaf stands for. */
  readonly weightOf: (leaf: number) => number;
  readonly budget: number;
  readonly orderMax: number;
}

/**
 * Finds a cone's smallest sets order by order until the budget is spent.
 *
 * Without negations they are joined bottom-up as set families; with them, from the diagram of the function
 * restricted to few events. Gives the last order that was finished; undefined when not even order 1 was.
 *
 * @source continuity specification, section 3 (truncated ZBDD: order cut-off in the product)
 */
export function solveTruncated(
  circuit: Circuit,
  cone: Cone,
  options: TruncationOptions,
): TruncatedFamily | undefined {
  const hasNegation = cone.inner.some((node) => circuit.kind[node] === NODE.not);
  const solve = hasNegation ? solveInBall : solveBottomUp;
  let finished: TruncatedFamily | undefined;
  for (let orderMax = 1; orderMax <= options.orderMax; orderMax += 1) {
    const solved = solve(circuit, cone, { ...options, orderMax });
    if (solved === undefined) break;
    finished = solved;
  }
  return finished;
}

/** The smallest sets of a cone up to one order; undefined when the budget does not do. */
export function solveInBall(
  circuit: Circuit,
  cone: Cone,
  options: TruncationOptions,
): TruncatedFamily | undefined {
  const { orderMax } = options;
  const diagram = buildTruncatedDiagram(circuit, cone, options);
  if (diagram === undefined) return undefined;
  const families = new SetFamilies(options.budget);
  return within(() => {
    const top = minimalSolutions(diagram.bdd, families, diagram.top);
    return { families, top, orderMax };
  });
}

/** The smallest sets of a cone without negations up to one order; undefined beyond the budget. */
export function solveBottomUp(
  circuit: Circuit,
  cone: Cone,
  options: TruncationOptions,
): TruncatedFamily | undefined {
  const { orderMax } = options;
  const families = new SetFamilies(options.budget);
  families.weight.push(...cone.leaves.map(options.weightOf));
  return within(() => {
    const top = joinCone(circuit, cone, { families, orderMax });
    return { families, top, orderMax };
  });
}

function within<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof BudgetExceeded || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Joins the families of a cone's nodes from the leaves up; sets above the order are left out. */
function joinCone(
  circuit: Circuit,
  cone: Cone,
  into: { readonly families: SetFamilies; readonly orderMax: number },
): number {
  const { families, orderMax } = into;
  const found = new Map<number, number>();
  for (const [level, leaf] of cone.leaves.entries()) {
    found.set(leaf, families.within(families.single(level), orderMax));
  }
  for (const node of cone.inner) {
    const parts = (circuit.inputs[node] as readonly number[]).map(
      (input) => found.get(input) as number,
    );
    found.set(node, joinGate({ circuit, node, parts }, into));
  }
  return found.get(cone.top) as number;
}

function joinGate(
  gate: { readonly circuit: Circuit; readonly node: number; readonly parts: readonly number[] },
  into: { readonly families: SetFamilies; readonly orderMax: number },
): number {
  const { families, orderMax } = into;
  const { level } = families.nodes;
  const parts = gate.parts.toSorted((a, b) => (level[b] as number) - (level[a] as number));
  if (gate.circuit.kind[gate.node] === NODE.any) {
    return parts.reduce((joined, part) => families.union(part, joined), 0);
  }
  if (gate.circuit.kind[gate.node] === NODE.all) {
    return parts.reduce((joined, part) => families.product(part, joined, orderMax), 1);
  }
  const count = gate.circuit.count[gate.node] as number;
  const reached: number[] = [1, ...Array.from({ length: count }, () => 0)];
  for (const part of parts) {
    for (let need = count; need >= 1; need -= 1) {
      const before = families.product(part, reached[need - 1] as number, orderMax);
      reached[need] = families.union(before, reached[need] as number);
    }
  }
  return reached[count] as number;
}
