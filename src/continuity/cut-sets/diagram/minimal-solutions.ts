import type { Bdd } from './bdd.ts';
import type { SetFamilies } from './set-families.ts';

/**
 * Gives the smallest sets of events that make a function true while all others have not happened.
 *
 * Levels are kept: the family's variable at a level is the diagram's. For a function with negations these
 * are its minimal models.
 *
 * @source Rauzy 1993, decomposition: Min(F) = x · (Min(F1) without supersets of Min(F0)) + Min(F0)
 */
export function minimalSolutions(bdd: Bdd, families: SetFamilies, top: number): number {
  const { level, low, high, count } = bdd.nodes;
  const known = new Int32Array(count).fill(-1);
  known[0] = 0;
  known[1] = 1;
  return solve(top);

  function solve(node: number): number {
    const found = known[node] as number;
    if (found >= 0) return found;
    const lower = solve(low[node] as number);
    const upper = families.without(solve(high[node] as number), lower);
    const result = families.make(level[node] as number, lower, upper);
    known[node] = result;
    return result;
  }
}
