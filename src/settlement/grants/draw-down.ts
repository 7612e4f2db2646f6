import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';

/** What a claimant holds of one award in points, credit or vouchers, in minor units of its worth. */
export interface Lot {
  readonly awardId: string;
  readonly amountMinor: bigint;
  readonly usedMinor: bigint;
  /** Booked as expired; a use from before it expired may still be told. */
  readonly expiredMinor: bigint;
  /** From 1, rising with each issue. */
  readonly issueOrder: bigint;
  /** Exclusive: at this instant it may not be used any more; null is never. */
  readonly expiresAt: Instant | null;
}

/** What is drawn from one lot for a use. */
export interface Draw {
  readonly awardId: string;
  readonly amountMinor: bigint;
  /** Of it, what had been booked as expired before the use was told. */
  readonly fromExpiredMinor: bigint;
}

/** The refusal of a use that the lots do not cover. */
export interface LotsShortRefusal {
  readonly code: 'lots_short';
  readonly leftMinor: bigint;
}

/** Gives what of a lot could be used at an instant: what had expired by then could not. */
export function usableMinor(lot: Lot, at: Instant): bigint {
  if (lot.expiresAt !== null && lot.expiresAt <= at) return 0n;
  return lot.amountMinor - lot.usedMinor;
}

/** Orders lots as they are drawn: the one that expires first, then the one issued first. */
export function compareLots(left: Lot, right: Lot): number {
  const last = Number.POSITIVE_INFINITY;
  const [leftEnds, rightEnds] = [left.expiresAt ?? last, right.expiresAt ?? last];
  if (leftEnds !== rightEnds) return leftEnds < rightEnds ? -1 : 1;
  return left.issueOrder < right.issueOrder ? -1 : 1;
}

/**
 * Decides which lots a use is drawn from: the earliest expiry first, then the order of issue; all
 * of it, or none. The same lots and the same use are always drawn alike.
 *
 * @param use.at when it was used, as the app says; what expired later counts as it was then
 */
export function drawDown(
  lots: readonly Lot[],
  use: { readonly amountMinor: bigint; readonly at: Instant },
): Outcome<readonly Draw[], LotsShortRefusal> {
  let missing = use.amountMinor;
  const draws: Draw[] = [];
  for (const lot of [...lots].sort(compareLots)) {
    const usable = usableMinor(lot, use.at);
    const amountMinor = usable < missing ? usable : missing;
    if (amountMinor <= 0n) continue;
    const unexpired = lot.amountMinor - lot.usedMinor - lot.expiredMinor;
    const fromExpiredMinor = amountMinor > unexpired ? amountMinor - unexpired : 0n;
    draws.push({ awardId: lot.awardId, amountMinor, fromExpiredMinor });
    missing -= amountMinor;
  }
  if (missing === 0n) return accept(draws);
  return refuse({ code: 'lots_short', leftMinor: use.amountMinor - missing });
}
