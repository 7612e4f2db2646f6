import type { DiagramNodes } from './diagram-nodes.ts';

/** What an event counts as where probabilities are not known: each state is as likely as any other. */
export const UNSTATED_CHANCE = 0.5;

/**
 * Gives a diagram's probability and, by level, how it changes with the probability of that variable:
 * P(holds | the variable does) − P(holds | it does not), from −1 to 1, negative only with negations.
 *
 * Two passes over the nodes: chances from the ends up, and how often each node is come by from the top down.
 *
 * @param chances by level, from 0 to 1, independent of each other
 */
export function slopesOf(
  nodes: Pick<DiagramNodes, 'level' | 'low' | 'high'>,
  top: number,
  chances: readonly number[],
): { readonly probability: number; readonly slopes: Float64Array } {
  const { level, low, high } = nodes;
  const chance = new Float64Array(top + 1);
  if (top >= 1) chance[1] = 1;
  for (let node = 2; node <= top; node += 1) {
    const own = chances[level[node] as number] as number;
    chance[node] =
      own * (chance[high[node] as number] as number) +
      (1 - own) * (chance[low[node] as number] as number);
  }
  const slopes = new Float64Array(chances.length);
  const come = new Float64Array(top + 1);
  come[top] = 1;
  for (let node = top; node >= 2; node -= 1) {
    const often = come[node] as number;
    if (often === 0) continue;
    const at = level[node] as number;
    const [lower, upper] = [low[node] as number, high[node] as number];
    const difference = (chance[upper] as number) - (chance[lower] as number);
    slopes[at] = (slopes[at] as number) + often * difference;
    const own = chances[at] as number;
    come[upper] = (come[upper] as number) + often * own;
    come[lower] = (come[lower] as number) + often * (1 - own);
  }
  return { probability: chance[top] as number, slopes };
}
