import type { Formula } from '../../formula.ts';
import { holds, namesIn } from '../../formula.ts';
import type { Inventory } from '../../inventory.ts';
import { type FlowGraph, immediateDominators } from './dominators.ts';

/** Lists the names without any one of which a formula fails, however many others hold. */
export function certainNeeds(formula: Formula): string[] {
  return namesIn(formula).filter((name) => !holds(formula, (other) => other !== name));
}

/**
 * Gives, for a node, the last node that everything that needs it goes through; no entry when there is none.
 *
 * Only needs to run that have no alternative count. What nobody needs is where a way begins; of a circle
 * that nobody outside needs, every node is.
 *
 * @source continuity specification, section 3 (dominators)
 */
export function findGateways(inventory: Inventory): Map<string, string> {
  const ids = [...inventory.nodes.keys()];
  const index = new Map(ids.map((id, at) => [id, at]));
  const next = [...inventory.nodes.values()].map((node) =>
    certainNeeds(node.run).map((name) => index.get(name) as number),
  );
  return nameAll(
    ids,
    immediateDominators({ count: ids.length, entrances: entrancesOf(next), next }),
  );
}

/** The points no step leads to, and then one circle after another that none of them reaches. */
function entrancesOf(next: readonly (readonly number[])[]): number[] {
  const ledTo = new Set(next.flatMap((steps, point) => steps.filter((step) => step !== point)));
  const entrances = [...next.keys()].filter((point) => !ledTo.has(point));
  const reached = reach(next, entrances);
  for (const point of next.keys()) {
    if (reached.has(point)) continue;
    // Unreached, so it lies in a circle or behind one; the circles are what leads to it and back.
    const before = [...next.keys()].filter((other) => reach(next, [other]).has(point));
    const own = reach(next, [point]);
    if (!before.every((other) => own.has(other))) continue;
    entrances.push(...before);
    for (const other of own) reached.add(other);
  }
  return entrances;
}

function reach(next: readonly (readonly number[])[], from: readonly number[]): Set<number> {
  const reached = new Set(from);
  for (const point of reached) for (const step of next[point] ?? []) reached.add(step);
  return reached;
}

/**
 * Gives, for a node that a loss takes down, the first node whose fall is the reason: had it kept running, so
 * would the node. No entry for a node that fell for more than one reason, or because of its own place.
 *
 * Falls that need several at once, such as two of three, count as reasons of their own, so that no line says
 * more than is true.
 *
 * @param fallen what the loss takes down, and the domains it takes, those within them included
 * @source continuity specification, section 3 (dominators)
 */
export function findReasons(
  inventory: Inventory,
  fallen: { readonly down: readonly string[]; readonly lostDomains: readonly string[] },
): Map<string, string> {
  const index = new Map(fallen.down.map((id, at) => [id, at]));
  const lost = new Set(fallen.lostDomains);
  const next: number[][] = fallen.down.map(() => []);
  const entrances: number[] = [];
  for (const [at, id] of fallen.down.entries()) {
    const node = inventory.nodes.get(id);
    if (node === undefined) continue;
    const certain = new Set(certainNeeds(node.run));
    const hasPlace = holds(node.at, (domain) => !lost.has(domain));
    const canRun = holds(node.run, (name) => certain.has(name) || !index.has(name));
    if (!hasPlace || !canRun) entrances.push(at);
    for (const name of certain) next[index.get(name) ?? -1]?.push(at);
  }
  const graph: FlowGraph = { count: fallen.down.length, entrances, next };
  return nameAll(fallen.down, firstOf(immediateDominators(graph)));
}

/** For every point the farthest dominator in place of the nearest. */
function firstOf(above: Int32Array): Int32Array {
  return above.map((_, start) => {
    let first = -1;
    for (let at = above[start] as number; at !== -1; at = above[at] as number) first = at;
    return first;
  });
}

function nameAll(ids: readonly string[], above: Int32Array): Map<string, string> {
  return new Map(
    ids.flatMap((id, at) => {
      const name = ids[above[at] as number];
      return name === undefined ? [] : [[id, name] as const];
    }),
  );
}
