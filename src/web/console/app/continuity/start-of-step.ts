import {
  type Inventory,
  optionId,
  type RecoveryStep,
} from '../../../../continuity/simulate/index.ts';

/**
 * Gives the minute at which what brings a node back can begin: everything it needs is there.
 *
 * From 0 to the minute the node is back. An option that is done and still waits for what its node runs on
 * ends when that is there, so the bar ends later than the work.
 */
export function startOfStep(inventory: Inventory, step: RecoveryStep): number {
  const node = inventory.nodes.get(step.node);
  const option = node?.options.find((_, index) => optionId(step.node, index) === step.way);
  const takes = option?.minutes ?? node?.bootMinutes ?? 0;
  return Math.max(0, step.minutes - takes);
}
