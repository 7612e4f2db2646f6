import type { Formula } from '../../formula.ts';
import { holds } from '../../formula.ts';
import type { Inventory } from '../../inventory.ts';
import { strongComponents } from '../strong-components.ts';
import { type FlowGraph, immediateDominators } from './dominators.ts';

/** Lists the names without any one of which a formula fails, however many others hold; linear in its size. */
export function certainNeeds(formula: Formula): string[] {
  if (formula.kind === 'always') return [];
  if (formula.kind === 'name') return [formula.name];
  const spare = formula.of.length - formula.count;
  const failing = new Map<string, number>();
  for (const part of formula.of) {
    for (const name of certainNeeds(part)) failing.set(name, (failing.get(name) ?? 0) + 1);
  }
  return [...failing].flatMap(([name, count]) => (count > spare ? [name] : []));
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

/** The points no step from elsewhere leads to, and every point of a circle that none leads to. */
function entrancesOf(next: readonly (readonly number[])[]): number[] {
  const circles = strongComponents([...next.keys()], (point) => next[point] as readonly number[]);
  const circleOf = new Int32Array(next.length);
  for (const [at, circle] of circles.entries()) for (const point of circle) circleOf[point] = at;
  const isLedTo = new Uint8Array(circles.length);
  for (const [point, steps] of next.entries()) {
    for (const step of steps) {
      if (circleOf[step] !== circleOf[point]) isLedTo[circleOf[step] as number] = 1;
    }
  }
  return circles.flatMap((circle, at) => (isLedTo[at] === 1 ? [] : circle));
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
  const first = new Int32Array(above.length).fill(-1);
  const isKnown = new Uint8Array(above.length);
  for (const start of above.keys()) {
    const path: number[] = [];
    for (let at = start; at !== -1 && isKnown[at] === 0; at = above[at] as number) path.push(at);
    for (const at of path.reverse()) {
      const up = above[at] as number;
      first[at] = up === -1 || first[up] === -1 ? up : (first[up] as number);
      isKnown[at] = 1;
    }
  }
  return first;
}

function nameAll(ids: readonly string[], above: Int32Array): Map<string, string> {
  return new Map(
    ids.flatMap((id, at) => {
      const name = ids[above[at] as number];
      return name === undefined ? [] : [[id, name] as const];
    }),
  );
}
