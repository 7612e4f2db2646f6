import type { Inventory } from '../../inventory.ts';
import type { OrderCounts } from '../count-sets.ts';
import type { CutSets } from '../find-cut-sets.ts';
import { listCutSets } from '../list-sets.ts';

/** Above this many sets, those that name a domain around another are no longer left out. */
export const COMPARED_MAX = 5_000;

/** The smallest losses of an inventory's node. */
export interface SmallestLosses {
  readonly count: bigint;
  /** Sets of each order from 0. */
  readonly byOrder: OrderCounts;
  /** The smallest first; as many as were asked for. */
  readonly sets: readonly (readonly string[])[];
  /** Whether sets were kept that name a site where one of its halls is enough. */
  readonly hasContainers: boolean;
}

/**
 * Leaves out cut sets for which losing strictly less has the same effect: a site is not named where one of
 * its halls is enough.
 *
 * @source continuity specification, section 7.16: "the product should print the smallest"
 */
export function smallestLosses(
  inventory: Inventory,
  found: CutSets,
  limit: number,
): SmallestLosses {
  const all = { count: found.count, byOrder: found.byOrder };
  if (isFlat(inventory, found.events)) {
    return { ...all, sets: listCutSets(found, { limit }), hasContainers: false };
  }
  if (found.count > BigInt(COMPARED_MAX)) {
    return { ...all, sets: listCutSets(found, { limit }), hasContainers: true };
  }
  const kept = keepSmallest(inventory, listCutSets(found, { limit: COMPARED_MAX }));
  const byOrder = found.byOrder.map((_, order) =>
    BigInt(kept.filter((set) => set.length === order).length),
  );
  const sets = kept.slice(0, limit);
  return { count: BigInt(kept.length), byOrder, sets, hasContainers: false };
}

/** Whether no domain lies within another, so that every minimal set is a smallest loss. */
function isFlat(inventory: Inventory, domains: readonly string[]): boolean {
  return domains.every((id) => inventory.domains.get(id)?.within.length === 0);
}

function keepSmallest(inventory: Inventory, sets: readonly string[][]): string[][] {
  const inside = insideOf(inventory);
  const lost = sets.map((set) => new Set(set.flatMap((domain) => inside.get(domain) ?? [])));
  const contains = (whole: ReadonlySet<string>, part: ReadonlySet<string>): boolean =>
    part.size < whole.size && [...part].every((domain) => whole.has(domain));
  return sets.filter((set, index) => {
    const own = lost[index] as Set<string>;
    return !lost.some(
      (other, at) => (sets[at] as string[]).length <= set.length && contains(own, other),
    );
  });
}

function insideOf(inventory: Inventory): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const { id, within } of inventory.domains.values()) {
    for (const parent of within) children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  return new Map(
    [...inventory.domains.keys()].map((id) => {
      const found = new Set([id]);
      for (const domain of found) for (const child of children.get(domain) ?? []) found.add(child);
      return [id, [...found]];
    }),
  );
}
