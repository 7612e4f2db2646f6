import type { Compilation } from './compilation.ts';
import { type CompiledValue, fractionOf, gatherStops, number } from './compiled-value.ts';
import { bindFraction, extremeFraction } from './sql/fraction.ts';

/** Gives the greatest or the least of several numbers. */
export function compileExtreme(
  values: readonly CompiledValue[],
  which: 'greatest' | 'least',
  { layers }: Compilation,
): CompiledValue {
  const stop = gatherStops(
    layers,
    values.map((value) => value.stop),
  );
  const fractions = values.map((value) => bindFraction(fractionOf(value), layers));
  return number(extremeFraction(layers, which, fractions), stop);
}
