import { type HoldReason, holdReason, type PayableAward } from './propose-run.ts';

/** Why an award is left out of a run; `paid` and `payment_under_way` need nothing done. */
export type LeaveReason = HoldReason | 'paid';

/** How many awards are alike, and what they come to in minor units. */
export interface AwardSum {
  readonly awardCount: number;
  readonly amountMinor: bigint;
}

/** What a run would pay and leave out, before anything is recorded. */
export interface RunPreview {
  readonly payoutCount: number;
  readonly totalMinor: bigint;
  /** Null when the run would pay nothing. */
  readonly smallestMinor: bigint | null;
  readonly largestMinor: bigint | null;
  readonly classes: readonly (AwardSum & { readonly partyClass: string })[];
  readonly leftOut: readonly (AwardSum & { readonly reason: LeaveReason })[];
}

function leaveReason(award: PayableAward): LeaveReason | undefined {
  return award.lastState === 'confirmed' ? 'paid' : holdReason(award);
}

function sumBy<K extends string>(
  awards: readonly PayableAward[],
  keyOf: (award: PayableAward) => K | undefined,
): (AwardSum & { readonly key: K })[] {
  const sums = new Map<K, AwardSum>();
  for (const award of awards) {
    const key = keyOf(award);
    if (key === undefined) continue;
    const { awardCount, amountMinor } = sums.get(key) ?? { awardCount: 0, amountMinor: 0n };
    sums.set(key, {
      awardCount: awardCount + 1,
      amountMinor: amountMinor + award.amountMinor,
    });
  }
  return [...sums].map(([key, sum]) => ({ key, ...sum })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Gives what a run over these awards would pay, by class, and what it leaves out, by reason. */
export function previewRun(awards: readonly PayableAward[]): RunPreview {
  const paid = awards.filter((award) => leaveReason(award) === undefined);
  const amounts = paid.map(({ amountMinor }) => amountMinor);
  const pick = (isBetter: (one: bigint, other: bigint) => boolean): bigint | null =>
    amounts.reduce<bigint | null>(
      (best, one) => (best === null || isBetter(one, best) ? one : best),
      null,
    );
  return {
    payoutCount: paid.length,
    totalMinor: amounts.reduce((total, amountMinor) => total + amountMinor, 0n),
    smallestMinor: pick((one, best) => one < best),
    largestMinor: pick((one, best) => one > best),
    classes: sumBy(paid, ({ partyClass }) => partyClass ?? '').map(({ key, ...sum }) => ({
      partyClass: key,
      ...sum,
    })),
    leftOut: sumBy(awards, leaveReason).map(({ key, ...sum }) => ({ reason: key, ...sum })),
  };
}
