import { type Circuit, NODE } from './circuit.ts';
import type { Effort } from './diagram/effort.ts';
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
  /** What it may cost; an order that does not end within it is not given. */
  readonly effort: Effort;
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
  const { budget, effort } = options;
  const diagram = buildTruncatedDiagram(circuit, cone, options);
  if (diagram === undefined) return undefined;
  return effort.attempt(effort.left, () => {
    const families = new SetFamilies(budget, effort);
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
  const { budget, effort, orderMax } = options;
  return effort.attempt(effort.left, () => {
    const families = new SetFamilies(budget, effort);
    for (const leaf of cone.leaves) families.weight.push(options.weightOf(leaf));
    const top = joinCone(circuit, cone, { families, effort, orderMax });
    return { families, top, orderMax };
  });
}

interface Joining {
  readonly families: SetFamilies;
  readonly effort: Effort;
  readonly orderMax: number;
}

/** Joins the families of a cone's nodes from the leaves up; sets above the order are left out. */
function joinCone(circuit: Circuit, cone: Cone, into: Joining): number {
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
  into: Joining,
): number {
  const { families, orderMax, effort } = into;
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
  for (const [seen, part] of parts.entries()) {
    const fewest = Math.max(1, count - (parts.length - 1 - seen));
    for (let need = Math.min(count, seen + 1); need >= fewest; need -= 1) {
      effort.spend(1);
      const before = families.product(part, reached[need - 1] as number, orderMax);
      reached[need] = families.union(before, reached[need] as number);
    }
  }
  return reached[count] as number;
}
