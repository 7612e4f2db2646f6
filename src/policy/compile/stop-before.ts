import { bindStop, chooseStop, type Stop } from './compiled-value.ts';
import type { Layers } from './sql/layers.ts';

/** Gives the first of two stops; what the second says means nothing where the first stands. */
export function stopBefore(
  first: Stop | undefined,
  second: Stop | undefined,
  layers: Layers,
): Stop | undefined {
  if (!first || !second) return first ?? second;
  const bound = bindStop(first, layers);
  const when = { sql: `(${bound.cell.sql} <> 0)`, depth: bound.cell.depth };
  return chooseStop([{ when, gives: bound }], second);
}
