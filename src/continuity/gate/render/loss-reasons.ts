import { findReasons } from '../../analyse/dominators/gateways.ts';
import type { LossAssessment } from '../../assess-inventory.ts';
import type { Inventory } from '../../inventory.ts';

/** A node whose fall alone is why others fell. */
export interface LossReason {
  readonly through: string;
  /** Down only through it, in the order of the loss. */
  readonly nodes: readonly string[];
}

/** Lists the nodes that others fell only through, the one that took the most with it first. */
export function groupReasons(inventory: Inventory, loss: LossAssessment): LossReason[] {
  const fallen = new Map<string, string[]>();
  for (const [node, reason] of findReasons(inventory, loss)) {
    const nodes = fallen.get(reason);
    if (nodes === undefined) fallen.set(reason, [node]);
    else nodes.push(node);
  }
  return [...fallen]
    .map(([through, nodes]) => ({ through, nodes }))
    .toSorted((left, right) => right.nodes.length - left.nodes.length);
}
