import { describe, expect, it } from 'vitest';
import { compareTimes } from './compare-times.ts';

/** Times between 1 and 2 ms, the same ones each time (a Lehmer generator). */
function times(count: number, start: number): number[] {
  let state = start;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return 1 + state / 2_147_483_647;
  });
}

describe('times of two kinds', () => {
  const [left, right] = [times(5_000, 1), times(5_000, 7)];

  it('are alike when nothing sets them apart', () => {
    const { t, medianRatio } = compareTimes(left, right);
    expect(Math.abs(t)).toBeLessThan(4.5);
    expect(Math.abs(medianRatio - 1)).toBeLessThan(0.02);
  });

  it('are told apart by a twentieth of a millisecond, in the direction of it', () => {
    const slower = left.map((time) => time + 0.05);
    expect(compareTimes(slower, right).t).toBeGreaterThan(4.5);
    expect(compareTimes(right, slower).t).toBeLessThan(-4.5);
  });

  it('are not told apart by what the machine does now and then', () => {
    const disturbed = left.map((time, index) => (index % 100 === 0 ? time + 500 : time));
    expect(Math.abs(compareTimes(disturbed, right).t)).toBeLessThan(4.5);
  });

  it('are as Welch gives them, of numbers worked by hand', () => {
    // means 2 and 4, variances 1 and 1, three each: t = -2 / sqrt(2 / 3); the longest is left in.
    expect(compareTimes([1, 2, 3], [3, 4, 5]).t).toBeCloseTo(-2 / Math.sqrt(2 / 3), 10);
  });
});
