function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function svgOf(picture: SVGSVGElement): Blob {
  return new Blob([new XMLSerializer().serializeToString(picture)], { type: 'image/svg+xml' });
}

/** Offers the picture as it is shown, as an SVG file. */
export function saveSvg(picture: SVGSVGElement, name: string): void {
  offer(svgOf(picture), `${name}.svg`);
}

/** Offers the picture as a PNG file, at twice its size. */
export async function savePng(picture: SVGSVGElement, name: string): Promise<void> {
  const url = URL.createObjectURL(svgOf(picture));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.width.baseVal.value * 2;
    canvas.height = picture.height.baseVal.value * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob !== null) offer(blob, `${name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
}
