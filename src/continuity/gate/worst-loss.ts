import type { LossAssessment } from '../assess-inventory.ts';
import type { Inventory } from '../inventory.ts';

/**
 * Gives the loss that hurts most: the most of tier 0 stuck, then the most stuck, then of tier 0 down, then down.
 *
 * @returns undefined where no loss takes anything down; of two alike, the first
 */
export function findWorstLoss(
  inventory: Inventory,
  losses: readonly LossAssessment[],
): LossAssessment | undefined {
  const isTierZero = (id: string): boolean => inventory.nodes.get(id)?.tier === 0;
  const measure = ({ stuck, down }: LossAssessment): readonly number[] => [
    stuck.filter(isTierZero).length,
    stuck.length,
    down.filter(isTierZero).length,
    down.length,
  ];
  const ranked = losses
    .filter(({ down }) => down.length > 0)
    .map((loss) => ({ loss, by: measure(loss) }));
  return ranked.toSorted((left, right) => compare(right.by, left.by))[0]?.loss;
}

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] as number) - (right[at] as number);
}
