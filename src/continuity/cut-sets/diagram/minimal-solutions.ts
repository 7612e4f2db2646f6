import type { Bdd } from './bdd.ts';
import type { SetFamilies } from './set-families.ts';

/**
 * Gives the smallest sets of events that make a function true while all others have not happened.
 *
 * Levels are kept: the family's variable at a level is the diagram's. For a function with negations these
 * are its minimal models. Nodes are taken from the ends up, so that depth costs no stack.
 *
 * @source Rauzy 1993, decomposition: Min(F) = x · (Min(F1) without supersets of Min(F0)) + Min(F0)
 */
export function minimalSolutions(bdd: Bdd, families: SetFamilies, top: number): number {
  if (top <= 1) return top;
  const { level, low, high } = bdd.nodes;
  const isUsed = markUsed(bdd, top);
  const known = new Int32Array(top + 1);
  known[1] = 1;
  for (let node = 2; node <= top; node += 1) {
    if (isUsed[node] === 0) continue;
    const lower = known[low[node] as number] as number;
    const upper = families.without(known[high[node] as number] as number, lower);
    known[node] = families.make(level[node] as number, lower, upper);
  }
  return known[top] as number;
}

function markUsed({ nodes: { low, high } }: Bdd, top: number): Uint8Array {
  const isUsed = new Uint8Array(top + 1);
  isUsed[top] = 1;
  for (let node = top; node > 1; node -= 1) {
    if (isUsed[node] === 0) continue;
    isUsed[low[node] as number] = 1;
    isUsed[high[node] as number] = 1;
  }
  return isUsed;
}
