import { z } from 'zod';
import type { MinimalLosses } from '../analyse/minimal-losses.ts';
import type { Inventory } from '../inventory.ts';

const sets = z.record(z.string(), z.array(z.array(z.string()).min(1).max(2)));

/** The cut sets of order 1 and 2 that were looked at and accepted: the ratchet of rule G8. */
export const baselineSchema = z.strictObject({
  format: z.literal('amends-gate-baseline/1'),
  inventory: z.string(),
  acceptedOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  down: sets,
  stuck: sets,
});

/** An accepted baseline. */
export type Baseline = z.infer<typeof baselineSchema>;

type CutSets = {
  readonly down: readonly MinimalLosses[];
  readonly stuck: readonly MinimalLosses[];
};

/** Gives the baseline that accepts every cut set of order 1 and 2 of the tier-0 nodes as they are. */
export function acceptBaseline(
  inventory: Inventory,
  about: { readonly cutSets: CutSets; readonly today: string },
): Baseline {
  return {
    format: 'amends-gate-baseline/1',
    inventory: inventory.name,
    acceptedOn: about.today,
    down: listSets(inventory, about.cutSets.down),
    stuck: listSets(inventory, about.cutSets.stuck),
  };
}

/** Lists the cut sets of the tier-0 nodes, by node; members are sorted, so that sets compare as text. */
export function listSets(
  inventory: Inventory,
  found: readonly MinimalLosses[],
): Record<string, string[][]> {
  const tierZero = found.filter(({ node }) => inventory.nodes.get(node)?.tier === 0);
  return Object.fromEntries(
    tierZero.map(({ node, sets: list }) => [node, list.map((set) => [...set].sort())]),
  );
}
