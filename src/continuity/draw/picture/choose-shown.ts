import type { LossAssessment } from '../../assess-inventory.ts';
import type { NodeGroup } from './group-places.ts';

/** Up to so many nodes all are shown; above, so many at most in all open groups together. */
export const SHOWN_ALL_MAX = 150;
const shownMax = 180;
const shownLeast = 12;

/** Which nodes of a group have a box of their own, and how many stand in one box for the rest. */
export interface ShownGroup extends NodeGroup {
  readonly isOpen: boolean;
  readonly shown: readonly string[];
  /** Of a closed group all its nodes; of an open one those of its own that have no box. */
  readonly hidden: readonly string[];
}

/** Gives the groups that are open when nobody has chosen: all of a small inventory, none of a large one. */
export function openAtFirst(groups: readonly NodeGroup[]): string[] {
  return countNodes(groups) <= SHOWN_ALL_MAX ? groups.map(({ id }) => id) : [];
}

/** Counts the nodes of all groups, each once. */
export function countNodes(groups: readonly NodeGroup[]): number {
  return groups.reduce((sum, { own }) => sum + own.length, 0);
}

/**
 * Chooses what is drawn: nothing within a closed group, everything of a small inventory, and of a large one what is
 * stuck before what is down before what runs, as much as can be read.
 *
 * @returns the groups that are drawn: those around which every group is open, in the order given
 */
export function chooseShown(
  groups: readonly NodeGroup[],
  about: { readonly openGroups: ReadonlySet<string>; readonly loss: LossAssessment },
): ShownGroup[] {
  const nodeCount = countNodes(groups);
  const drawn = new Set<string>();
  for (const { id, parent } of groups) {
    if (parent === undefined || (drawn.has(parent) && about.openGroups.has(parent))) drawn.add(id);
  }
  const openCount = groups.filter(({ id }) => drawn.has(id) && about.openGroups.has(id)).length;
  const share = Math.max(shownLeast, Math.floor(shownMax / Math.max(1, openCount)));
  const stuck = new Set(about.loss.stuck);
  const down = new Set(about.loss.down);
  const rank = (id: string): number => (stuck.has(id) ? 0 : down.has(id) ? 1 : 2);
  return groups
    .filter(({ id }) => drawn.has(id))
    .map((group) => {
      const isOpen = about.openGroups.has(group.id);
      if (!isOpen) return { ...group, isOpen, shown: [], hidden: group.nodes };
      if (nodeCount <= SHOWN_ALL_MAX) return { ...group, isOpen, shown: group.own, hidden: [] };
      const ordered = group.own.toSorted((left, right) => rank(left) - rank(right));
      return { ...group, isOpen, shown: ordered.slice(0, share), hidden: ordered.slice(share) };
    });
}
