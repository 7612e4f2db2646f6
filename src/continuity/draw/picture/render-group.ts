import { LETTER, LINE, textWidth, wrapLabel } from './label.ts';
import type { Box } from './lay-out.ts';
import type { GroupCount } from './picture-words.ts';
import { colours, escapeXml } from './render-shapes.ts';

/** How the box of a place looks: whether it is lost, and what a closed one says it holds. */
export interface GroupLook {
  readonly isLost: boolean;
  /** Empty where nothing of it is lost. */
  readonly lostWord: string;
  readonly count: GroupCount;
  readonly countWord: string;
  readonly kindsWord: string;
}

/** Bold letters are wider than those that `textWidth` measures, by about this share. */
const BOLD = 1.1;

const marks = (box: Box & { readonly isOpen: boolean }, look: GroupLook): string =>
  `data-group="${escapeXml(box.id)}" data-open="${box.isOpen}" data-lost="${look.isLost}"`;

const fillOf = (look: GroupLook): string => (look.isLost ? '#fbeff0' : '#f4f5f7');

/** Draws the outline of a place; that of a lost one is thick and broken. */
export function renderGroupBox(box: Box & { readonly isOpen: boolean }, look: GroupLook): string {
  const left = box.x - box.width / 2;
  const top = box.y - box.height / 2;
  const line = look.isLost ? colours.stuck.line : '#6d7882';
  const outline = look.isLost ? 'stroke-width="2.5" stroke-dasharray="9 5"' : 'stroke-width="1"';
  const size = `width="${box.width}" height="${box.height}" rx="6"`;
  return `<rect ${marks(box, look)} x="${left}" y="${top}" ${size} fill="${fillOf(look)}" stroke="${line}" ${outline}/>`;
}

/** Writes what a place is called, whether it is lost, and of a closed one what it holds; over the arrows. */
export function renderGroupText(box: Box & { readonly isOpen: boolean }, look: GroupLook): string {
  const left = box.x - box.width / 2;
  const top = box.y - box.height / 2;
  const ink = look.isLost ? colours.stuck.line : '#2b3238';
  const room = box.width - 20;
  const halo = `stroke="${fillOf(look)}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
  const text = (row: number, about: string, content: string) => {
    if (content === '') return '';
    const y = top + LINE * (row + 1);
    const plate = renderPlate({ x: left + 10, y, room }, content, fillOf(look));
    return `${plate}<text x="${left + 10}" y="${y}"${about} fill="${ink}" ${halo}>${escapeXml(content)}</text>`;
  };
  const rows = box.lines.length;
  const lines = box.lines.map((content, row) => text(row, ' font-weight="bold"', content));
  const lostWord = look.lostWord === '' ? '' : `✕ ${look.lostWord}`;
  const size = Math.min(LETTER, (LETTER * room) / Math.max(1, textWidth(lostWord) * BOLD));
  const small = size < LETTER ? ` font-size="${size.toFixed(1)}"` : '';
  const lost = text(rows, ` font-weight="bold"${small}`, lostWord);
  return [
    `<g ${marks(box, look)}>`,
    ...lines,
    lost,
    ...(box.isOpen ? [] : renderHolding(box, look, text)),
    '</g>',
  ].join('');
}

/** Draws what lies under a line of text, so that arrows end at the line and do not run through its letters. */
function renderPlate(
  at: { readonly x: number; readonly y: number; readonly room: number },
  content: string,
  fill: string,
): string {
  const width = Math.min(textWidth(content) * BOLD, at.room) + 6;
  return `<rect data-plate="" x="${at.x - 3}" y="${at.y - 13}" width="${width.toFixed(1)}" height="${LINE}" fill="${fill}"/>`;
}

function renderHolding(
  box: Box,
  look: GroupLook,
  text: (row: number, about: string, content: string) => string,
): string[] {
  const rows = box.lines.length + (look.lostWord === '' ? 0 : 1);
  const [kinds = '', ...more] = wrapLabel(look.kindsWord, box.width - 20);
  const shownKinds = more.length === 0 ? kinds : `${kinds.replace(/,$/, '')} …`;
  const isNarrow = textWidth(look.countWord) > box.width - 20;
  const small = isNarrow ? ' font-size="11.5"' : '';
  return [
    text(rows, small, look.countWord),
    text(rows + 1, ' font-size="12"', shownKinds),
    ...renderShares(box, look.count),
  ];
}

/** How much of a group is up, comes back and is stuck, in this order; the words stand above it. */
function renderShares(box: Box, { all, down, stuck }: GroupCount): string[] {
  const width = box.width - 20;
  const top = box.y + box.height / 2 - 22;
  const shares = [
    { ...colours.up, own: all - down },
    { ...colours.recovers, own: down - stuck },
    { ...colours.stuck, own: stuck },
  ];
  let from = box.x - width / 2;
  return shares.map(({ fill, line, own }) => {
    const start = from;
    const part = (own / Math.max(1, all)) * width;
    from += part;
    return own === 0
      ? ''
      : `<rect x="${start.toFixed(1)}" y="${top}" width="${part.toFixed(1)}" height="12" fill="${fill}" stroke="${line}"/>`;
  });
}
