import {
  type Assessment,
  assessInventory,
  type LossAssessment,
  pairLosses,
  siteLosses,
} from '../assess-inventory.ts';
import { isExerciseOf } from '../gate/exercise.ts';
import type { Evidence, Inventory, InventoryNode } from '../inventory.ts';
import { optionId } from '../inventory.ts';
import { compileGraph, indexOf } from './graph.ts';
import { createLossState, loseDomains } from './loss-state.ts';
import { createStuckPass } from './stuck-pass.ts';

/** How far one node has got, 0 (some single loss leaves it stuck) to 5 (no pair does). */
export interface NodeLevel {
  readonly node: string;
  readonly level: 0 | 1 | 2 | 3 | 4 | 5;
  /** The losses that keep it from the next level. */
  readonly heldBackBy: readonly string[];
}

/**
 * Gives the level of every tier-0 node over the single losses of an assessment; the company's is the least.
 *
 * Without a site nothing was tried, so no node has a level.
 *
 * @param exercisedSince local date; exercises before it no longer count (12 months before today)
 * @param exercisedUntil local date; what is dated after it has not happened yet
 * @param stuckByPair nodes that some pair of site-class losses leaves stuck
 * @source continuity specification, section 4 (levels)
 */
export function scoreLevels(
  inventory: Inventory,
  about: {
    readonly singles: Assessment;
    readonly exercisedSince: string;
    readonly exercisedUntil: string;
    readonly stuckByPair: ReadonlySet<string>;
  },
): NodeLevel[] {
  if (about.singles.losses.length === 0) return [];
  return [...inventory.nodes.values()]
    .filter((node) => node.tier === 0)
    .map((node) => {
      const scored = about.singles.losses.map((loss) => ({
        name: loss.domains.join('+'),
        level: levelUnder(inventory, node, { ...about, loss }),
      }));
      const least = Math.min(4, ...scored.map(({ level }) => level));
      const level = least === 4 && !about.stuckByPair.has(node.id) ? 5 : least;
      const held = scored.filter((entry) => entry.level === least && level < 4);
      return {
        node: node.id,
        level: level as NodeLevel['level'],
        heldBackBy: held.map(({ name }) => name),
      };
    });
}

/**
 * Scores an inventory on its own: every single site lost, then every pair of two.
 *
 * @param within local dates; exercises before or after them do not count
 */
export function scoreInventory(
  inventory: Inventory,
  within: { readonly exercisedSince: string; readonly exercisedUntil: string },
): NodeLevel[] {
  return scoreLevels(inventory, {
    singles: assessInventory(inventory, siteLosses(inventory)),
    ...within,
    stuckByPair: findStuckByPair(inventory),
  });
}

/** Finds the nodes that some pair of sites, lost together for good, leaves stuck: a pass for each pair. */
export function findStuckByPair(inventory: Inventory): ReadonlySet<string> {
  const graph = compileGraph(inventory);
  const state = createLossState(graph);
  const stuckOf = createStuckPass(graph);
  const stuck = new Set<number>();
  for (const { domains } of pairLosses(siteLosses(inventory))) {
    const lost = domains.map((id) => indexOf(graph.domainIndex, id) - graph.nodeCount);
    loseDomains(graph, state, lost);
    for (const node of stuckOf(state)) stuck.add(node);
  }
  return new Set([...stuck].map((node) => graph.nodeIds[node] as string));
}

function levelUnder(
  inventory: Inventory,
  node: InventoryNode,
  under: {
    readonly loss: LossAssessment;
    readonly exercisedSince: string;
    readonly exercisedUntil: string;
  },
): 0 | 1 | 2 | 3 | 4 {
  const { loss } = under;
  if (loss.stuck.includes(node.id)) return 0;
  const step = loss.recovery.find((candidate) => candidate.node === node.id);
  const isExercised = (evidence: Evidence): boolean =>
    isExerciseOf(evidence, loss.domains) &&
    (evidence.date ?? '') >= under.exercisedSince &&
    (evidence.date ?? '') <= under.exercisedUntil;
  if (step === undefined) return node.evidence.some(isExercised) ? 4 : 1;
  const exercised = node.evidence.filter(
    (evidence) => isExercised(evidence) && relatesTo(node, evidence, step.way),
  );
  if (exercised.length === 0) return 1;
  const target = node.targets.rtoMinutes;
  const measured = exercised.map((evidence) => evidence.measuredMinutes).filter(isKnown);
  const isWithin =
    target !== undefined &&
    step.minutes <= target &&
    measured.length > 0 &&
    measured.every((minutes) => minutes <= target);
  return isWithin && !hasCircularAutomatic(inventory, loss) ? 3 : 2;
}

function isKnown(minutes: number | undefined): minutes is number {
  return minutes !== undefined;
}

function relatesTo(node: InventoryNode, evidence: Evidence, way: string): boolean {
  const index = node.options.findIndex((option) => option.name === evidence.about);
  return index >= 0 ? optionId(node.id, index) === way : way === 'restart' || way === 'returned';
}

function hasCircularAutomatic(inventory: Inventory, loss: LossAssessment): boolean {
  for (const node of inventory.nodes.values()) {
    for (const [index, option] of node.options.entries()) {
      const isCircular = loss.circularOptions.includes(optionId(node.id, index));
      if (option.mode === 'auto' && isCircular) return true;
    }
  }
  return false;
}
