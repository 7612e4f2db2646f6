import type { Bounds, Figures } from '../../../disclosure/figures/index.ts';

// Groups of fewer than five are not published (`disclosure/figures`): where all payments together are
// fewer, none of them is.
const hiddenMost = 4n;

/**
 * Counts the awards that were paid, as far as it is public. Where no payment is published up to four may
 * have been made, and no more than were awarded.
 */
export function countPaid({
  cash,
  awarded,
}: {
  readonly cash: Figures['cash'];
  readonly awarded: Bounds;
}): Bounds {
  if (cash.length === 0) {
    const most = BigInt(awarded.most) < hiddenMost ? BigInt(awarded.most) : hiddenMost;
    return { least: '0', most: String(most) };
  }
  return cash.reduce<Bounds>(
    (sum, { paidCount }) => ({
      least: String(BigInt(sum.least) + BigInt(paidCount.least)),
      most: String(BigInt(sum.most) + BigInt(paidCount.most)),
    }),
    { least: '0', most: '0' },
  );
}
