import { type Circuit, NODE } from './circuit.ts';
import { Bdd } from './diagram/bdd.ts';
import type { Effort } from './diagram/effort.ts';
import { type Cone, type ConeOptions, cutCone, VISITS, type Visit } from './variable-order.ts';

/** A cone's function as a decision diagram whose levels are the places of its leaves. */
export interface ConeDiagram {
  readonly cone: Cone;
  readonly bdd: Bdd;
  readonly top: number;
}

/** Budgets tried in turn: an order that suits the cone is cheap to find and saves far more. */
const trialBudgets = [20_000, 250_000, 2_000_000];

/** A trial takes no more operations than this for each node it may have; the last takes what is left. */
const operationsPerNode = 40;

/**
 * Builds a module's decision diagram: several variable orders with small budgets first, then the one that
 * got furthest with the whole budget. Gives undefined when that does not do.
 */
export function buildDiagram(
  circuit: Circuit,
  top: number,
  options: Omit<ConeOptions, 'visit'> & { readonly budget: number; readonly effort: Effort },
): ConeDiagram | undefined {
  let visits: readonly Visit[] = VISITS;
  const budgets = [...trialBudgets.filter((budget) => budget < options.budget), options.budget];
  for (const [turn, budget] of budgets.entries()) {
    const reached: { readonly visit: Visit; readonly share: number }[] = [];
    for (const visit of visits) {
      const cone = cutCone(circuit, top, { ...options, visit });
      const isLast = turn === budgets.length - 1;
      const most = isLast ? options.effort.left : operationsPerNode * budget;
      const tried = tryDiagram(circuit, cone, { budget, effort: options.effort, most });
      if (typeof tried !== 'number') return tried;
      reached.push({ visit, share: tried });
    }
    reached.sort((left, right) => right.share - left.share);
    // The last budget is spent once, on the order that got furthest.
    const kept = turn === budgets.length - 2 ? 1 : 2;
    visits = reached.slice(0, kept).map(({ visit }) => visit);
  }
  return undefined;
}

/**
 * Builds a module's decision diagram over the states in which no more events than a limit have happened.
 *
 * Negation may occur: within such a ball a function is exact, and so are its minimal solutions.
 *
 * @param weights by leaf, the least number of events it stands for
 */
export function buildTruncatedDiagram(
  circuit: Circuit,
  cone: Cone,
  options: {
    readonly budget: number;
    readonly effort: Effort;
    readonly weightOf: (leaf: number) => number;
    readonly orderMax: number;
  },
): ConeDiagram | undefined {
  const tried = tryDiagram(circuit, cone, { ...options, most: options.effort.left });
  return typeof tried === 'number' ? undefined : tried;
}

interface TryOptions {
  readonly budget: number;
  readonly effort: Effort;
  readonly most: number;
  readonly weightOf?: (leaf: number) => number;
  readonly orderMax?: number;
}

/** Gives the diagram, or which share of the cone's nodes was built when the budget was spent. */
function tryDiagram(circuit: Circuit, cone: Cone, options: TryOptions): ConeDiagram | number {
  const functions = new Map<number, number>();
  const built = options.effort.attempt(options.most, () => {
    const bdd = new Bdd(options.budget, options.effort);
    joinCone(circuit, cone, { bdd, ball: buildBall(bdd, cone, options), functions });
    return { cone, bdd, top: functions.get(cone.top) as number };
  });
  return built ?? functions.size / (cone.leaves.length + cone.inner.length);
}

function joinCone(
  circuit: Circuit,
  cone: Cone,
  into: { readonly bdd: Bdd; readonly ball: number; readonly functions: Map<number, number> },
): void {
  const { bdd, ball, functions } = into;
  const levels = new Map(cone.leaves.map((leaf, level) => [leaf, level]));
  for (const [level, leaf] of cone.leaves.entries()) {
    functions.set(leaf, bdd.and(bdd.variable(level), ball));
  }
  for (const node of cone.inner) {
    const inputs = circuit.inputs[node] as readonly number[];
    if (circuit.kind[node] === NODE.not) {
      const level = levels.get(inputs[0] as number) as number;
      functions.set(node, bdd.and(bdd.negated(level), ball));
      continue;
    }
    const parts = inputs.map((input) => functions.get(input) as number);
    functions.set(node, joinFunctions(bdd, { circuit, node, parts }));
  }
}

/** The function that holds while the leaves that hold weigh no more than the limit; 1 without one. */
function buildBall(bdd: Bdd, cone: Cone, options: TryOptions): number {
  const { weightOf, orderMax } = options;
  if (weightOf === undefined || orderMax === undefined) return 1;
  // rows[left]: the function of the levels seen so far, from the last, with that much left.
  let rows = Array.from({ length: orderMax + 1 }, () => 1);
  for (let level = cone.leaves.length - 1; level >= 0; level -= 1) {
    const weight = weightOf(cone.leaves[level] as number);
    rows = rows.map((low, left) =>
      bdd.make(level, low, left < weight ? 0 : (rows[left - weight] as number)),
    );
  }
  return rows[orderMax] as number;
}

function joinFunctions(
  bdd: Bdd,
  gate: { readonly circuit: Circuit; readonly node: number; readonly parts: readonly number[] },
): number {
  const { circuit, node, parts } = gate;
  if (circuit.kind[node] === NODE.all) return bdd.all(parts);
  if (circuit.kind[node] === NODE.any) return bdd.any(parts);
  return bdd.atLeast(circuit.count[node] as number, parts);
}

/** Gives the probability of a diagram's function, its variables independent of each other. */
export function probabilityOf(diagram: ConeDiagram, chances: readonly number[]): number {
  const { level, low, high, count } = diagram.bdd.nodes;
  const chance = new Float64Array(count);
  chance[1] = 1;
  for (let node = 2; node < count; node += 1) {
    const own = chances[level[node] as number] as number;
    chance[node] =
      own * (chance[high[node] as number] as number) +
      (1 - own) * (chance[low[node] as number] as number);
  }
  return chance[diagram.top] as number;
}
