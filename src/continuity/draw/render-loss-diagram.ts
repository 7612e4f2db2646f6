import { Graph, layout } from '@dagrejs/dagre';
import type { LossAssessment } from '../assess-inventory.ts';
import { allOf, namesIn } from '../formula.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';

/** What becomes of a node: it never stops, it comes back, or it cannot be brought back. */
export type NodeStateWord = 'up' | 'recovers' | 'stuck';

/** One node's state under a loss: a row of the table that says what the picture shows. */
export interface NodeState {
  readonly node: string;
  readonly title: string;
  readonly state: NodeStateWord;
  /** 0 while it is up, null when it is stuck. */
  readonly minutes: number | null;
  readonly inLoop: boolean;
}

const WORDS = {
  en: {
    up: 'up',
    recovers: (minutes: number) => `back in ${minutes} min`,
    stuck: 'stuck',
    title: (lost: string) => `What the loss of ${lost} takes down`,
    desc: (count: { up: number; recovers: number; stuck: number }) =>
      `${count.up} nodes stay up, ${count.recovers} come back, ${count.stuck} cannot be brought back. ` +
      'Arrows point at what a node needs. Rounded boxes are up, hexagons come back, crossed boxes are stuck.',
  },
  ko: {
    up: '동작',
    recovers: (minutes: number) => `${minutes}분 뒤 복구`,
    stuck: '복구 불가',
    title: (lost: string) => `${lost} 상실로 멈추는 것`,
    desc: (count: { up: number; recovers: number; stuck: number }) =>
      `동작 ${count.up}개, 복구 ${count.recovers}개, 복구 불가 ${count.stuck}개. ` +
      '화살표는 필요한 것을 가리킵니다. 둥근 상자는 동작, 육각형은 복구, 가위표 상자는 복구 불가입니다.',
  },
};

const COLOURS: Readonly<Record<NodeStateWord, { fill: string; line: string }>> = {
  up: { fill: '#e6f4ea', line: '#1e6b3a' },
  recovers: { fill: '#fff4d6', line: '#7a5200' },
  stuck: { fill: '#fde7e9', line: '#a1121f' },
};

const HEIGHT = 46;

/** Lists every node's state under a loss, in the inventory's order: the picture as a table. */
export function listNodeStates(
  inventory: Inventory,
  loss: LossAssessment,
  locale: 'ko' | 'en',
): NodeState[] {
  const stuck = new Set(loss.stuck);
  const minutes = new Map(loss.recovery.map((step) => [step.node, step.minutes]));
  const inLoop = new Set(loss.loops.flat());
  return [...inventory.nodes.values()].map((node) => ({
    node: node.id,
    title: node.title[locale],
    state: stuck.has(node.id) ? 'stuck' : minutes.has(node.id) ? 'recovers' : 'up',
    minutes: stuck.has(node.id) ? null : (minutes.get(node.id) ?? 0),
    inLoop: inLoop.has(node.id),
  }));
}

/**
 * Draws a loss as one SVG: the dependencies, and each node's state by shape, word and colour.
 *
 * Solid arrows are needs to run, dashed ones needs to recover; arrows within a loop are thick. All text is
 * escaped. `listNodeStates` gives the table that stands beside it.
 */
export function renderLossDiagram(
  inventory: Inventory,
  loss: LossAssessment,
  options: { readonly locale: 'ko' | 'en' },
): string {
  const states = listNodeStates(inventory, loss, options.locale);
  const words = WORDS[options.locale];
  const graph = layOut(inventory, states);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const inLoop = new Set(states.filter((state) => state.inLoop).map((state) => state.node));
  const count = { up: 0, recovers: 0, stuck: 0 };
  for (const { state } of states) count[state] += 1;
  const size = `${Math.ceil(width)} ${Math.ceil(height)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" role="img" aria-labelledby="loss-title loss-desc" font-family="sans-serif" font-size="13">`,
    `<title id="loss-title">${escapeXml(words.title(loss.domains.join('+')))}</title>`,
    `<desc id="loss-desc">${escapeXml(words.desc(count))}</desc>`,
    '<defs><marker id="loss-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#444"/></marker></defs>',
    ...graph.edges().map((edge: { v: string; w: string }) => {
      const drawn = graph.edge(edge) as { points: Point[]; isRun: boolean };
      return renderEdge(drawn, inLoop.has(edge.v) && inLoop.has(edge.w));
    }),
    ...states.map((state) => {
      const box = graph.node(state.node) as Box;
      const word =
        state.state === 'recovers' ? words.recovers(state.minutes ?? 0) : words[state.state];
      return renderNode(state, box, word);
    }),
    '</svg>',
  ].join('\n');
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
}

function layOut(inventory: Inventory, states: readonly NodeState[]) {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 60, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { node, title } of states) {
    graph.setNode(node, { width: textWidth(title) + 44, height: HEIGHT });
  }
  for (const node of inventory.nodes.values()) {
    for (const [need, isRun] of needsOf(node)) graph.setEdge(node.id, need, { isRun });
  }
  layout(graph);
  return graph;
}

function needsOf(node: InventoryNode): Map<string, boolean> {
  const needs = new Map<string, boolean>();
  const recovery = node.options.flatMap((option) => Object.values(option.needs));
  for (const name of namesIn(allOf([node.boot, ...recovery]))) needs.set(name, false);
  for (const name of namesIn(node.run)) needs.set(name, true);
  return needs;
}

// A Korean syllable is about as wide as the type is high, a Latin letter a little over half of it.
function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) > 0x1100 ? 13.5 : 7.4;
  return Math.ceil(width);
}

function renderEdge(
  edge: { readonly points: readonly Point[]; readonly isRun: boolean },
  isInLoop: boolean,
): string {
  const path = edge.points
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
  const dash = edge.isRun ? '' : ' stroke-dasharray="5 4"';
  const look = isInLoop ? 'stroke="#a1121f" stroke-width="2.5"' : 'stroke="#666" stroke-width="1"';
  return `<path d="${path}" fill="none" ${look}${dash} marker-end="url(#loss-arrow)"/>`;
}

function renderNode(state: NodeState, box: Box, word: string): string {
  const colour = COLOURS[state.state];
  const left = box.x - box.width / 2;
  const top = box.y - HEIGHT / 2;
  const look = `fill="${colour.fill}" stroke="${colour.line}" stroke-width="1.5"`;
  const text = (dy: number, size: string, content: string) =>
    `<text x="${box.x.toFixed(1)}" y="${(box.y + dy).toFixed(1)}" text-anchor="middle"${size}>${escapeXml(content)}</text>`;
  return [
    `<g data-node="${escapeXml(state.node)}" data-state="${state.state}">`,
    renderShape(state.state, { left, top, width: box.width, look, line: colour.line }),
    text(-3, '', state.title),
    text(14, ` font-size="11" font-weight="bold" fill="${colour.line}"`, word),
    '</g>',
  ].join('');
}

function renderShape(
  state: NodeStateWord,
  at: { left: number; top: number; width: number; look: string; line: string },
): string {
  const { left, top, width, look } = at;
  const right = left + width;
  const bottom = top + HEIGHT;
  const box = `x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${width}" height="${HEIGHT}"`;
  if (state === 'up') return `<rect ${box} rx="14" ${look}/>`;
  if (state === 'recovers') {
    const middle = top + HEIGHT / 2;
    const points = [
      [left + 12, top],
      [right - 12, top],
      [right, middle],
      [right - 12, bottom],
      [left + 12, bottom],
      [left, middle],
    ];
    const text = points.map(([x = 0, y = 0]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
    return `<polygon points="${text}" ${look}/>`;
  }
  const corner = 12;
  const cross = `M${left + 3} ${top + 3}l${corner} ${corner}m0 ${-corner}l${-corner} ${corner}`;
  return `<rect ${box} ${look}/><path d="${cross}" stroke="${at.line}" stroke-width="2" fill="none"/>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
