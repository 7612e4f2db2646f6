import sharp from 'sharp';

// Near-same pictures, whether saved anew, made smaller, recoloured or cut at the edges: pictures one
// of whose windows looks as the whole of another share a band; what shares a band is then compared
// exactly. What is compared is a small grey picture.

/** The edge of the small grey picture that is kept of a document, in pixels. */
export const thumbnailEdge = 32;

/** The edge of the grey picture that is looked at when a document comes, in pixels. */
const sourceEdge = 64;
const pixelsMax = 120_000_000;
const bandCount = 4;
const bitsPerBand = 16;

/** A picture with less contrast than this (standard deviation, of 255) shows nothing of its own. */
const contrastMin = 8;

/** Pictures are near-same when one's best window correlates so much with the whole of the other. */
export const nearSamePictureFrom = 0.9;

/** A stretch of an edge, from 0 to 1. */
interface Stretch {
  readonly from: number;
  readonly size: number;
}

/** A part of a picture; what is cut off one edge need not be cut off the other. */
interface Window {
  readonly across: Stretch;
  readonly down: Stretch;
}

/** Lists stretches of the sizes: the whole once, others at so many places along the edge. */
function listStretches(sizes: readonly number[], places: number): readonly Stretch[] {
  return sizes.flatMap((size) =>
    Array.from({ length: size === 1 ? 1 : places }, (_, place) => ({
      from: ((1 - size) * place) / (places - 1),
      size,
    })),
  );
}

function listWindows(stretches: readonly Stretch[]): readonly Window[] {
  return stretches.flatMap((across) => stretches.map((down) => ({ across, down })));
}

const hashedWindows = listWindows(listStretches([1, 0.9, 0.8], 3));
const comparedWindows = listWindows(listStretches([1, 0.95, 0.9, 0.85, 0.8, 0.75], 3));
const wholeWindow: Window = { across: { from: 0, size: 1 }, down: { from: 0, size: 1 } };

/** A grey picture, row by row, as square as `edge`. */
interface Grey {
  readonly edge: number;
  readonly pixels: Uint8Array;
}

/** Gives a window drawn with so many columns and rows, each the mean of what it covers. */
function drawWindow(
  { edge, pixels }: Grey,
  { across, down }: Window,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Float64Array {
  const xs = listParts(across, { count: columns, edge });
  const ys = listParts(down, { count: rows, edge });
  return Float64Array.from(ys.flatMap((y) => xs.map((x) => meanOf(pixels, { edge, x, y }))));
}

/** Divides a stretch of an edge into so many parts; in pixels. */
function listParts(
  { from, size }: Stretch,
  { count, edge }: { readonly count: number; readonly edge: number },
): readonly (readonly [from: number, until: number])[] {
  return Array.from({ length: count }, (_, part) => [
    (from + (size * part) / count) * edge,
    Math.min(edge, (from + (size * (part + 1)) / count) * edge),
  ]);
}

function meanOf(
  pixels: Uint8Array,
  part: {
    readonly edge: number;
    readonly x: readonly [from: number, until: number];
    readonly y: readonly [from: number, until: number];
  },
): number {
  const [[left, right], [top, bottom]] = [part.x, part.y];
  let [sum, weight] = [0, 0];
  for (let y = Math.floor(top); y < bottom; y += 1) {
    const tall = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x += 1) {
      const area = tall * (Math.min(x + 1, right) - Math.max(x, left));
      sum += area * (pixels[y * part.edge + x] ?? 0);
      weight += area;
    }
  }
  return weight === 0 ? 0 : sum / weight;
}

function spreadOf(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
}

const bitCount = bandCount * bitsPerBand;
const perLine = 8;

/** A band that is nearly all light or dark is that of any blank paper. */
const setBitsMin = 3;

/** Cuts bits into bands, named by what they are of; those of blank paper are left out. */
function cutBands(name: string, bits: readonly boolean[]): readonly string[] {
  return Array.from({ length: bandCount }, (_, band) => {
    const part = bits.slice(band * bitsPerBand, (band + 1) * bitsPerBand);
    const setCount = part.filter(Boolean).length;
    const isBlank = setCount < setBitsMin || setCount > bitsPerBand - setBitsMin;
    return isBlank ? [] : [`${name}${band}:${part.map(Number).join('')}`];
  }).flat();
}

/**
 * Gives the bands of a window: whether each of 64 places is lighter than the next to its right, and
 * than the next below it.
 */
function bandsOfWindow(grey: Grey, window: Window): readonly string[] {
  const places = Array.from({ length: bitCount }, (_, place) => place);
  const wide = drawWindow(grey, window, { columns: perLine + 1, rows: perLine });
  const across = places.map((place) => {
    const at = place + Math.floor(place / perLine);
    return (wide[at] ?? 0) > (wide[at + 1] ?? 0);
  });
  const tall = drawWindow(grey, window, { columns: perLine, rows: perLine + 1 });
  const down = places.map((place) => (tall[place] ?? 0) > (tall[place + perLine] ?? 0));
  return [...cutBands('a', across), ...cutBands('d', down)];
}

/** A picture as it is compared with others. */
export interface PictureMarks {
  readonly thumbnail: Uint8Array;
  /** the bands of the whole */
  readonly whole: readonly string[];
  /** the bands of every window, the whole among them, each once */
  readonly parts: readonly string[];
}

/**
 * Gives what a picture is compared by; undefined for what is no picture, swells, or shows too little
 * to be told from others.
 */
export async function markPicture(bytes: Uint8Array): Promise<PictureMarks | undefined> {
  const draw = (edge: number) =>
    sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'none' })
      .rotate()
      .flatten({ background: '#fff' })
      .greyscale()
      .resize(edge, edge, { fit: 'fill' })
      .raw()
      .toBuffer();
  const pixels = await draw(sourceEdge).catch(() => undefined);
  if (pixels === undefined || spreadOf(pixels) < contrastMin) return undefined;
  const grey = { edge: sourceEdge, pixels };
  const small = drawWindow(grey, wholeWindow, { columns: thumbnailEdge, rows: thumbnailEdge });
  const parts = new Set(hashedWindows.flatMap((window) => bandsOfWindow(grey, window)));
  return {
    thumbnail: Uint8Array.from(small, Math.round),
    whole: bandsOfWindow(grey, wholeWindow),
    parts: [...parts],
  };
}

const comparedEdge = 12;
const compared = { columns: comparedEdge, rows: comparedEdge };

function correlationOf(left: Float64Array, right: Float64Array): number {
  const count = left.length;
  const [meanLeft, meanRight] = [left, right].map(
    (values) => values.reduce((sum, value) => sum + value, 0) / count,
  ) as [number, number];
  let [both, ours, theirs] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const [a, b] = [(left[index] ?? 0) - meanLeft, (right[index] ?? 0) - meanRight];
    both += a * b;
    ours += a * a;
    theirs += b * b;
  }
  return ours === 0 || theirs === 0 ? 0 : both / Math.sqrt(ours * theirs);
}

function bestWindow(thumbnail: Uint8Array, whole: Float64Array): number {
  const grey = { edge: thumbnailEdge, pixels: thumbnail };
  return Math.max(
    ...comparedWindows.map((window) => correlationOf(drawWindow(grey, window, compared), whole)),
  );
}

/**
 * Gives how alike two pictures are, from -1 to 1: the best correlation of a window of either with
 * the whole of the other.
 */
export function likenessOf(left: Uint8Array, right: Uint8Array): number {
  const drawWhole = (thumbnail: Uint8Array): Float64Array =>
    drawWindow({ edge: thumbnailEdge, pixels: thumbnail }, wholeWindow, compared);
  return Math.max(bestWindow(left, drawWhole(right)), bestWindow(right, drawWhole(left)));
}
