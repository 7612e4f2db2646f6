import sharp from 'sharp';

/** The same numbers each time (a Lehmer generator), from 0 to 1. */
function drawer(seed: number): () => number {
  let state = (seed * 7919 + 20_221_015) % 2_147_483_647;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let index = 0; index < 8; index += 1) next();
  return next;
}

/** Draws a made-up photo of a shop counter: shapes of light and shade that only this seed has. */
export async function drawPhoto(seed: number): Promise<Buffer> {
  const draw = drawer(seed);
  const grey = () => Math.floor(draw() * 200 + 20);
  const color = () => `rgb(${grey()},${grey()},${grey()})`;
  const shapes = Array.from({ length: 24 }, () => {
    const [x, y] = [draw() * 800, draw() * 600];
    return draw() < 0.5
      ? `<rect x="${x - 80}" y="${y - 60}" width="${60 + draw() * 240}" height="${40 + draw() * 180}" fill="${color()}"/>`
      : `<ellipse cx="${x}" cy="${y}" rx="${30 + draw() * 140}" ry="${30 + draw() * 110}" fill="${color()}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><defs>
    <linearGradient id="g" x1="0" y1="0" x2="${draw()}" y2="1"><stop offset="0" stop-color="${color()}"/>
    <stop offset="1" stop-color="${color()}"/></linearGradient></defs>
    <rect width="800" height="600" fill="url(#g)"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).blur(2).jpeg({ quality: 90 }).toBuffer();
}

/** Draws a made-up receipt: lines of print on white paper, which many receipts have in common. */
export async function drawReceipt(seed: number): Promise<Buffer> {
  const draw = drawer(seed);
  const lines = Array.from({ length: 18 }, (_, line) => {
    const words = Array.from({ length: 1 + Math.floor(draw() * 4) }, () => 20 + draw() * 110);
    let x = 40;
    return words
      .map((width) => {
        const rect = `<rect x="${x}" y="${120 + line * 34}" width="${width}" height="14" fill="#222"/>`;
        x += width + 12;
        return rect;
      })
      .join('');
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="500" height="760">
    <rect width="500" height="760" fill="#fff"/>
    <rect x="120" y="30" width="260" height="40" fill="#111"/>${lines.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** The edits a picture is passed through so that its bytes are others. */
export const edits: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  'saved anew': (bytes) => sharp(bytes).jpeg({ quality: 55 }).toBuffer(),
  'saved in another format': (bytes) => sharp(bytes).webp({ quality: 70 }).toBuffer(),
  'made smaller': (bytes) => sharp(bytes).resize(400).jpeg().toBuffer(),
  lighter: (bytes) => sharp(bytes).modulate({ brightness: 1.2 }).jpeg().toBuffer(),
  'without colour': (bytes) => sharp(bytes).greyscale().jpeg().toBuffer(),
  'cut at the right': (bytes) => cut(bytes, { left: 0, top: 0, width: 0.88, height: 1 }),
  'cut at the corner': (bytes) => cut(bytes, { left: 0.12, top: 0.1, width: 0.88, height: 0.9 }),
  'cut on all sides': (bytes) => cut(bytes, { left: 0.07, top: 0.07, width: 0.86, height: 0.86 }),
};

async function cut(
  bytes: Buffer,
  part: { left: number; top: number; width: number; height: number },
): Promise<Buffer> {
  const { width, height } = await sharp(bytes).metadata();
  return sharp(bytes)
    .extract({
      left: Math.round(part.left * width),
      top: Math.round(part.top * height),
      width: Math.round(part.width * width),
      height: Math.round(part.height * height),
    })
    .jpeg({ quality: 80 })
    .toBuffer();
}
