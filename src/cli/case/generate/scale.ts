import {
  accept,
  allocateMinor,
  compareRational,
  multiplyRational,
  type Outcome,
  parseRational,
  type Rational,
  rational,
  refuse,
  roundRational,
} from '../../../kernel/index.ts';
import type { PublishedFile } from '../read/case.ts';

/** The share of the real population that is generated: above 0, at most 1, exact. */
export type Scale = Rational;

export interface ScaleRefusal {
  readonly code: 'scale_out_of_range';
  readonly found: string;
}

/** Reads a scale as an operator writes it: '0.001', '1/100', '1'. */
export function parseScale(text: string): Outcome<Scale, ScaleRefusal> {
  const scale = parseRational(text);
  const isRight =
    scale !== undefined &&
    compareRational(scale, rational(0n)) > 0 &&
    compareRational(scale, rational(1n)) <= 0;
  return isRight ? accept(scale) : refuse({ code: 'scale_out_of_range', found: text });
}

/** Gives a count at a scale, rounded half up to a whole number. */
export function scaledCount(count: number, scale: Scale): number {
  const exact = multiplyRational(rational(BigInt(count)), scale);
  return Number(roundRational(exact, { mode: 'half_up', increment: rational(1n) }).numerator);
}

/** Divides a whole number by weights, by largest remainder; the parts sum to it. */
export function apportion(total: number, weights: readonly number[]): number[] {
  if (total === 0 || weights.length === 0) return weights.map(() => 0);
  return allocateMinor(
    BigInt(total),
    weights.map((weight) => BigInt(weight)),
  ).map(Number);
}

/** A published figure beside what it would be at this scale. */
export interface ScaledFigure {
  readonly code: string;
  readonly unit: string;
  readonly titles: { readonly ko: string; readonly en: string };
  readonly published: number;
  /** Rounded half up; the published figure itself where it does not shrink with the population. */
  readonly scaled: number;
  readonly sources: readonly number[];
}

/** Gives every published figure at a scale, to print beside ours. */
export function scaledPublished(
  published: PublishedFile,
  scale: Scale,
): ReadonlyMap<string, ScaledFigure> {
  return new Map(
    published.figures.map(({ code, unit, titles, value, scales, sources }) => [
      code,
      {
        code,
        unit,
        titles,
        published: value,
        scaled: scales ? scaledCount(value, scale) : value,
        sources,
      },
    ]),
  );
}
