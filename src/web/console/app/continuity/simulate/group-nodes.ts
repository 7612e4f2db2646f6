import {
  type Formula,
  holds,
  type Inventory,
  namesIn,
} from '../../../../../continuity/simulate/index.ts';

/** Nodes that stand at the same place: one site, several, or none. */
export interface NodeGroup {
  readonly id: string;
  /** The outermost domains; empty for what is tied to no one place. */
  readonly domains: readonly string[];
  /** Of several domains: one of them is enough, or losing one takes the place away. */
  readonly joint: '|' | '&';
  readonly nodes: readonly string[];
  /** `several`: at more than one place each; `rest`: at places that are too many to show one by one. */
  readonly kind: 'place' | 'anywhere' | 'several' | 'rest';
}

/** More groups than this cannot be told apart in one picture. */
export const GROUPS_MAX = 24;

/**
 * Gathers nodes by the outermost domains their places name, in the inventory's order.
 *
 * Where that gives too many groups, nodes at more than one place become one group, and then the smallest
 * groups one more, so that at most `GROUPS_MAX` are left.
 */
export function groupNodes(inventory: Inventory): NodeGroup[] {
  const groups = new Map<
    string,
    { domains: readonly string[]; joint: NodeGroup['joint']; nodes: string[] }
  >();
  for (const node of inventory.nodes.values()) {
    const domains = [...new Set(namesIn(node.at).flatMap((id) => outermost(inventory, id)))].sort();
    const joint = isEither(inventory, node.at, domains) ? '|' : '&';
    const id = `group ${domains.join(joint)}`;
    const group = groups.get(id) ?? { domains, joint, nodes: [] };
    group.nodes.push(node.id);
    groups.set(id, group);
  }
  const all = [...groups].map(([id, group]): NodeGroup => {
    const kind = group.domains.length === 0 ? 'anywhere' : 'place';
    return { id, ...group, kind };
  });
  if (all.length <= GROUPS_MAX) return all;
  const merged = merge(all, ({ domains }) => domains.length > 1, 'several');
  if (merged.length <= GROUPS_MAX) return merged;
  const bySize = merged.toSorted((left, right) => right.nodes.length - left.nodes.length);
  const kept = new Set(
    bySize
      .filter(({ kind }) => kind === 'place')
      .slice(0, GROUPS_MAX - 3)
      .map(({ id }) => id),
  );
  return merge(merged, ({ kind, id }) => kind === 'place' && !kept.has(id), 'rest');
}

function merge(
  groups: readonly NodeGroup[],
  isMerged: (group: NodeGroup) => boolean,
  kind: 'several' | 'rest',
): NodeGroup[] {
  const parts = groups.filter(isMerged);
  if (parts.length === 0) return [...groups];
  const nodes = parts.flatMap((group) => group.nodes);
  return [
    ...groups.filter((group) => !isMerged(group)),
    { id: `group ${kind}`, domains: [], joint: '|', nodes, kind },
  ];
}

/** Whether a place outlasts the loss of any one of its outermost domains. */
function isEither(inventory: Inventory, at: Formula, tops: readonly string[]): boolean {
  return tops.every((lost) => holds(at, (name) => !outermost(inventory, name).includes(lost)));
}

function outermost(inventory: Inventory, domain: string): string[] {
  const found = new Set([domain]);
  for (const id of found) {
    for (const parent of inventory.domains.get(id)?.within ?? []) found.add(parent);
  }
  const tops = [...found].filter((id) => (inventory.domains.get(id)?.within ?? []).length === 0);
  return tops.length === 0 ? [domain] : tops;
}
