import type { ShownGroup } from './choose-shown.ts';
import { LINE, wrapLabel } from './label.ts';
import type { Box, Layout, Measures } from './lay-out.ts';

/** The width of a group that is not open. */
export const CLOSED_WIDTH = 280;
const gap = 16;
const nodeGap = 8;

/** Names the box that stands for the nodes of an open group that have none of their own. */
export const restOf = (group: string): string => `rest of ${group}`;

interface Made {
  readonly nodes: Box[];
  readonly rests: (Box & { count: number })[];
  readonly groups: (Box & { isOpen: boolean })[];
}

/** What a row may use: from which side, from which height, how wide. */
interface Space {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/**
 * Lays a large inventory out in rows, without arrows: closed groups side by side, below them each open group as
 * wide as the one around it, in it the same again, and its nodes in the order they are given.
 */
export function layOutInRows(groups: readonly ShownGroup[], measures: Measures): Layout {
  const made: Made = { nodes: [], rests: [], groups: [] };
  const width = gap + 3 * (CLOSED_WIDTH + gap);
  const inner = { left: gap, top: gap, width: width - 2 * gap };
  const height = placeGroups(undefined, inner, { groups, measures, made });
  return { width, height, ...made, arrows: [], isWithoutArrows: true };
}

interface About {
  readonly groups: readonly ShownGroup[];
  readonly measures: Measures;
  readonly made: Made;
}

/** Places the groups within one, and gives the height at which the next thing may begin. */
function placeGroups(parent: string | undefined, space: Space, about: About): number {
  const { measures, made } = about;
  const own = about.groups.filter((group) => group.parent === parent);
  const closed = own.filter(({ isOpen }) => !isOpen);
  const titled = closed.map((group) => ({
    group,
    lines: wrapLabel(measures.group(group), CLOSED_WIDTH - 20),
  }));
  const linesMax = Math.max(1, ...titled.map(({ lines }) => lines.length));
  const height = LINE * (linesMax + 3) + 34;
  const rowLength = Math.max(1, Math.floor((space.width + gap) / (CLOSED_WIDTH + gap)));
  const width = Math.min(CLOSED_WIDTH, space.width);
  for (const [at, { group, lines }] of titled.entries()) {
    made.groups.push({
      id: group.id,
      lines,
      isOpen: false,
      width,
      height,
      x: space.left + width / 2 + (at % rowLength) * (width + gap),
      y: space.top + height / 2 + Math.floor(at / rowLength) * (height + gap),
    });
  }
  let top = space.top + Math.ceil(closed.length / rowLength) * (height + gap);
  for (const group of own.filter(({ isOpen }) => isOpen)) {
    top = placeOpen(group, { ...space, top }, about) + gap;
  }
  return top;
}

/** Places an open group with all in it, and gives the height of its lower edge. */
function placeOpen(group: ShownGroup, space: Space, about: About): number {
  const lines = wrapLabel(about.measures.group(group), space.width - 20);
  const at = about.made.groups.length;
  const inner = {
    left: space.left + nodeGap,
    top: space.top + LINE * (lines.length + 1) + 10,
    width: space.width - 2 * nodeGap,
  };
  const nodesFrom = placeGroups(group.id, inner, about);
  const bottom = placeNodes(group, { ...inner, top: nodesFrom }, about);
  const height = bottom - space.top;
  const middle = { x: space.left + space.width / 2, y: space.top + height / 2 };
  const box = { id: group.id, lines, isOpen: true, width: space.width, height, ...middle };
  about.made.groups.splice(at, 0, box);
  return bottom;
}

/** Places the nodes of an open group, all as wide and as high as the largest; gives the height below them. */
function placeNodes(group: ShownGroup, space: Space, { measures, made }: About): number {
  const sizes = group.shown.map(measures.node);
  const widest = Math.max(measures.rest.width, ...sizes.map(({ width }) => width));
  const height = Math.max(measures.rest.height, ...sizes.map((size) => size.height));
  const columns = Math.max(1, Math.floor((space.width + nodeGap) / (widest + nodeGap)));
  const width = (space.width + nodeGap) / columns - nodeGap;
  const place = (id: string, lines: readonly string[], at: number): Box => ({
    id,
    lines,
    width,
    height,
    x: space.left + width / 2 + (at % columns) * (width + nodeGap),
    y: space.top + height / 2 + Math.floor(at / columns) * (height + nodeGap),
  });
  made.nodes.push(...group.shown.map((id, at) => place(id, sizes[at]?.lines ?? [], at)));
  const hasRest = group.hidden.length > 0;
  if (hasRest) {
    const box = place(restOf(group.id), [], group.shown.length);
    made.rests.push({ ...box, count: group.hidden.length });
  }
  const rows = Math.ceil((group.shown.length + (hasRest ? 1 : 0)) / columns);
  return space.top + rows * (height + nodeGap) + nodeGap;
}
