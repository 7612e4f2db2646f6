import { Graph, layout } from '@dagrejs/dagre';
import type { LossAssessment } from '../assess-inventory.ts';
import type { Inventory } from '../inventory.ts';

/**
 * Draws a loop as three lines of text, the last leading back to the first.
 *
 * Every node stands in the first line; an arrow points at what a node waits for.
 */
export function renderLoopText(cycle: readonly string[]): string[] {
  const line = cycle.join(' ─▶ ');
  const inner = line.length + 1;
  return [`  ${line} ─┐`, `  ▲${' '.repeat(inner)}│`, `  └${'─'.repeat(inner)}┘`];
}

const WORDS = {
  en: {
    title: (lost: string) => `What waits for itself when ${lost} is lost`,
    desc: 'Arrows point at what a node waits for. Double borders mark a set that would free everything.',
  },
  ko: {
    title: (lost: string) => `${lost} 상실 시 서로를 기다리는 것`,
    desc: '화살표는 기다리는 대상을 가리킵니다. 테두리가 두 겹인 것을 밖에서 마련하면 모두 되살릴 수 있습니다.',
  },
} as const;

const HEIGHT = 40;

/**
 * Draws the loops of a loss as one SVG: only the nodes that wait for each other, and the arrows between them.
 *
 * The nodes of the first jump-start set have a double border. All text is escaped; an empty text when there is no loop.
 */
export function renderLoopSvg(
  inventory: Inventory,
  loss: LossAssessment,
  options: { readonly locale: 'ko' | 'en' },
): string {
  if (loss.cycles.length === 0) return '';
  const { locale } = options;
  const words = WORDS[locale];
  const lost = loss.domains.map((id) => inventory.domains.get(id)?.title[locale] ?? id);
  const graph = layOut(inventory, loss, locale);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const freeing = new Set(loss.jumpStart[0] ?? []);
  const edges = graph.edges().map((edge: { v: string; w: string }) => {
    const { points } = graph.edge(edge) as { points: readonly { x: number; y: number }[] };
    const path = points.map(
      ({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`,
    );
    return `<path d="${path.join('')}" fill="none" stroke="#a1121f" stroke-width="2" marker-end="url(#loop-arrow)"/>`;
  });
  const nodes = graph.nodes().map((id: string) => {
    const box = graph.node(id) as { x: number; y: number; width: number };
    return renderBox(inventory.nodes.get(id)?.title[locale] ?? id, box, {
      id,
      isDouble: freeing.has(id),
    });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="img" aria-labelledby="loop-title loop-desc" font-family="sans-serif" font-size="13">`,
    `<title id="loop-title">${escapeXml(words.title(lost.join(' + ')))}</title>`,
    `<desc id="loop-desc">${escapeXml(words.desc)}</desc>`,
    '<defs><marker id="loop-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#a1121f"/></marker></defs>',
    ...edges,
    ...nodes,
    '</svg>',
  ].join('\n');
}

function layOut(inventory: Inventory, loss: LossAssessment, locale: 'ko' | 'en') {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 50, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of new Set(loss.cycles.flat())) {
    const title = inventory.nodes.get(id)?.title[locale] ?? id;
    graph.setNode(id, { width: textWidth(title) + 32, height: HEIGHT });
  }
  for (const cycle of loss.cycles) {
    for (const [index, from] of cycle.entries()) {
      graph.setEdge(from, cycle[(index + 1) % cycle.length] as string, {});
    }
  }
  layout(graph);
  return graph;
}

function renderBox(
  title: string,
  box: { readonly x: number; readonly y: number; readonly width: number },
  about: { readonly id: string; readonly isDouble: boolean },
): string {
  const rect = (inset: number, fill: string): string => {
    const [left, top] = [box.x - box.width / 2 + inset, box.y - HEIGHT / 2 + inset];
    const size = `width="${(box.width - 2 * inset).toFixed(1)}" height="${HEIGHT - 2 * inset}"`;
    return `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" ${size} fill="${fill}" stroke="#a1121f" stroke-width="1.5"/>`;
  };
  const border = about.isDouble ? rect(4, 'none') : '';
  const text = `<text x="${box.x.toFixed(1)}" y="${(box.y + 5).toFixed(1)}" text-anchor="middle">${escapeXml(title)}</text>`;
  return `<g data-node="${escapeXml(about.id)}">${rect(0, '#fde7e9')}${border}${text}</g>`;
}

// A Korean syllable is about as wide as the type is high, a Latin letter a little over half of it.
function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) > 0x1100 ? 13.5 : 7.4;
  return Math.ceil(width);
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
