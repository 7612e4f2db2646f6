/** Awards of one amount under one statement: how many parties get it. */
export interface AwardGroup {
  readonly statement: number;
  readonly amount: bigint;
  readonly parties: bigint;
}

/** How a budget is shared: each award is its exact share cut down, some with one unit more. */
export interface BudgetShare {
  readonly demand: bigint;
  readonly budget: bigint;
  /** the remainder above which every award gets one unit more */
  readonly remainder: bigint;
  /** the group in which only the first parties get one more, and how many of them */
  readonly boundary: (AwardGroup & { readonly first: bigint }) | undefined;
  readonly roundedUp: bigint;
}

/**
 * Shares a budget among awards in proportion to what each would be, so that the parts sum to the
 * budget: each is `amount × budget ÷ demand` cut down, and the units left over go one each to the
 * largest remainders. Equal remainders are taken by statement, amount, then party. Undefined when
 * the budget is enough.
 *
 * @source largest-remainder (Hamilton) method
 */
export function shareBudget(
  groups: readonly AwardGroup[],
  budget: bigint,
): BudgetShare | undefined {
  const demand = groups.reduce((sum, { amount, parties }) => sum + amount * parties, 0n);
  if (demand <= budget) return undefined;
  const cut = groups.reduce(
    (sum, { amount, parties }) => sum + ((amount * budget) / demand) * parties,
    0n,
  );
  let left = budget - cut;
  const roundedUp = left;
  const ordered = groups
    .map((group) => ({ ...group, rest: (group.amount * budget) % demand }))
    .sort((one, other) => orderOf(one, other));
  for (const group of ordered) {
    if (left < group.parties) {
      return {
        demand,
        budget,
        remainder: group.rest,
        boundary: { ...group, first: left },
        roundedUp,
      };
    }
    left -= group.parties;
  }
  return { demand, budget, remainder: -1n, boundary: undefined, roundedUp };
}

function orderOf(
  one: AwardGroup & { readonly rest: bigint },
  other: AwardGroup & { readonly rest: bigint },
): number {
  if (one.rest !== other.rest) return one.rest > other.rest ? -1 : 1;
  if (one.statement !== other.statement) return one.statement - other.statement;
  return one.amount < other.amount ? -1 : one.amount > other.amount ? 1 : 0;
}
