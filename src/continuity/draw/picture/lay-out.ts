import { Graph, layout } from '@dagrejs/dagre';
import type { Inventory } from '../../inventory.ts';
import { SHOWN_ALL_MAX, type ShownGroup } from './choose-shown.ts';
import { groupTitle } from './group-title.ts';
import { LINE, textWidth, wrapLabel } from './label.ts';
import { CLOSED_WIDTH, layOutInRows, restOf } from './lay-out-in-rows.ts';
import { leadAround } from './lead-around.ts';
import { countHiddenArrows, makeRoomForTitles } from './make-room.ts';
import { type Hub, listNeeds } from './needs.ts';
import { pictureWords } from './picture-words.ts';

/** A box of the picture, by its middle, with the lines of its label. */
export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
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
  /** Each after the one around it. */
  readonly groups: readonly (Box & { readonly isOpen: boolean })[];
  readonly arrows: readonly Arrow[];
  /** Whether arrows are left out altogether. */
  readonly isWithoutArrows: boolean;
}

/** Sizes of what stands in the picture, in one language. */
export interface Measures {
  readonly node: (id: string) => { width: number; height: number; lines: string[] };
  readonly group: (group: ShownGroup) => string;
  readonly rest: { readonly width: number; readonly height: number };
}

/** Boxes wider than their labels by so much, for rounded and six-sided outlines. */
const padding = 20;
const labelWidthMax = 88;

/** Where groups have more arrows than this each, nearly all need all, and the arrows say nothing. */
const arrowsPerGroup = 2;

/** A picture no wider than this is read without scrolling on a screen of 1,280 pixels. */
export const WIDTH_AIM = 970;

/** With more boxes than this, one way to lay out is tried and not all. */
const boxesTriedMax = 90;

// Each is the best of a dozen for one of the inventories of cases/ and deploy/.
const ways = [
  { rankdir: 'TB', ranker: 'network-simplex', ranksep: 18 },
  { rankdir: 'LR', ranker: 'tight-tree', ranksep: 12 },
  { rankdir: 'LR', ranker: 'tight-tree', align: 'UL', ranksep: 18 },
  { rankdir: 'LR', ranker: 'network-simplex', ranksep: 44 },
] as const;

/** Measures labels in one language; a node that many need has room for the words that say so. */
export function measure(
  inventory: Inventory,
  about: { readonly locale: 'ko' | 'en'; readonly hubs: ReadonlyMap<string, Hub> },
): Measures {
  const words = pictureWords[about.locale];
  const widthMin = Math.ceil(
    0.9 * Math.max(textWidth(words.recovers(600)), textWidth(words.stuck)),
  );
  return {
    node: (id) => {
      const title = inventory.nodes.get(id)?.title[about.locale] ?? id;
      const lines = wrapLabel(title, labelWidthMax);
      const hub = about.hubs.get(id);
      const note = hub === undefined ? [] : wrapLabel(words.neededBy(hub.count), widthMin);
      const width = Math.max(widthMin, ...[...lines, ...note].map(textWidth));
      const height = LINE * (lines.length + 1 + note.length) + 14;
      return { width: width + padding, height, lines };
    },
    group: (group) => groupTitle(inventory, group, about.locale),
    rest: { width: widthMin + padding, height: LINE * 2 + 14 },
  };
}

/**
 * Lays the inventory out; groups that are not open are one box each.
 *
 * Of a few ways to lay it out, the one is taken in which the fewest arrows run behind boxes and which is no wider
 * than a page; those that still would are led around. Arrows to hubs are left out.
 */
export function layOut(
  inventory: Inventory,
  groups: readonly ShownGroup[],
  about: { readonly locale: 'ko' | 'en'; readonly hubs: ReadonlyMap<string, Hub> },
): Layout {
  const measures = measure(inventory, about);
  const needs = [...listNeeds(inventory)].filter(([, needed]) => !about.hubs.has(needed));
  if (isDense(needs, groups)) return layOutInRows(groups, measures);
  const boxCount = groups.reduce((sum, { shown }) => sum + 1 + shown.length, 0);
  const tried = boxCount > boxesTriedMax ? ways.slice(0, 1) : ways;
  const found = tried.map((way) => {
    const graph = new Graph({ compound: true });
    graph.setGraph({ nodesep: 12, edgesep: 8, marginx: 10, marginy: 10, ...way });
    graph.setDefaultEdgeLabel(() => ({}));
    const boxOf = addBoxes(graph, inventory, { groups, measures });
    addArrows(graph, needs, boxOf);
    layout(graph);
    return makeRoomForTitles(readLayout(graph, groups, measures));
  });
  return leadAround(found.toSorted((left, right) => costOf(left) - costOf(right))[0] as Layout);
}

function costOf(found: Layout): number {
  const tooWide = Math.max(0, found.width - WIDTH_AIM);
  return 20 * countHiddenArrows(found) + tooWide ** 2 / 250 + found.height / 4;
}

function isDense(
  needs: readonly (readonly [string, string, boolean])[],
  groups: readonly ShownGroup[],
): boolean {
  const groupOf = new Map(
    groups.flatMap(({ id, isOpen, own, nodes }) =>
      (isOpen ? own : nodes).map((node) => [node, id] as const),
    ),
  );
  if (groupOf.size <= SHOWN_ALL_MAX) return false;
  const pairs = new Set(
    needs.flatMap(([needing, needed]) => {
      const [from, to] = [groupOf.get(needing), groupOf.get(needed)];
      return from === undefined || to === undefined || from === to ? [] : [`${from} ${to}`];
    }),
  );
  return pairs.size > arrowsPerGroup * groups.length;
}

/** What is tied to no place stands in no box while each of its nodes is shown. */
const hasBox = ({ kind, isOpen }: ShownGroup): boolean => kind !== 'anywhere' || !isOpen;

interface Boxes {
  readonly groups: readonly ShownGroup[];
  readonly measures: Measures;
}

/** Adds groups and nodes; gives, for each node, the box that stands for it. */
function addBoxes(graph: Graph, inventory: Inventory, boxes: Boxes): Map<string, string> {
  const { groups, measures } = boxes;
  for (const group of groups) addGroup(graph, group, measures);
  const groupOf = new Map(groups.flatMap((group) => group.shown.map((id) => [id, group] as const)));
  // In the order of the files: it decides what stands beside what.
  for (const id of inventory.nodes.keys()) {
    const group = groupOf.get(id);
    if (group === undefined) continue;
    const { width, height } = measures.node(id);
    graph.setNode(id, { width, height });
    if (hasBox(group)) graph.setParent(id, group.id);
  }
  return new Map(
    groups.flatMap(({ id, isOpen, shown, hidden }) => [
      ...hidden.map((node) => [node, isOpen ? restOf(id) : id] as const),
      ...shown.map((node) => [node, node] as const),
    ]),
  );
}

function addGroup(graph: Graph, group: ShownGroup, measures: Measures): void {
  const isBoxed = hasBox(group);
  if (isBoxed) {
    graph.setNode(group.id, group.isOpen ? {} : closedBox(group, measures));
    if (group.parent !== undefined) graph.setParent(group.id, group.parent);
  }
  if (!group.isOpen || group.hidden.length === 0) return;
  graph.setNode(restOf(group.id), { ...measures.rest });
  if (isBoxed) graph.setParent(restOf(group.id), group.id);
}

/** The box of a closed group: its name, how many are down, what kinds it holds, and a bar. */
function closedBox(group: ShownGroup, measures: Measures): { width: number; height: number } {
  const lines = wrapLabel(measures.group(group), CLOSED_WIDTH - 20);
  return { width: CLOSED_WIDTH, height: LINE * (lines.length + 3) + 34 };
}

function addArrows(
  graph: Graph,
  needs: readonly (readonly [string, string, boolean])[],
  boxOf: ReadonlyMap<string, string>,
): void {
  for (const [needing, needed, isRun] of needs) {
    const [from, to] = [boxOf.get(needing), boxOf.get(needed)];
    if (from === undefined || to === undefined || from === to) continue;
    const known = graph.edge(from, to) as { isRun?: boolean } | undefined;
    graph.setEdge(from, to, { isRun: isRun || known?.isRun === true });
  }
}

function readLayout(graph: Graph, groups: readonly ShownGroup[], measures: Measures): Layout {
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxAt = (id: string, lines: readonly string[]): Box => {
    const box = graph.node(id) as Omit<Box, 'id' | 'lines'>;
    return { id, x: box.x, y: box.y, width: box.width, height: box.height, lines };
  };
  const titled = (group: ShownGroup) => {
    const box = boxAt(group.id, []);
    return { ...box, lines: wrapLabel(measures.group(group), box.width - 20) };
  };
  const open = groups.filter(({ isOpen }) => isOpen);
  const cut = open.filter(({ hidden }) => hidden.length > 0);
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: open.flatMap(({ shown }) => shown.map((id) => boxAt(id, measures.node(id).lines))),
    rests: cut.map(({ id, hidden }) => ({ ...boxAt(restOf(id), []), count: hidden.length })),
    groups: groups.filter(hasBox).map((group) => ({ ...titled(group), isOpen: group.isOpen })),
    arrows: graph.edges().map(({ v, w }: { v: string; w: string }) => {
      const edge = graph.edge(v, w) as { points: { x: number; y: number }[]; isRun: boolean };
      const points = edge.points.map(({ x, y }) => ({ x, y }));
      return { from: v, to: w, isRun: edge.isRun, points };
    }),
    isWithoutArrows: false,
  };
}
