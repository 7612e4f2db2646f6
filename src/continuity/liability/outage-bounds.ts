import { scheduleCrews } from '../analyse/crew-schedule.ts';
import { compileGraph, indexOf } from '../analyse/graph.ts';
import { createLossState, loseDomains } from '../analyse/loss-state.ts';
import { computeRecovery } from '../analyse/recovery.ts';
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
 * At least: with crews without limit, and with each domain lost returning after the time the inventory gives
 * for it; one without a time stays away. At most: the loss is for good and a crew does one thing at a time; what is then stuck is counted
 * up to the horizon. Neither is beyond the horizon.
 *
 * @source continuity specification, section 3 (lower bound T, upper bound list scheduling)
 */
export function boundOutages(
  inventory: Inventory,
  domains: readonly string[],
  horizonMinutes: number,
): OutageBounds[] {
  const [forGood] = assessInventory(inventory, [{ domains }]).losses;
  if (forGood === undefined) return [];
  const down = new Set(forGood.down);
  const most = scheduleCrews(inventory, forGood.recovery, (node) => !down.has(node));
  const least = minutesReturning(inventory, domains);
  const within = (minutes: number | undefined) =>
    Math.min(minutes ?? horizonMinutes, horizonMinutes);
  return forGood.down.map((node) => ({
    node,
    leastMinutes: within(least.get(node)),
    mostMinutes: within(most.get(node)),
    isStuck: !most.has(node),
  }));
}

/** Gives when each node is back where every domain returns by itself: Infinity for what never is. */
function minutesReturning(
  inventory: Inventory,
  domains: readonly string[],
): ReadonlyMap<string, number> {
  const graph = compileGraph(inventory);
  const state = createLossState(graph);
  const returnsAt = new Map<number, number>();
  const lost = domains.map((id) => indexOf(graph.domainIndex, id) - graph.nodeCount);
  for (const domain of lost) {
    const minutes =
      inventory.domains.get(graph.domainIds[domain] as string)?.restoreMinutes ??
      Number.POSITIVE_INFINITY;
    // What lies within returns with the last of the domains lost around it.
    for (const within of graph.closure[domain] ?? []) {
      returnsAt.set(within, Math.max(returnsAt.get(within) ?? 0, minutes));
    }
  }
  for (const [domain, minutes] of returnsAt) {
    if (!Number.isFinite(minutes)) returnsAt.delete(domain);
  }
  loseDomains(graph, state, lost);
  const { minutes } = computeRecovery(graph, state, { returnsAt });
  return new Map(graph.nodeIds.map((id, node) => [id, minutes[node] as number]));
}
