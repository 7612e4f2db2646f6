import type { LossAssessment } from '../../assess-inventory.ts';
import { allOf, namesIn } from '../../formula.ts';
import type { Inventory } from '../../inventory.ts';

/** Something that very many need only to recover, and that is there to be used. */
export interface Hub {
  /** How many nodes need it. */
  readonly count: number;
}

/** Needed by at least so many, arrows hide the picture. */
const hubCountMin = 8;

/** Lists what needs what, and whether it is needed to run; else to start or to recover. */
export function* listNeeds(inventory: Inventory): Generator<readonly [string, string, boolean]> {
  for (const node of inventory.nodes.values()) {
    const recovery = node.options.flatMap((option) => Object.values(option.needs));
    for (const name of namesIn(allOf([node.boot, ...recovery]))) yield [node.id, name, false];
    for (const name of namesIn(node.run)) yield [node.id, name, true];
  }
}

/**
 * Finds the nodes whose arrows are left out: up under this loss, needing nothing themselves, and needed only to
 * recover, by many. They hinder nobody; people and telephones that every manual option needs are the usual case.
 */
export function findHubs(inventory: Inventory, loss: LossAssessment): Map<string, Hub> {
  const counts = new Map<string, number>();
  const excluded = new Set(loss.down);
  for (const [needing, needed, isRun] of listNeeds(inventory)) {
    excluded.add(needing);
    if (isRun) excluded.add(needed);
    else counts.set(needed, (counts.get(needed) ?? 0) + 1);
  }
  const found = [...counts].filter(([id, count]) => count >= hubCountMin && !excluded.has(id));
  return new Map(found.map(([id, count]) => [id, { count }]));
}
