import { LINE, textWidth, wrapLabel } from './label.ts';
import type { Arrow, Box } from './lay-out.ts';
import type { NodeState, NodeStateWord } from './node-states.ts';
import type { PictureWords } from './picture-words.ts';

/** The colours of the states; shape and word say the same. */
export const colours: Readonly<Record<NodeStateWord, { fill: string; line: string }>> = {
  up: { fill: '#e6f4ea', line: '#1e6b3a' },
  recovers: { fill: '#fff4d6', line: '#7a5200' },
  stuck: { fill: '#fde7e9', line: '#a1121f' },
};

const arrowColours = { plain: '#5b646d', loop: '#a1121f' } as const;

/** Gives the arrowheads, plain and of a loop. */
export function renderMarker(id: string): string {
  const heads = (['plain', 'loop'] as const).map(
    (kind) =>
      `<marker id="${id}-${kind}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="${arrowColours[kind]}"/></marker>`,
  );
  return `<defs>${heads.join('')}</defs>`;
}

/** Draws what needs what: solid to run, dashed to recover, thick and red within a loop. */
export function renderArrow(
  { points, isRun, from, to }: Arrow,
  about: { readonly isInLoop: boolean; readonly marker: string },
): string {
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const kind = about.isInLoop ? 'loop' : 'plain';
  const look = `stroke="${arrowColours[kind]}" stroke-width="${about.isInLoop ? 2.5 : 1.2}"`;
  const dash = isRun ? '' : ' stroke-dasharray="5 4"';
  return `<polyline data-from="${escapeXml(from)}" data-to="${escapeXml(to)}" points="${path}" fill="none" ${look}${dash} stroke-linejoin="round" marker-end="url(#${about.marker}-${kind})"/>`;
}

/** Draws the box that stands for nodes that have none. */
export function renderRest(box: Box, word: string): string {
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  return `<rect x="${left}" y="${top}" width="${box.width}" height="${box.height}" fill="#fff" stroke="#6d7882" stroke-dasharray="3 3"/><text x="${box.x}" y="${box.y + 5}" text-anchor="middle" fill="#2b3238">${escapeXml(word)}</text>`;
}

/** Draws one node: its name, and its state by shape and by word, with a colour that repeats them. */
export function renderNode(
  box: Box,
  about: {
    readonly state: NodeState;
    readonly words: PictureWords;
    readonly neededBy: number | undefined;
  },
): string {
  const { state, words, neededBy } = about;
  const { line } = colours[state.state];
  const word = state.state === 'recovers' ? words.recovers(state.minutes ?? 0) : words[state.state];
  const room = box.width - 20;
  const note = neededBy === undefined ? [] : wrapLabel(words.neededBy(neededBy), room);
  const rows = box.lines.length + 1 + note.length;
  const first = box.y - (rows * LINE) / 2 + LINE * 0.75;
  const text = (content: string, at: number, look: string) =>
    `<text x="${box.x.toFixed(1)}" y="${(first + LINE * at).toFixed(1)}" text-anchor="middle" ${look}>${escapeXml(content)}</text>`;
  const size = Math.min(12, (12 * room) / Math.max(1, textWidth(word)));
  const bold = `font-weight="bold" font-size="${size.toFixed(1)}" fill="${line}"`;
  return [
    `<g data-node="${escapeXml(box.id)}" data-state="${state.state}">`,
    renderOutline(box, state.state),
    ...box.lines.map((content, at) => text(content, at, 'fill="#1a1a1a"')),
    text(word, box.lines.length, bold),
    ...note.map((content, at) =>
      text(content, box.lines.length + 1 + at, 'font-size="12" fill="#2b3238"'),
    ),
    '</g>',
  ].join('');
}

const slant = 9;

function renderOutline({ x, y, width, height }: Box, state: NodeStateWord): string {
  const [left, top, right, bottom] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const { fill, line } = colours[state];
  const look = `fill="${fill}" stroke="${line}" stroke-width="1.5"`;
  if (state === 'recovers') {
    const corners = [
      [left + slant, top],
      [right - slant, top],
      [right, y],
      [right - slant, bottom],
      [left + slant, bottom],
      [left, y],
    ];
    const points = corners.map((corner) => corner.map((each = 0) => each.toFixed(1)).join(','));
    return `<polygon points="${points.join(' ')}" ${look}/>`;
  }
  const box = `x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"`;
  if (state === 'up') return `<rect ${box} rx="14" ${look}/>`;
  const cross = `M${(left + 3).toFixed(1)} ${(top + 3).toFixed(1)}l9 9m0 -9l-9 9`;
  return `<rect ${box} ${look}/><path d="${cross}" stroke="${line}" stroke-width="2" fill="none"/>`;
}

/** Escapes text for XML, in content and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
