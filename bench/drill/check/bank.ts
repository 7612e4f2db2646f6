/** One read of all accounts on one snapshot: what each currency adds up to, in minor units. */
export interface BankRead {
  readonly at: number;
  readonly sums: Readonly<Record<string, bigint>>;
}

/** What the reads of a bank say. */
export interface BankVerdict {
  readonly reads: number;
  /** Reads in which a currency does not add up to what it must, in words. */
  readonly wrong: readonly string[];
}

/**
 * Checks a bank: transfers move money between accounts, so that every read, whatever goes on meanwhile,
 * adds up to the same.
 *
 * @param total what each currency adds up to; nought in double entry
 * @source Jepsen, tests/bank; ledger invariant L4
 */
export function checkBank(reads: readonly BankRead[], total = 0n): BankVerdict {
  const wrong = reads.flatMap(({ at, sums }) =>
    Object.entries(sums)
      .filter(([, sum]) => sum !== total)
      .map(
        ([currency, sum]) =>
          `${new Date(at).toISOString()}: ${currency} adds up to ${sum}, not ${total}`,
      ),
  );
  return { reads: reads.length, wrong };
}
