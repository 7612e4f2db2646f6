import { multiplyRational, parseRational, rational, roundRational } from '../../kernel/index.ts';

/** What somebody estimates a remedy to cost: a share of its nominal worth, or so much a unit. */
export interface CostTerm {
  readonly costMillionths: number | null;
  readonly unitCostMinor: bigint | null;
}

/** What was issued alike to some parties; the quantity is what each of them got. */
export interface IssuedAlike {
  /** Its nominal worth in all, in minor units; null when it has none. */
  readonly amountMinor: bigint | null;
  readonly quantity: string | null;
  readonly partyCount: bigint;
}

/**
 * Gives what a remedy is expected to cost in all, in minor units, half a unit rounded up; undefined
 * when nobody has estimated it, or the estimate does not apply.
 */
export function expectedCostMinor(
  issued: IssuedAlike,
  term: CostTerm | undefined,
): bigint | undefined {
  const { amountMinor, quantity, partyCount } = issued;
  const round = { mode: 'half_up', increment: rational(1n) } as const;
  if (term?.costMillionths != null) {
    if (amountMinor === null) return undefined;
    return roundRational(rational(amountMinor * BigInt(term.costMillionths), 1_000_000n), round)
      .numerator;
  }
  if (term?.unitCostMinor == null) return undefined;
  const each = quantity === null ? rational(1n) : parseRational(quantity);
  if (each === undefined) return undefined;
  return roundRational(multiplyRational(each, rational(term.unitCostMinor * partyCount)), round)
    .numerator;
}
