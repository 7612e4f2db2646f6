import type { LossAssessment } from '../../assess-inventory.ts';
import type { Inventory } from '../../inventory.ts';

/** What becomes of a node: it never stops, it comes back, or it cannot be brought back. */
export type NodeStateWord = 'up' | 'recovers' | 'stuck';

/** One node's state under a loss: a row of the table that says what the picture shows. */
export interface NodeState {
  readonly node: string;
  readonly title: string;
  readonly state: NodeStateWord;
  /** 0 while it is up, null when it is stuck. */
  readonly minutes: number | null;
  readonly inLoop: boolean;
}

/** Lists every node's state under a loss, in the inventory's order: the picture as a table. */
export function listNodeStates(
  inventory: Inventory,
  loss: LossAssessment,
  locale: 'ko' | 'en',
): NodeState[] {
  const stuck = new Set(loss.stuck);
  const minutes = new Map(loss.recovery.map((step) => [step.node, step.minutes]));
  const inLoop = new Set(loss.loops.flat());
  return [...inventory.nodes.values()].map((node) => ({
    node: node.id,
    title: node.title[locale],
    state: stuck.has(node.id) ? 'stuck' : minutes.has(node.id) ? 'recovers' : 'up',
    minutes: stuck.has(node.id) ? null : (minutes.get(node.id) ?? 0),
    inLoop: inLoop.has(node.id),
  }));
}
