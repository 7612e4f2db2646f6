import type { Graph } from './graph.ts';
import type { LossState } from './loss-state.ts';
import type { RecoveryAssumptions } from './recovery.ts';
import { computeRecovery } from './recovery.ts';
import { findLoops, findUnmetNeeds } from './unmet-needs.ts';

/** How many nodes, beyond those every set must hold, a jump-start set is searched up to. */
export const JUMP_START_SIZE_MAX = 4;

/** How many node recoveries (passes times stuck nodes) one search may cost before it stops. */
export const JUMP_START_WORK_MAX = 1_000_000;

/**
 * The smallest sets of nodes which, given from outside, make everything else come back.
 *
 * `required` are the nodes every such set holds. `isTruncated` tells that the search ended early, so that
 * sets may be missing.
 */
export interface JumpStart {
  readonly required: readonly number[];
  readonly sets: readonly (readonly number[])[];
  readonly isTruncated: boolean;
}

/**
 * Finds the smallest jump-start sets for what is stuck.
 *
 * A node that stays stuck when all others are given must be in every set; beyond those, only nodes within
 * a loop can be in a smallest set, because everything else comes back once the loops do.
 *
 * @source continuity specification, sections 2.4 and 3 (minimal hitting sets by size)
 */
export function findJumpStart(
  graph: Graph,
  state: LossState,
  options: RecoveryAssumptions & { readonly workMax?: number } = {},
): JumpStart {
  const { workMax = JUMP_START_WORK_MAX, ...assumptions } = options;
  const doDomainsReturn = assumptions.returnsAfterMinutes !== undefined;
  const needs = findUnmetNeeds(graph, state, {
    recovery: computeRecovery(graph, state, assumptions),
    doDomainsReturn,
  });
  if (needs.stuck.length === 0) return { required: [], sets: [], isTruncated: false };
  let work = 0;
  const required = needs.stuck.filter((node) => {
    if (needs.withoutWay.has(node)) return true;
    if (needs.waitsFor.get(node)?.includes(node) !== true) return false;
    work += state.downNodes.length;
    return work <= workMax && isRequired(graph, state, { node, stuck: needs.stuck, assumptions });
  });
  if (work > workMax) return { required, sets: [], isTruncated: true };
  const recovery = computeRecovery(graph, state, { ...assumptions, provided: required });
  const rest = findUnmetNeeds(graph, state, { recovery, doDomainsReturn });
  if (rest.stuck.length === 0) return { required, sets: [required], isTruncated: false };
  const candidates = findLoops(rest)
    .flat()
    .sort((left, right) => left - right);
  const limits = { workMax: workMax - work };
  const search = searchSets(graph, state, { assumptions, required, candidates, ...limits });
  return { required, ...search };
}

/**
 * Finds the smallest sets of nodes which, given from outside, make one stuck node come back.
 *
 * They are looked for among what the node waits for; where no such set is found, the node itself is one.
 *
 * @source continuity specification, section 2.4
 */
export function findJumpStartOf(
  graph: Graph,
  state: LossState,
  about: RecoveryAssumptions & { readonly node: number; readonly workMax?: number },
): JumpStart {
  const { node, workMax = JUMP_START_WORK_MAX, ...assumptions } = about;
  const doDomainsReturn = assumptions.returnsAfterMinutes !== undefined;
  const recovery = computeRecovery(graph, state, assumptions);
  const needs = findUnmetNeeds(graph, state, { recovery, doDomainsReturn });
  const reached = new Set([node]);
  for (const id of reached) for (const next of needs.waitsFor.get(id) ?? []) reached.add(next);
  const candidates = [...reached].filter((id) => id !== node).sort((left, right) => left - right);
  const search = { assumptions, required: [], candidates, workMax, freed: [node] };
  const found = searchSets(graph, state, search);
  return { required: [], ...found, sets: found.sets.length === 0 ? [[node]] : found.sets };
}

function isRequired(
  graph: Graph,
  state: LossState,
  about: {
    readonly node: number;
    readonly stuck: readonly number[];
    readonly assumptions: RecoveryAssumptions;
  },
): boolean {
  const provided = about.stuck.filter((node) => node !== about.node);
  const recovery = computeRecovery(graph, state, { ...about.assumptions, provided });
  return recovery.minutes[about.node] === Number.POSITIVE_INFINITY;
}

function searchSets(
  graph: Graph,
  state: LossState,
  about: {
    readonly assumptions: RecoveryAssumptions;
    readonly required: readonly number[];
    readonly candidates: readonly number[];
    readonly workMax: number;
    /** The nodes that must come back; all that are down where it is not said. */
    readonly freed?: readonly number[];
  },
): { sets: number[][]; isTruncated: boolean } {
  let work = 0;
  for (let size = 1; size <= JUMP_START_SIZE_MAX; size += 1) {
    const sets: number[][] = [];
    for (const chosen of combinations(about.candidates, size)) {
      work += state.downNodes.length;
      if (work > about.workMax) return { sets, isTruncated: true };
      const provided = [...about.required, ...chosen];
      const recovery = computeRecovery(graph, state, { ...about.assumptions, provided });
      const isFree = (about.freed ?? state.downNodes).every(
        (node) => recovery.minutes[node] !== Number.POSITIVE_INFINITY,
      );
      if (isFree) sets.push(provided.sort((left, right) => left - right));
    }
    if (sets.length > 0) return { sets, isTruncated: false };
  }
  return { sets: [], isTruncated: true };
}

function* combinations(items: readonly number[], size: number): Generator<number[]> {
  const at = Array.from({ length: size }, (_, index) => index);
  while (size <= items.length) {
    yield at.map((index) => items[index] as number);
    let turn = size - 1;
    while (turn >= 0 && at[turn] === items.length - size + turn) turn -= 1;
    if (turn < 0) return;
    at[turn] = (at[turn] as number) + 1;
    for (let next = turn + 1; next < size; next += 1) at[next] = (at[next - 1] as number) + 1;
  }
}
