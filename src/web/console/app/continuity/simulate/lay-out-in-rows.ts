import type { ShownGroup } from './choose-shown.ts';
import type { Box, Layout } from './lay-out.ts';

/** The size of a group that is not open. */
export const CLOSED_BOX = { width: 300, height: 84 };
const rowLength = 3;
const gap = 20;
const nodeGap = 8;
const titleHeight = 26;

/** Names the box that stands for the nodes of an open group that have none of their own. */
export const restOf = (group: string): string => `rest of ${group}`;

/**
 * Lays a large inventory out in rows, without arrows: closed groups side by side, below them each open group
 * as wide as the picture, its nodes in the order they are given.
 */
export function layOutInRows(
  groups: readonly ShownGroup[],
  about: { readonly widthOf: (node: string) => number; readonly nodeHeight: number },
): Layout {
  const closed = groups.filter(({ isOpen }) => !isOpen);
  const width = gap + rowLength * (CLOSED_BOX.width + gap);
  const boxes = closed.map((group, at) => ({ ...boxInRow(group.id, at), isOpen: false }));
  const made = { nodes: [] as Box[], rests: [] as (Box & { count: number })[] };
  const opened: (Box & { isOpen: boolean })[] = [];
  let top = gap + Math.ceil(closed.length / rowLength) * (CLOSED_BOX.height + gap);
  for (const group of groups.filter(({ isOpen }) => isOpen)) {
    const height = fill(group, { ...about, top, width: width - 2 * gap, made });
    const middle = { x: width / 2, y: top + height / 2, width: width - 2 * gap, height };
    opened.push({ id: group.id, isOpen: true, ...middle });
    top += height + gap;
  }
  return {
    width,
    height: top,
    ...made,
    groups: [...boxes, ...opened],
    arrows: [],
    isWithoutArrows: true,
  };
}

function boxInRow(id: string, at: number): Box {
  const { width, height } = CLOSED_BOX;
  return {
    id,
    ...CLOSED_BOX,
    x: gap + width / 2 + (at % rowLength) * (width + gap),
    y: gap + height / 2 + Math.floor(at / rowLength) * (height + gap),
  };
}

/** Places the nodes of an open group, all as wide as the widest, and gives the height it takes. */
function fill(
  group: ShownGroup,
  about: {
    readonly widthOf: (node: string) => number;
    readonly nodeHeight: number;
    readonly top: number;
    readonly width: number;
    readonly made: { nodes: Box[]; rests: (Box & { count: number })[] };
  },
): number {
  const { nodeHeight, top, made } = about;
  const widest = Math.max(120, ...group.shown.map(about.widthOf));
  const inner = about.width - 2 * nodeGap;
  const columns = Math.max(1, Math.floor((inner + nodeGap) / (widest + nodeGap)));
  const cell = (inner + nodeGap) / columns - nodeGap;
  const place = (id: string, at: number): Box => ({
    id,
    width: cell,
    height: nodeHeight,
    x: gap + nodeGap + cell / 2 + (at % columns) * (cell + nodeGap),
    y: top + titleHeight + nodeHeight / 2 + Math.floor(at / columns) * (nodeHeight + nodeGap),
  });
  made.nodes.push(...group.shown.map(place));
  const hasRest = group.hiddenCount > 0;
  if (hasRest) {
    made.rests.push({ ...place(restOf(group.id), group.shown.length), count: group.hiddenCount });
  }
  const rows = Math.ceil((group.shown.length + (hasRest ? 1 : 0)) / columns);
  return titleHeight + rows * (nodeHeight + nodeGap) + nodeGap;
}
