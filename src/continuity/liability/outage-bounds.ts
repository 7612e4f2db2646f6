import { scheduleCrews } from '../analyse/crew-schedule.ts';
import { assessInventory } from '../assess-inventory.ts';
import type { Inventory } from '../inventory.ts';

/** For how long a node is down after a loss: at least, and at most as far as the inventory knows. */
export interface OutageBounds {
  readonly node: string;
  readonly leastMinutes: number;
  readonly mostMinutes: number;
  /** Nothing brings it back unless what was lost returns; `mostMinutes` is then the horizon. */
  readonly isStuck: boolean;
}

/**
 * Gives how long each node that a loss takes down stays down.
 *
 * At least: with crews without limit, and with what was lost returning after the time the inventory gives
 * for it. At most: the loss is for good and a crew does one thing at a time; what is then stuck is counted
 * up to the horizon. Neither is beyond the horizon.
 *
 * @source continuity specification, section 3 (lower bound T, upper bound list scheduling)
 */
export function boundOutages(
  inventory: Inventory,
  domains: readonly string[],
  horizonMinutes: number,
): OutageBounds[] {
  const restores = domains.map((id) => inventory.domains.get(id)?.restoreMinutes);
  const isKnown = restores.every((minutes) => minutes !== undefined);
  const returns = isKnown ? { returnsAfterMinutes: Math.max(...(restores as number[])) } : {};
  const [forGood, returning] = assessInventory(inventory, [
    { domains },
    { domains, ...returns },
  ]).losses;
  if (forGood === undefined || returning === undefined) return [];
  const down = new Set(forGood.down);
  const most = scheduleCrews(inventory, forGood.recovery, (node) => !down.has(node));
  const least = new Map(returning.recovery.map((step) => [step.node, step.minutes]));
  const within = (minutes: number | undefined) =>
    Math.min(minutes ?? horizonMinutes, horizonMinutes);
  return forGood.down.map((node) => ({
    node,
    leastMinutes: within(least.get(node)),
    mostMinutes: within(most.get(node)),
    isStuck: !most.has(node),
  }));
}
