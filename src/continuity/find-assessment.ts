import { accept, type Outcome, refuse } from '../kernel/index.ts';
import { type Context, requirePermission } from '../platform/index.ts';
import type { LossAssessment } from './assess-inventory.ts';
import type { Inventory } from './inventory.ts';
import { loadAssessment, type RecordedAssessment } from './queries.ts';
import { restoreInventory } from './read/restore-inventory.ts';

/** Why nothing is shown of an assessment. */
export type AssessmentQueryRefusal =
  | { readonly code: 'assessment_not_found'; readonly assessmentId: string }
  | { readonly code: 'loss_not_found'; readonly lossCount: number }
  | { readonly code: 'node_not_found'; readonly node: string }
  | {
      readonly code: 'inventory_too_large_to_score';
      readonly nodeCount: number;
      readonly nodesMax: number;
    };

/** An assessment with the inventory it was made from, ready to be asked about. */
export interface FoundAssessment {
  readonly recorded: RecordedAssessment;
  readonly inventory: Inventory;
}

/** Finds an assessment for those who may read it. */
export async function findAssessment(
  ctx: Context,
  assessmentId: string,
): Promise<Outcome<FoundAssessment, AssessmentQueryRefusal>> {
  requirePermission(ctx, 'continuity:read');
  const recorded = await ctx.read((tx) => loadAssessment(tx, assessmentId));
  if (recorded === undefined) return refuse({ code: 'assessment_not_found', assessmentId });
  return accept({ recorded, inventory: restoreInventory(recorded.inventory) });
}

/** Finds one loss of an assessment, counted from 0. */
export async function findLoss(
  ctx: Context,
  place: { readonly assessmentId: string; readonly loss: number },
): Promise<Outcome<FoundAssessment & { readonly loss: LossAssessment }, AssessmentQueryRefusal>> {
  const found = await findAssessment(ctx, place.assessmentId);
  if (!found.ok) return found;
  const { losses } = found.value.recorded.verdict;
  const loss = losses[place.loss];
  if (loss === undefined) return refuse({ code: 'loss_not_found', lossCount: losses.length });
  return accept({ ...found.value, loss });
}

// Pairs grow with the square of the sites; beyond this a request would take minutes.
const scoredNodesMax = 5000;

/** Finds an assessment whose inventory is small enough to be scored while somebody waits. */
export async function findScorable(
  ctx: Context,
  assessmentId: string,
): Promise<Outcome<FoundAssessment, AssessmentQueryRefusal>> {
  const found = await findAssessment(ctx, assessmentId);
  if (!found.ok) return found;
  const nodeCount = found.value.inventory.nodes.size;
  if (nodeCount <= scoredNodesMax) return found;
  return refuse({ code: 'inventory_too_large_to_score', nodeCount, nodesMax: scoredNodesMax });
}
