import { LINE } from './label.ts';
import type { Arrow, Box, Layout } from './lay-out.ts';

type Point = Arrow['points'][number];

/** The height of the title of an open group: its lines, and one that says whether it is lost. */
const titleHeight = (group: Box): number => LINE * (group.lines.length + 1) + 8;

/**
 * Moves what the library placed downwards where a title needs room, and never closer together.
 *
 * Everything at the height of the upper edge of an open group, or below it, moves by the height of its title.
 */
export function makeRoomForTitles(found: Layout): Layout {
  const tops = found.groups
    .filter(({ isOpen }) => isOpen)
    .map((group) => ({ group, y: group.y - group.height / 2, room: titleHeight(group) }));
  const moved = (y: number): number =>
    y + tops.reduce((sum, top) => sum + (top.y < y ? top.room : 0), 0);
  const move = <T extends Box>(box: T): T => ({ ...box, y: moved(box.y) });
  const stretch = <T extends Box & { isOpen: boolean }>(box: T): T => {
    if (!box.isOpen) return move(box);
    const top = moved(box.y - box.height / 2);
    const bottom = moved(box.y + box.height / 2);
    return { ...box, y: (top + bottom) / 2, height: bottom - top };
  };
  const boxes = listBoxes(found);
  const rowOf = new Map(boxes.map(({ id, y }) => [id, y]));
  // A box moves as a whole, and the end of an arrow stays where it touches its box.
  const bend = ({ from, to, points }: Arrow) => {
    const last = points.length - 1;
    return points.map(({ x, y }, at) => {
      const row = at === 0 ? rowOf.get(from) : at === last ? rowOf.get(to) : undefined;
      return { x, y: row === undefined ? moved(y) : moved(row) + y - row };
    });
  };
  return {
    ...found,
    height: Math.ceil(moved(found.height)),
    nodes: found.nodes.map(move),
    rests: found.rests.map(move),
    groups: found.groups.map(stretch),
    arrows: found.arrows.map((arrow) => ({ ...arrow, points: bend(arrow) })),
  };
}

/** Lists what an arrow must not run behind: nodes, what stands for nodes, and closed groups. */
export function listBoxes(found: Layout): Box[] {
  return [...found.nodes, ...found.rests, ...found.groups.filter(({ isOpen }) => !isOpen)];
}

/** Counts arrows that run behind a box that is neither of their ends, once for each such box. */
export function countHiddenArrows(found: Layout): number {
  const boxes = listBoxes(found);
  let count = 0;
  for (const arrow of found.arrows) {
    for (const box of boxes) {
      if (box.id !== arrow.from && box.id !== arrow.to && runsBehind(arrow, box)) count += 1;
    }
  }
  return count;
}

/** Tells whether an arrow enters a box. */
export function runsBehind({ points }: Pick<Arrow, 'points'>, box: Box): boolean {
  return points.some((to, at) => {
    const from = points[at - 1];
    return from !== undefined && crosses(from, to, box);
  });
}

/** Tells whether the line between two points enters a box; to touch its edge is not to enter it. @source Liang and Barsky, 1984 */
export function crosses(from: Point, to: Point, box: Box): boolean {
  if (Math.min(from.x, to.x) >= box.x + box.width / 2) return false;
  if (Math.max(from.x, to.x) <= box.x - box.width / 2) return false;
  if (Math.min(from.y, to.y) >= box.y + box.height / 2) return false;
  if (Math.max(from.y, to.y) <= box.y - box.height / 2) return false;
  return cuts(from, to, box);
}

function cuts(from: Point, to: Point, box: Box): boolean {
  let [enters, leaves] = [0, 1];
  const sides = [
    { step: to.x - from.x, gap: box.x - from.x, half: box.width / 2 },
    { step: to.y - from.y, gap: box.y - from.y, half: box.height / 2 },
  ];
  for (const { step, gap, half } of sides) {
    if (step === 0) {
      if (Math.abs(gap) >= half) return false;
      continue;
    }
    const [first, second] = [(gap - half) / step, (gap + half) / step];
    enters = Math.max(enters, Math.min(first, second));
    leaves = Math.min(leaves, Math.max(first, second));
  }
  return enters < leaves;
}
