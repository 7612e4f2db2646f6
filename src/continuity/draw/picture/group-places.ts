import { type Formula, holds, namesIn } from '../../formula.ts';
import { type Inventory, SITE_CLASSES } from '../../inventory.ts';

/** Nodes that stand at the same place: a domain with the domains within it, several domains, or none. */
export interface NodeGroup {
  readonly id: string;
  /** The group around this one; undefined for an outermost one. */
  readonly parent: string | undefined;
  /** The domain, or the domains side by side; empty for what is tied to no one place. */
  readonly domains: readonly string[];
  /** Of several domains: one of them is enough, each is needed, or neither holds of all of them. */
  readonly joint: Joint;
  /** The nodes that stand in it and in no group within it. */
  readonly own: readonly string[];
  /** Its nodes and those of every group within it. */
  readonly nodes: readonly string[];
  /** `several`: at more than one place each; `rest`: at places that are too many to show one by one. */
  readonly kind: 'place' | 'anywhere' | 'several' | 'rest';
}

type Joint = '|' | '&' | ',';

/** More groups than this, side by side, cannot be told apart in one picture. */
export const GROUPS_MAX = 24;

interface Branch {
  readonly id: string;
  readonly parent: Branch | undefined;
  readonly domains: readonly string[];
  readonly joint: Joint;
  readonly kind: NodeGroup['kind'];
  readonly own: string[];
  readonly within: Map<string, Branch>;
}

/**
 * Gathers nodes by where they stand, a group within the group of the domain around it, in the inventory's order.
 *
 * What stands at several domains is in a group of its own, in the innermost domain around all of them. A domain
 * within several is shown in one: a site before another, else the first. Where that gives too many groups side by
 * side, those at more than one place become one, and then the smallest one more, so that at most `GROUPS_MAX` are left.
 *
 * @returns every group after the one around it; each node in the `own` of exactly one
 */
export function groupPlaces(inventory: Inventory): NodeGroup[] {
  const root = makeBranch('', undefined, { domains: [], joint: '|', kind: 'anywhere' });
  const places = readPlaces(inventory);
  for (const { id, at } of inventory.nodes.values()) branchFor(places, root, at).own.push(id);
  return limitSiblings([...root.within.values()]).flatMap((branch) => [...listGroups(branch)]);
}

function makeBranch(
  id: string,
  parent: Branch | undefined,
  about: Pick<Branch, 'domains' | 'joint' | 'kind'>,
): Branch {
  return { id, parent, ...about, own: [], within: new Map() };
}

/** The domains of an inventory as their chains: each with those around it, and where it stands in the files. */
interface Places {
  readonly chainOf: (domain: string) => readonly string[];
  readonly isSite: (domain: string) => boolean;
  readonly rankOf: (domain: string) => number;
}

function branchFor(places: Places, root: Branch, at: Formula): Branch {
  const chains = namesIn(at).map(places.chainOf);
  const [first] = chains;
  if (first === undefined) return childOf(root, { domains: [], joint: '|', kind: 'anywhere' });
  if (chains.length === 1) return descend(root, first);
  let depth = 0;
  while (chains.every((chain) => chain[depth] !== undefined && chain[depth] === first[depth])) {
    depth += 1;
  }
  const around = descend(root, first.slice(0, depth));
  const named = (chain: readonly string[]): string => {
    const rest = chain.slice(depth);
    return rest.find(places.isSite) ?? rest[0] ?? chain.at(-1) ?? '';
  };
  const parts = [...new Set(chains.map(named))].sort(
    (left, right) => places.rankOf(left) - places.rankOf(right),
  );
  const outlasts = parts.map((lost) => holds(at, (name) => !places.chainOf(name).includes(lost)));
  const joint = outlasts.every(Boolean) ? '|' : outlasts.some(Boolean) ? ',' : '&';
  return childOf(around, placeOf(parts, joint));
}

const placeOf = (domains: readonly string[], joint: Joint) =>
  ({ domains, joint, kind: 'place' }) as const;

function descend(root: Branch, chain: readonly string[]): Branch {
  return chain.reduce((branch, domain) => childOf(branch, placeOf([domain], '|')), root);
}

function childOf(branch: Branch, about: Pick<Branch, 'domains' | 'joint' | 'kind'>): Branch {
  const name = about.domains.join(about.joint);
  const known = branch.within.get(name);
  if (known !== undefined) return known;
  const id = branch.parent === undefined ? `group ${name}` : `${branch.id} > ${name}`;
  const made = makeBranch(id, branch, about);
  branch.within.set(name, made);
  return made;
}

function readPlaces(inventory: Inventory): Places {
  const isSite = (id: string): boolean => {
    const found = inventory.domains.get(id);
    return found !== undefined && SITE_CLASSES.has(found.class);
  };
  const ranks = new Map([...inventory.domains.keys()].map((id, at) => [id, at]));
  const chains = new Map<string, readonly string[]>();
  const chainOf = (domain: string): readonly string[] => {
    const known = chains.get(domain);
    if (known !== undefined) return known;
    const chain: string[] = [];
    for (let id: string | undefined = domain; id !== undefined && !chain.includes(id); ) {
      chain.unshift(id);
      const around: readonly string[] = inventory.domains.get(id)?.within ?? [];
      id = around.find(isSite) ?? around[0];
    }
    chains.set(domain, chain);
    return chain;
  };
  return { chainOf, isSite, rankOf: (id) => ranks.get(id) ?? ranks.size };
}

function* listGroups(branch: Branch): Generator<NodeGroup> {
  const { id, domains, joint, kind, own } = branch;
  const around = branch.parent?.parent === undefined ? undefined : branch.parent.id;
  yield { id, parent: around, domains, joint, kind, own, nodes: nodesOf(branch) };
  for (const each of limitSiblings([...branch.within.values()])) yield* listGroups(each);
}

function nodesOf(branch: Branch): string[] {
  return [...branch.own, ...[...branch.within.values()].flatMap(nodesOf)];
}

function limitSiblings(branches: readonly Branch[]): readonly Branch[] {
  if (branches.length <= GROUPS_MAX) return branches;
  const merged = merge(branches, ({ domains }) => domains.length > 1, 'several');
  if (merged.length <= GROUPS_MAX) return merged;
  const bySize = merged.toSorted((left, right) => nodesOf(right).length - nodesOf(left).length);
  const kept = new Set(bySize.filter(({ kind }) => kind === 'place').slice(0, GROUPS_MAX - 3));
  return merge(merged, (branch) => branch.kind === 'place' && !kept.has(branch), 'rest');
}

function merge(
  branches: readonly Branch[],
  isMerged: (branch: Branch) => boolean,
  kind: 'several' | 'rest',
): Branch[] {
  const parts = branches.filter(isMerged);
  const [first] = parts;
  if (first === undefined) return [...branches];
  const around = first.parent as Branch;
  const id = around.parent === undefined ? `group ${kind}` : `${around.id} > ${kind}`;
  const made = makeBranch(id, around, { domains: [], joint: '|', kind });
  made.own.push(...parts.flatMap(nodesOf));
  return [...branches.filter((branch) => !isMerged(branch)), made];
}
