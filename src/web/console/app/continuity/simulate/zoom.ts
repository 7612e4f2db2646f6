/** The sizes a reader steps through; 1 is the size at which labels are as large as other text. */
const zooms = [0.25, 0.5, 0.7, 0.85, 1, 1.25, 1.5, 2, 3];

/** Below this, labels cannot be read: then the picture is wider than its frame, and scrolls. */
export const READABLE_MIN = 0.85;

/** Gives the size at which a picture fits its frame: readable at least, and at most its own size. */
export function fitZoom(pictureWidth: number, frameWidth: number): number {
  if (frameWidth <= 0 || pictureWidth <= 0) return 1;
  return Math.min(1, Math.max(READABLE_MIN, frameWidth / pictureWidth));
}

/** Gives the next size, up or down, from any size; at an end it stays. */
export function nextZoom(zoom: number, step: 1 | -1): number {
  const near = 0.01;
  const found =
    step === 1
      ? zooms.find((each) => each > zoom + near)
      : zooms.findLast((each) => each < zoom - near);
  return found ?? zoom;
}
