import { median } from './measure.ts';

/** Two kinds of times beside each other. */
export interface TimesCompared {
  /** Welch's t: how many standard errors the means are apart, with the sign of left − right */
  readonly t: number;
  /** the median of the left divided by that of the right */
  readonly medianRatio: number;
}

const keptShare = 0.95;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

/**
 * Compares times of two kinds. The slowest twentieth of both together is left out: those are other
 * work of the machine, and their spread would hide what is asked.
 */
export function compareTimes(left: readonly number[], right: readonly number[]): TimesCompared {
  const all = [...left, ...right].sort((one, other) => one - other);
  const longest = all[Math.ceil(all.length * keptShare) - 1] ?? Number.POSITIVE_INFINITY;
  const [ours, theirs] = [left, right].map((times) => times.filter((time) => time <= longest));
  if (ours === undefined || theirs === undefined) return { t: Number.NaN, medianRatio: Number.NaN };
  const error = Math.sqrt(variance(ours) / ours.length + variance(theirs) / theirs.length);
  return { t: (mean(ours) - mean(theirs)) / error, medianRatio: median(left) / median(right) };
}
