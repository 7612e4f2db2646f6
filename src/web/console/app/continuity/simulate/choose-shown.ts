import type { LossAssessment } from '../../../../../continuity/simulate/index.ts';
import type { NodeGroup } from './group-nodes.ts';

/** Up to so many nodes all are shown; above, so many at most in all open groups together. */
export const SHOWN_ALL_MAX = 150;
const shownMax = 180;
const shownLeast = 12;

/** Which nodes of a group have a box of their own, and how many stand in one box for the rest. */
export interface ShownGroup extends NodeGroup {
  readonly isOpen: boolean;
  readonly shown: readonly string[];
  readonly hiddenCount: number;
}

/**
 * Chooses what is drawn of each group: nothing of a closed one, everything of a small inventory, and of a large
 * one what is stuck before what is down before what runs, as much as can be read.
 */
export function chooseShown(
  groups: readonly NodeGroup[],
  about: { readonly openGroups: ReadonlySet<string>; readonly loss: LossAssessment },
): ShownGroup[] {
  const nodeCount = groups.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const openCount = groups.filter(({ id }) => about.openGroups.has(id)).length;
  const share = Math.max(shownLeast, Math.floor(shownMax / Math.max(1, openCount)));
  const limit = nodeCount <= SHOWN_ALL_MAX ? nodeCount : share;
  const stuck = new Set(about.loss.stuck);
  const down = new Set(about.loss.down);
  const rank = (id: string): number => (stuck.has(id) ? 0 : down.has(id) ? 1 : 2);
  return groups.map((group) => {
    const isOpen = about.openGroups.has(group.id);
    if (!isOpen) return { ...group, isOpen, shown: [], hiddenCount: group.nodes.length };
    const ordered =
      nodeCount <= SHOWN_ALL_MAX
        ? group.nodes
        : group.nodes.toSorted((left, right) => rank(left) - rank(right)).slice(0, limit);
    return { ...group, isOpen, shown: ordered, hiddenCount: group.nodes.length - ordered.length };
  });
}
