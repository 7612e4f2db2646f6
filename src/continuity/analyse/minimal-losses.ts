import type { Inventory } from '../inventory.ts';
import type { Graph } from './graph.ts';
import { compileGraph, indexOf } from './graph.ts';
import type { LossState } from './loss-state.ts';
import { createLossState, loseDomains } from './loss-state.ts';
import { createStuckPass, type StuckPass } from './stuck-pass.ts';

/** Whether a loss is counted when a node goes down, or when it cannot be brought back. */
export type LossEffect = 'down' | 'stuck';

/**
 * The smallest losses that bring a node down, or leave it stuck, for good.
 *
 * `isComplete` is false when the inventory has more domains than `orderMax`: larger sets were then not
 * looked for, and whoever prints the sets prints that too.
 */
export interface MinimalLosses {
  readonly node: string;
  readonly effect: LossEffect;
  readonly orderMax: 1 | 2;
  readonly isComplete: boolean;
  readonly sets: readonly (readonly string[])[];
}

/**
 * Finds, for every node, the minimal single and double losses, by trying each; double ones only of some nodes
 * where `pairsOf` names them.
 *
 * A set is dropped when another of the same size or smaller loses strictly less and has the same effect: a
 * site is not named where one of its halls is enough.
 *
 * @source continuity specification, section 3 (minimal cut sets, truncated at order 2)
 */
export function minimalLosses(
  inventory: Inventory,
  options: {
    readonly effect: LossEffect;
    readonly nodes?: readonly string[];
    readonly pairsOf?: readonly string[];
  },
): MinimalLosses[] {
  const { effect } = options;
  const graph = compileGraph(inventory);
  const wanted = (options.nodes ?? graph.nodeIds).map((id) => indexOf(graph.nodeIndex, id));
  const inPairs = options.pairsOf?.map((id) => indexOf(graph.nodeIndex, id)) ?? wanted;
  const asked = { effect, wanted: new Set(wanted), inPairs: new Set(inPairs) };
  const hits = tryLosses(graph, asked);
  return wanted.map((node) => ({
    node: graph.nodeIds[node] as string,
    effect,
    orderMax: asked.inPairs.has(node) ? 2 : 1,
    isComplete: graph.domainCount <= (asked.inPairs.has(node) ? 2 : 1),
    sets: keepSmallest(graph, hits.get(node) ?? []).map((set) =>
      set.map((domain) => graph.domainIds[domain] as string),
    ),
  }));
}

interface Search {
  readonly effect: LossEffect;
  readonly wanted: ReadonlySet<number>;
  readonly inPairs: ReadonlySet<number>;
}

/** What was found of one node: the losses that hit it, and which single ones do. */
interface Hits {
  readonly losses: number[][];
  readonly alone: Set<number>;
}

function tryLosses(graph: Graph, search: Search): Map<number, number[][]> {
  const state = createLossState(graph);
  const stuckOf = createStuckPass(graph);
  const hits = new Map<number, Hits>();
  for (const node of search.wanted) hits.set(node, { losses: [], alone: new Set() });
  for (const loss of losses(graph.domainCount, search.inPairs.size > 0)) {
    loseDomains(graph, state, loss);
    for (const node of affected(state, stuckOf, search.effect)) {
      const isAsked = loss.length === 1 || search.inPairs.has(node);
      if (isAsked) addHit(hits.get(node), loss);
    }
  }
  return new Map([...hits].map(([node, { losses: found }]) => [node, found]));
}

/** A pair is no loss of its own where one of it is enough. */
function addHit(hits: Hits | undefined, loss: number[]): void {
  if (hits === undefined || loss.some((domain) => hits.alone.has(domain))) return;
  if (loss.length === 1) hits.alone.add(loss[0] as number);
  hits.losses.push(loss);
}

function* losses(domainCount: number, hasPairs: boolean): Generator<number[]> {
  for (let first = 0; first < domainCount; first += 1) yield [first];
  if (!hasPairs) return;
  for (let first = 0; first < domainCount; first += 1) {
    for (let second = first + 1; second < domainCount; second += 1) yield [first, second];
  }
}

function affected(state: LossState, stuckOf: StuckPass, effect: LossEffect): readonly number[] {
  return effect === 'down' || state.downNodes.length === 0 ? state.downNodes : stuckOf(state);
}

/** Leaves out a set where another that is no larger loses strictly less, looked up by its name. */
function keepSmallest(graph: Graph, sets: readonly number[][]): number[][] {
  if (graph.closure.every((inside) => inside.length === 1)) return [...sets];
  const known = new Set(sets.map(nameOf));
  return sets.filter((set) => {
    const own = [...new Set(set.flatMap((domain) => [...(graph.closure[domain] ?? [])]))];
    return !smallerSets(own, set.length).some(
      (other) => known.has(nameOf(other)) && lostBy(graph, other) < own.length,
    );
  });
}

/** Every set of one, or of up to two, of some domains. */
function smallerSets(domains: readonly number[], size: number): number[][] {
  const sets = domains.map((domain) => [domain]);
  if (size === 1) return sets;
  for (const [at, first] of domains.entries()) {
    for (const second of domains.slice(at + 1)) sets.push([first, second]);
  }
  return sets;
}

function nameOf(set: readonly number[]): string {
  const [first = 0, second] = set;
  if (second === undefined) return `${first}`;
  return first < second ? `${first}+${second}` : `${second}+${first}`;
}

function lostBy(graph: Graph, set: readonly number[]): number {
  return new Set(set.flatMap((domain) => [...(graph.closure[domain] ?? [])])).size;
}
