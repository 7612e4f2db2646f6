import { expect, it } from 'vitest';
import { fitZoom, nextZoom, READABLE_MIN } from './zoom.ts';

it('a picture fits its frame, but is never too small to read and never blown up', () => {
  expect(fitZoom(1000, 974)).toBeCloseTo(0.974);
  expect(fitZoom(2400, 974)).toBe(READABLE_MIN);
  expect(fitZoom(400, 974)).toBe(1);
  expect(fitZoom(400, 0)).toBe(1);
});

it('a step goes to the next size from whatever size it is, and stays at the ends', () => {
  expect(nextZoom(0.974, 1)).toBe(1);
  expect(nextZoom(0.974, -1)).toBe(0.85);
  expect(nextZoom(1, 1)).toBe(1.25);
  expect(nextZoom(3, 1)).toBe(3);
  expect(nextZoom(0.25, -1)).toBe(0.25);
});
