import { Graph, layout } from '@dagrejs/dagre';
import { allOf, type Inventory, namesIn } from '../../../../../continuity/simulate/index.ts';
import { SHOWN_ALL_MAX, type ShownGroup } from './choose-shown.ts';
import { CLOSED_BOX, layOutInRows, restOf } from './lay-out-in-rows.ts';

/** A box of the picture, by its middle. */
export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An arrow from what needs to what is needed. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly isRun: boolean;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** Where everything stands: nodes, open groups around theirs, closed groups as one box. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Box[];
  /** Boxes that stand for the nodes of an open group that have none of their own. */
  readonly rests: readonly (Box & { readonly count: number })[];
  readonly groups: readonly (Box & { readonly isOpen: boolean })[];
  readonly arrows: readonly Arrow[];
  /** Whether arrows are left out. */
  readonly isWithoutArrows: boolean;
}

const nodeHeight = 46;

/** Where groups have more arrows than this each, nearly all need all, and the arrows say nothing. */
const arrowsPerGroup = 2;

function countBetweenGroups(inventory: Inventory, groups: readonly ShownGroup[]): number {
  const groupOf = new Map(
    groups.flatMap((group) => group.nodes.map((id) => [id, group.id] as const)),
  );
  const pairs = new Set<string>();
  for (const [needing, needed] of needs(inventory)) {
    const [from, to] = [groupOf.get(needing), groupOf.get(needed)];
    if (from !== undefined && to !== undefined && from !== to) pairs.add(`${from} ${to}`);
  }
  return pairs.size;
}

/** Lays the inventory out from left to right; groups that are not open are one box each. */
export function layOut(
  inventory: Inventory,
  groups: readonly ShownGroup[],
  about: { readonly locale: 'ko' | 'en' },
): Layout {
  const nodeCount = groups.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const isLarge = nodeCount > SHOWN_ALL_MAX;
  const isDense = isLarge && countBetweenGroups(inventory, groups) > arrowsPerGroup * groups.length;
  const graph = new Graph({ compound: true });
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 12,
    ranksep: 48,
    ranker: 'tight-tree',
    marginx: 16,
    marginy: 16,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  const widthOf = (id: string) =>
    textWidth(inventory.nodes.get(id)?.title[about.locale] ?? id) + 44;
  if (isDense) return layOutInRows(groups, { widthOf, nodeHeight });
  const boxOf = addBoxes(graph, groups, widthOf);
  addArrows(graph, inventory, boxOf);
  layout(graph);
  return { ...readLayout(graph, groups), isWithoutArrows: false };
}

/** Adds groups and nodes; gives, for each node, the box that stands for it. */
function addBoxes(
  graph: Graph,
  groups: readonly ShownGroup[],
  widthOf: (node: string) => number,
): Map<string, string> {
  const boxOf = new Map<string, string>();
  for (const group of groups) {
    graph.setNode(group.id, group.isOpen ? {} : { ...CLOSED_BOX });
    const rest = group.isOpen ? restOf(group.id) : group.id;
    for (const id of group.nodes) boxOf.set(id, rest);
    for (const id of group.shown) {
      boxOf.set(id, id);
      graph.setNode(id, { width: widthOf(id), height: nodeHeight });
      graph.setParent(id, group.id);
    }
    if (!group.isOpen || group.hiddenCount === 0) continue;
    graph.setNode(rest, { width: 150, height: nodeHeight });
    graph.setParent(rest, group.id);
  }
  return boxOf;
}

function addArrows(graph: Graph, inventory: Inventory, boxOf: ReadonlyMap<string, string>): void {
  for (const [needing, needed, isRun] of needs(inventory)) {
    const [from, to] = [boxOf.get(needing), boxOf.get(needed)];
    if (from === undefined || to === undefined || from === to) continue;
    const known = graph.edge(from, to) as { isRun?: boolean } | undefined;
    graph.setEdge(from, to, { isRun: isRun || known?.isRun === true });
  }
}

function readLayout(graph: Graph, groups: readonly ShownGroup[]): Omit<Layout, 'isWithoutArrows'> {
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxAt = (id: string): Box => {
    const box = graph.node(id) as Box;
    return { id, x: box.x, y: box.y, width: box.width, height: box.height };
  };
  const open = groups.filter(({ isOpen }) => isOpen);
  const cut = open.filter(({ hiddenCount }) => hiddenCount > 0);
  return {
    width: Math.ceil(width),
    height: Math.ceil(height) + 12,
    nodes: open.flatMap((group) => group.shown.map(boxAt)),
    rests: cut.map(({ id, hiddenCount }) => ({ ...boxAt(restOf(id)), count: hiddenCount })),
    groups: groups.map(({ id, isOpen }) => ({ ...boxAt(id), isOpen })),
    arrows: graph.edges().map(({ v, w }) => {
      const edge = graph.edge(v, w) as { points: { x: number; y: number }[]; isRun: boolean };
      const points = edge.points.map(({ x, y }) => ({ x, y }));
      return { from: v, to: w, isRun: edge.isRun, points };
    }),
  };
}

function* needs(inventory: Inventory): Generator<[string, string, boolean]> {
  for (const node of inventory.nodes.values()) {
    const recovery = node.options.flatMap((option) => Object.values(option.needs));
    for (const name of namesIn(allOf([node.boot, ...recovery]))) yield [node.id, name, false];
    for (const name of namesIn(node.run)) yield [node.id, name, true];
  }
}

// A Korean syllable is about as wide as the type is high, a Latin letter a little over half of it.
function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) > 0x1100 ? 13.5 : 7.4;
  return Math.ceil(width);
}
