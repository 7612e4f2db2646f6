import { type HoldReason, holdReason, type PayableAward } from './propose-run.ts';

/** Why an award is left out of a run; `paid` and `payment_under_way` need nothing done. */
export type LeaveReason = HoldReason | 'paid';

/** Every reason for which an award is left out of a run. */
export const leaveReasons = [
  'paid',
  'payee_missing',
  'payee_cooling',
  'payment_under_way',
  'failure_not_proved',
  'returned_payee_unchanged',
] as const satisfies readonly LeaveReason[];

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

/** A preview in progress: fed awards in any order, a page at a time. */
export interface PreviewSums {
  payoutCount: number;
  totalMinor: bigint;
  smallestMinor: bigint | null;
  largestMinor: bigint | null;
  readonly classes: Map<string, AwardSum>;
  readonly leftOut: Map<LeaveReason, AwardSum>;
}

/** Begins a preview. */
export function startPreview(): PreviewSums {
  return {
    payoutCount: 0,
    totalMinor: 0n,
    smallestMinor: null,
    largestMinor: null,
    classes: new Map(),
    leftOut: new Map(),
  };
}

function addTo<K>(sums: Map<K, AwardSum>, key: K, amountMinor: bigint): void {
  const before = sums.get(key) ?? { awardCount: 0, amountMinor: 0n };
  const awardCount = before.awardCount + 1;
  sums.set(key, { awardCount, amountMinor: before.amountMinor + amountMinor });
}

/** Adds awards to a preview: those the run would pay by class, the others by reason. */
export function addToPreview(sums: PreviewSums, awards: readonly PayableAward[]): void {
  for (const award of awards) {
    const { amountMinor } = award;
    const reason = award.lastState === 'confirmed' ? 'paid' : holdReason(award);
    if (reason !== undefined) {
      addTo(sums.leftOut, reason, amountMinor);
      continue;
    }
    addTo(sums.classes, award.partyClass ?? '', amountMinor);
    sums.payoutCount += 1;
    sums.totalMinor += amountMinor;
    const { smallestMinor, largestMinor } = sums;
    if (smallestMinor === null || amountMinor < smallestMinor) sums.smallestMinor = amountMinor;
    if (largestMinor === null || amountMinor > largestMinor) sums.largestMinor = amountMinor;
  }
}

function inOrder<K extends string>(sums: ReadonlyMap<K, AwardSum>): [K, AwardSum][] {
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Gives what a run over the awards added would pay, by class, and leave out, by reason. */
export function closePreview(sums: PreviewSums): RunPreview {
  return {
    ...sums,
    classes: inOrder(sums.classes).map(([partyClass, sum]) => ({ partyClass, ...sum })),
    leftOut: inOrder(sums.leftOut).map(([reason, sum]) => ({ reason, ...sum })),
  };
}
