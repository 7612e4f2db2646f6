import { buildCircuit } from './build-circuit.ts';
import { EVER, fanOut, NODE } from './circuit.ts';
import type { OrderCounts } from './count-sets.ts';
import { Effort } from './diagram/effort.ts';
import type { FaultTree } from './fault-tree.ts';
import { flattenCircuit } from './flatten-circuit.ts';
import {
  type CutSetOptions,
  OPERATIONS_DEFAULT,
  type SolvedModule,
  solveModules,
} from './solve-modules.ts';

/** The minimal cut sets of a fault tree, counted but not listed. */
export interface CutSets {
  /** Names of the events, by index. */
  readonly events: readonly string[];
  /** Sets of each order from 0, up to the truncation. */
  readonly byOrder: OrderCounts;
  readonly count: bigint;
  /** Undefined when an event has none, or the diagram did not fit. */
  readonly topProbability: number | undefined;
  /** Only sets up to this order were found; undefined when all were. */
  readonly truncatedAt: number | undefined;
  /** Why sets are missing: the caller's limit of order, or the budget of nodes or of operations. */
  readonly truncatedBy: 'order' | 'nodes' | 'operations' | undefined;
  /** How many operations the search took; the same on every machine. */
  readonly operations: number;
  readonly isCoherent: boolean;
  /** The probability of each event, by index; undefined when not stated. */
  readonly chances: readonly (number | undefined)[];
  /** What the sets are listed from; undefined when the top does not depend on any event. */
  readonly root: SolvedModule | undefined;
}

/**
 * Finds the minimal cut sets of a fault tree: the smallest sets of events that make its top fail.
 *
 * Modules are solved each on its own, by a decision diagram and its minimal solutions; where that does not
 * fit the budget of nodes and operations, order by order as far as it does, and `truncatedAt` says how far. For trees with
 * negations the sets are the minimal models: events that suffice while all others have not happened.
 *
 * @source continuity specification, sections 3 and 6
 */
export function findCutSets(tree: FaultTree, options: CutSetOptions = {}): CutSets {
  const { circuit, top } = flattenCircuit(buildCircuit(tree));
  const uses = fanOut(circuit, top);
  const isCoherent = !circuit.kind.some(
    (kind, node) => kind === NODE.not && (uses[node] as number) > 0,
  );
  if (top <= EVER) return constantSets(tree, top === EVER);
  const effort = new Effort(options.operationsMax ?? OPERATIONS_DEFAULT);
  const root = solveModules({ circuit, top, uses, tree }, { ...options, effort });
  const asked = options.orderMax ?? Number.POSITIVE_INFINITY;
  const fitted = root.truncatedAt ?? Number.POSITIVE_INFINITY;
  const limit = Math.min(asked, fitted);
  const byOrder = root.counts.slice(0, limit + 1);
  const isCut = root.truncatedAt !== undefined || byOrder.length < root.counts.length;
  const reason = fitted < asked ? effort.endedBy : 'order';
  return {
    events: [...tree.events.keys()],
    byOrder,
    count: byOrder.reduce((sum, count) => sum + count, 0n),
    topProbability: root.probability,
    truncatedAt: isCut ? limit : undefined,
    truncatedBy: isCut ? reason : undefined,
    operations: Math.ceil(effort.spent),
    isCoherent,
    chances: [...tree.events.values()],
    root,
  };
}

/** A top that holds whatever happens has one cut set, the empty one; one that never does has none. */
function constantSets(tree: FaultTree, holds: boolean): CutSets {
  return {
    events: [...tree.events.keys()],
    byOrder: holds ? [1n] : [],
    count: holds ? 1n : 0n,
    topProbability: holds ? 1 : 0,
    truncatedAt: undefined,
    truncatedBy: undefined,
    operations: 0,
    isCoherent: true,
    chances: [...tree.events.values()],
    root: undefined,
  };
}
