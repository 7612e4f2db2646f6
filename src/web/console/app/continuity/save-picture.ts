/** What is saved: under which name, and how large the picture is on its own. */
export interface Saved {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The picture at its own size, however it is zoomed on the page. */
function svgOf(picture: SVGSVGElement, { width, height }: Saved): Blob {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
}

/** Offers the picture as an SVG file. */
export function saveSvg(picture: SVGSVGElement, saved: Saved): void {
  offer(svgOf(picture, saved), `${saved.name}.svg`);
}

/** Offers the picture as a PNG file, at twice its size. */
export async function savePng(picture: SVGSVGElement, saved: Saved): Promise<void> {
  const url = URL.createObjectURL(svgOf(picture, saved));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = saved.width * 2;
    canvas.height = saved.height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob !== null) offer(blob, `${saved.name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
}
