import type { Formula } from '../formula.ts';
import { allOf, holds } from '../formula.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';

/**
 * Gives, by naive iteration straight from the definition, when each node is back: 0 up, Infinity stuck.
 *
 * It shares nothing with the compiled passes but the formulas, so that tests can hold one against the other.
 *
 * @source continuity specification, section 2.3
 */
export function oracleMinutes(
  inventory: Inventory,
  loss: { readonly domains: readonly string[]; readonly returnsAfterMinutes?: number | undefined },
): Map<string, number> {
  const lost = oracleLost(inventory, loss.domains);
  const nodes = [...inventory.nodes.values()];
  const hasPlace = (node: InventoryNode) => holds(node.at, (domain) => !lost.has(domain));
  const up = oracleUp(nodes, hasPlace);
  const minutes = new Map(nodes.map(({ id }) => [id, up.has(id) ? 0 : Number.POSITIVE_INFINITY]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of nodes) {
      if (up.has(node.id)) continue;
      const found = waysOut(node, { minutes, lost, hasPlace: hasPlace(node), ...loss });
      if (found < (minutes.get(node.id) ?? 0)) {
        minutes.set(node.id, found);
        changed = true;
      }
    }
  }
  return minutes;
}

/** Gives, by naive iteration, the nodes that do not keep running. */
export function oracleDown(inventory: Inventory, domains: readonly string[]): Set<string> {
  const lost = oracleLost(inventory, domains);
  const nodes = [...inventory.nodes.values()];
  const up = oracleUp(nodes, (node) => holds(node.at, (domain) => !lost.has(domain)));
  return new Set(nodes.map(({ id }) => id).filter((id) => !up.has(id)));
}

function oracleUp(
  nodes: readonly InventoryNode[],
  hasPlace: (node: InventoryNode) => boolean,
): Set<string> {
  const up = new Set(nodes.map((node) => node.id));
  for (let before = -1; before !== up.size; ) {
    before = up.size;
    for (const node of nodes) {
      if (!hasPlace(node) || !holds(node.run, (name) => up.has(name))) up.delete(node.id);
    }
  }
  return up;
}

function oracleLost(inventory: Inventory, domains: readonly string[]): Set<string> {
  const lost = new Set(domains);
  for (let before = -1; before !== lost.size; ) {
    before = lost.size;
    for (const domain of inventory.domains.values()) {
      if (domain.within.some((parent) => lost.has(parent))) lost.add(domain.id);
    }
  }
  return lost;
}

function waysOut(
  node: InventoryNode,
  now: {
    readonly minutes: ReadonlyMap<string, number>;
    readonly lost: ReadonlySet<string>;
    readonly hasPlace: boolean;
    readonly returnsAfterMinutes?: number | undefined;
  },
): number {
  const time = (formula: Formula) => timeOf(formula, now.minutes);
  const running = time(node.run);
  const started = Math.max(running, time(node.boot));
  const isThere = (domain: string) => !now.lost.has(domain);
  const ways = node.options.map((option) => {
    const hasWhere = option.at === undefined || holds(option.at, isThere);
    const hasCopy =
      node.copies.length === 0 ||
      option.assume.copies !== undefined ||
      node.copies.some((copy) => holds(copy.at, isThere) && (copy.standsAlone || now.hasPlace));
    const returns = now.returnsAfterMinutes ?? Number.POSITIVE_INFINITY;
    const ready = Math.max(
      time(allOf(Object.values(option.needs))),
      hasWhere && hasCopy ? 0 : returns,
    );
    return Math.max(ready + option.minutes, running);
  });
  if (now.hasPlace) ways.push(started + node.bootMinutes);
  if (now.returnsAfterMinutes !== undefined) {
    ways.push(Math.max(now.returnsAfterMinutes, started) + node.bootMinutes);
  }
  return Math.min(Number.POSITIVE_INFINITY, ...ways);
}

function timeOf(formula: Formula, minutes: ReadonlyMap<string, number>): number {
  if (formula.kind === 'always') return 0;
  if (formula.kind === 'name') return minutes.get(formula.name) ?? 0;
  const times = formula.of.map((part) => timeOf(part, minutes)).sort((left, right) => left - right);
  return times[formula.count - 1] ?? 0;
}
