import type { Circuit } from './circuit.ts';
import { EVER, NODE } from './circuit.ts';
import { countByOrder, type OrderCounts } from './count-sets.ts';
import { BudgetExceeded, type DiagramNodes } from './diagram/diagram-nodes.ts';
import { Effort } from './diagram/effort.ts';
import { minimalSolutions } from './diagram/minimal-solutions.ts';
import { SetFamilies } from './diagram/set-families.ts';
import { slopesOf, UNSTATED_CHANCE } from './diagram/slopes.ts';
import type { FaultTree } from './fault-tree.ts';
import { findModules, holdsWithoutEvents } from './modules.ts';
import { buildDiagram, type ConeDiagram, probabilityOf } from './solve-module.ts';
import { solveTruncated } from './solve-truncated.ts';
import { type ConeOptions, cutCone, unfoldedSizes } from './variable-order.ts';

/** What to look for, and how much memory it may take. */
export interface CutSetOptions {
  /** Sets of more events are left out; without it all are found if they fit the budget. */
  readonly orderMax?: number;
  /** The most nodes a diagram of one module may have; about forty bytes each. */
  readonly nodesMax?: number;
  /** The most operations the search may take in all; ten million or so take a second. */
  readonly operationsMax?: number;
  /** Whether to keep what `rankEvents` needs; a pass more over each diagram. */
  readonly hasImportance?: boolean;
}

/** How many nodes the diagrams of one module may have when nobody says. */
export const NODES_DEFAULT = 16_000_000;

/** How many operations a search may take when nobody says: a minute or two. */
export const OPERATIONS_DEFAULT = 300_000_000;

/** Counts are kept with every module; lists longer than this only while there is room for as many as a third of the nodes. */
const SHORT_COUNTS = 64;

/** With an order named, a diagram of all orders is tried only up to this. */
const nodesWithOrder = 2_000_000;

/** What the order-by-order search may take, and how far it goes when nobody names an order. */
const truncatedNodes = 6_000_000;
const truncatedOrder = 12;

/** What a variable of a module stands for. */
export type Leaf = { readonly event: number } | { readonly module: SolvedModule };

/** A part of the tree that is solved on its own: its smallest sets over the parts below it. */
export interface SolvedModule {
  /** By level. */
  readonly leaves: readonly Leaf[];
  readonly nodes: DiagramNodes;
  readonly top: number;
  readonly counts: OrderCounts;
  /** Undefined when it is not known. */
  readonly probability: number | undefined;
  /** The order above which sets may be missing; undefined when none is. */
  readonly truncatedAt: number | undefined;
  /** Undefined when it was not asked for, or no diagram fitted. */
  readonly sensitivity?: Sensitivity | undefined;
}

/** How a module's chance changes with the chances of its leaves. */
export interface Sensitivity {
  /** With every event at one half where an event of the tree has no probability. */
  readonly probability: number;
  /** By the order of the diagram's levels, which need not be that of the sets. */
  readonly leaves: readonly Leaf[];
  /** By leaf: the chance where the leaf has happened, less the chance where it has not. */
  readonly slopes: Float64Array;
}

interface Subject {
  readonly circuit: Circuit;
  readonly top: number;
  readonly uses: Int32Array;
  readonly tree: FaultTree;
}

interface Work extends Subject {
  readonly solved: Map<number, SolvedModule>;
  readonly chances: readonly (number | undefined)[];
  readonly cone: Omit<ConeOptions, 'visit'>;
  readonly options: CutSetOptions;
  readonly effort: Effort;
  /** By node of the circuit (1): holds when no event has happened. */
  readonly holdsAtRest: Uint8Array;
  /** In the long lists of counts that are kept. */
  keptCounts: number;
}

/** Solves every module below the top, the deepest first, and gives the top's. */
export function solveModules(
  subject: Subject,
  options: CutSetOptions & { readonly effort: Effort },
): SolvedModule {
  const { circuit, top } = subject;
  const isModule = findModules(circuit, top);
  const work: Work = {
    ...subject,
    solved: new Map(),
    chances: [...subject.tree.events.values()],
    cone: { isModule, sizes: unfoldedSizes(circuit), uses: subject.uses },
    options,
    effort: options.effort,
    holdsAtRest: holdsWithoutEvents(circuit, top),
    keptCounts: 0,
  };
  for (let node = EVER + 1; node <= top; node += 1) {
    const isGate = circuit.kind[node] !== NODE.event && subject.uses[node] !== 0;
    if (node === top || (isGate && isModule[node] === 1)) work.solved.set(node, solve(work, node));
  }
  return work.solved.get(top) as SolvedModule;
}

function solve(work: Work, node: number): SolvedModule {
  const { circuit, options, effort } = work;
  const nodesMax = options.nodesMax ?? NODES_DEFAULT;
  const budget = options.orderMax === undefined ? nodesMax : Math.min(nodesMax, nodesWithOrder);
  // Half of what is left for all sets, and of the rest half for small ones: the modules above need some too.
  const share = Math.ceil(effort.left / 2);
  const upTo = effort.spent + share;
  const diagram = effort.attempt(share, () =>
    buildDiagram(circuit, node, { ...work.cone, budget, effort }),
  );
  const sensitivity = diagram && sensitivityOf(work, diagram);
  const whole = diagram && solveWhole(work, diagram, { nodesMax, most: upTo - effort.spent });
  if (whole !== undefined) return { ...whole, sensitivity };
  const probability = diagram && chanceOf(work, diagram);
  const most = node === work.top ? effort.left : Math.ceil(effort.left / 2);
  return { ...solveInPart(work, node, most), probability, sensitivity };
}

function sensitivityOf(work: Work, diagram: ConeDiagram): Sensitivity | undefined {
  if (work.options.hasImportance !== true) return undefined;
  const hasAll = !work.chances.includes(undefined);
  const leaves = leavesOf(work, diagram.cone.leaves);
  const chances = leaves.map((leaf) => {
    if ('module' in leaf) return leaf.module.sensitivity?.probability;
    return hasAll ? work.chances[leaf.event] : UNSTATED_CHANCE;
  });
  const known = chances.filter((chance) => chance !== undefined);
  if (known.length < chances.length) return undefined;
  return { leaves, ...slopesOf(diagram.bdd.nodes, diagram.top, known) };
}

function leavesOf(work: Work, leaves: readonly number[]): Leaf[] {
  return leaves.map((leaf) => {
    const module = work.solved.get(leaf);
    return module === undefined ? { event: work.circuit.eventOf[leaf] as number } : { module };
  });
}

function chanceOf(work: Work, diagram: ConeDiagram): number | undefined {
  const chances = leavesOf(work, diagram.cone.leaves).map((leaf) =>
    'event' in leaf ? work.chances[leaf.event] : leaf.module.probability,
  );
  const known = chances.filter((chance) => chance !== undefined);
  return known.length === chances.length ? probabilityOf(diagram, known) : undefined;
}

function solveWhole(
  work: Work,
  diagram: ConeDiagram,
  limits: { readonly nodesMax: number; readonly most: number },
): SolvedModule | undefined {
  const { effort } = work;
  return effort.attempt(limits.most, () => {
    const families = new SetFamilies(limits.nodesMax, effort);
    const top = minimalSolutions(diagram.bdd, families, diagram.top);
    const leaves = leavesOf(work, diagram.cone.leaves);
    const part = { leaves, nodes: families.nodes, top };
    const probability = chanceOf(work, diagram);
    const truncatedAt = truncationOf(leaves);
    // What lies above a truncation is not known, and is not to grow from module to module.
    const counts = countSets(part, effort).slice(
      0,
      (truncatedAt ?? Number.MAX_SAFE_INTEGER - 1) + 1,
    );
    keepCounts(work, counts.length, limits.nodesMax);
    return { ...part, counts, probability, truncatedAt };
  });
}

/** @throws BudgetExceeded where the counts of a chain of very many modules would fill the memory */
function keepCounts(work: Work, length: number, nodesMax: number): void {
  if (length <= SHORT_COUNTS) return;
  work.keptCounts += length;
  if (work.keptCounts > nodesMax / 3) {
    throw new BudgetExceeded(`more than ${nodesMax / 3} counts by module and order`, 'nodes');
  }
}

function countSets(
  part: {
    readonly leaves: readonly Leaf[];
    readonly nodes: DiagramNodes;
    readonly top: number;
  },
  effort: Effort,
): OrderCounts {
  const countsOf = (level: number): OrderCounts => {
    const leaf = part.leaves[level] as Leaf;
    return 'event' in leaf ? [0n, 1n] : leaf.module.counts;
  };
  return countByOrder(part.nodes, part.top, { countsOf, effort });
}

function truncationOf(leaves: readonly Leaf[]): number | undefined {
  const orders = leaves.flatMap((leaf) =>
    'event' in leaf || leaf.module.truncatedAt === undefined ? [] : [leaf.module.truncatedAt],
  );
  return orders.length === 0 ? undefined : orders.reduce((least, order) => Math.min(least, order));
}

function solveInPart(work: Work, node: number, most: number): Omit<SolvedModule, 'probability'> {
  const { circuit, options, effort } = work;
  const cone = cutCone(circuit, node, { ...work.cone, visit: 'as_written' });
  const leaves = leavesOf(work, cone.leaves);
  const weights = new Map(
    cone.leaves.map((leaf, level) => [leaf, leastOrder(leaves[level] as Leaf)]),
  );
  const found = effort.attempt(most, () =>
    solveTruncated(circuit, cone, {
      weightOf: (leaf) => weights.get(leaf) as number,
      budget: Math.min(options.nodesMax ?? NODES_DEFAULT, truncatedNodes),
      effort,
      orderMax: options.orderMax ?? truncatedOrder,
    }),
  );
  if (found === undefined) return unsolved(work, { node, leaves });
  const part = { leaves, nodes: found.families.nodes, top: found.top };
  const truncatedAt = Math.min(found.orderMax, truncationOf(leaves) ?? found.orderMax);
  // Counting a family costs a part of what finding it did, and is not given up for what the share has left.
  const counting = new Effort(Number.MAX_SAFE_INTEGER);
  const counts = counting.attempt(counting.left, () => countSets(part, counting));
  if (counts === undefined) return unsolved(work, { node, leaves });
  return { ...part, counts: counts.slice(0, truncatedAt + 1), truncatedAt };
}

/** Even where nothing was found it is known whether the empty set is enough. */
function unsolved(
  work: Work,
  of: { readonly node: number; readonly leaves: readonly Leaf[] },
): Omit<SolvedModule, 'probability'> {
  const { leaves, node } = of;
  const top = work.holdsAtRest[node] === 1 ? 1 : 0;
  const counts = top === 1 ? [1n] : [];
  return { leaves, nodes: new SetFamilies(2, work.effort).nodes, top, counts, truncatedAt: 0 };
}

function leastOrder(leaf: Leaf): number {
  if ('event' in leaf) return 1;
  const order = leaf.module.counts.findIndex((count) => count > 0n);
  return order >= 0 ? order : (leaf.module.truncatedAt ?? 0) + 1;
}
