/** From this many people on, a class is large enough for its count to be public. */
export const countMin = 5;

/** How a count is shown: as it is, as fewer than five, as at least so many, or not at all. */
export type ShownCount =
  | { readonly kind: 'exact'; readonly count: bigint }
  | { readonly kind: 'fewer' }
  | { readonly kind: 'at_least'; readonly count: bigint }
  | { readonly kind: 'withheld' };

/** How the classes of one table are shown, in the order they were given. */
export interface Suppression {
  readonly rows: readonly ShownCount[];
  /** The sum over all classes; not exact where it would tell what a hidden class counts. */
  readonly total: ShownCount;
}

const min = BigInt(countMin);
const isFew = (count: bigint): boolean => count > 0n && count < min;
const sum = (counts: readonly bigint[]): bigint => counts.reduce((all, one) => all + one, 0n);

/**
 * Chooses the classes that are hidden beside the small ones, smallest first, until the sum of all
 * that is hidden fits every value from one to four of each small class.
 *
 * @returns undefined when there are not enough other classes
 */
function chooseOthers(counts: readonly bigint[]): ReadonlySet<number> | undefined {
  const few = counts.filter(isFew);
  const large = counts
    .map((count, at) => ({ count, at }))
    .filter(({ count }) => count >= min)
    .sort((left, right) => (left.count < right.count ? -1 : 1));
  const chosen = new Set<number>();
  let hidden = sum(few);
  const greatest = (): bigint => hidden - BigInt(few.length - 1) - min * BigInt(chosen.size);
  for (const { count, at } of large) {
    chosen.add(at);
    hidden += count;
    if (greatest() >= min - 1n) return chosen;
  }
  return undefined;
}

/**
 * Hides the counts of small classes in a table whose total is public.
 *
 * A class of one to four people is shown as fewer than five. So that nobody finds its count as the
 * total less the other classes, the smallest of the others are hidden too, as at least five. Where
 * there are not enough others, all are hidden and so is the total.
 *
 * @source primary and complementary cell suppression: Eurostat, Handbook on Statistical Disclosure
 *   Control, chapter 4
 */
export function suppressCounts(counts: readonly bigint[]): Suppression {
  const total = sum(counts);
  if (!counts.some(isFew)) {
    return {
      rows: counts.map((count) => ({ kind: 'exact', count })),
      total: { kind: 'exact', count: total },
    };
  }
  const others = chooseOthers(counts);
  const rows = counts.map((count, at): ShownCount => {
    if (isFew(count)) return { kind: 'fewer' };
    const isHidden = count >= min && (others === undefined || others.has(at));
    return isHidden ? { kind: 'at_least', count: min } : { kind: 'exact', count };
  });
  if (others !== undefined) return { rows, total: { kind: 'exact', count: total } };
  return { rows, total: total < min ? { kind: 'fewer' } : { kind: 'at_least', count: min } };
}

/**
 * Shows how many of a class something holds for, given how the class itself is shown.
 *
 * One to four are shown as fewer than five; where one to four of the class are left, the count is
 * given as a bound, because the difference would tell them.
 */
export function showPart(part: bigint, of: { whole: bigint; shown: ShownCount }): ShownCount {
  if (of.shown.kind === 'fewer') return { kind: 'fewer' };
  if (of.shown.kind !== 'exact') return { kind: 'withheld' };
  if (isFew(part)) return { kind: 'fewer' };
  const left = of.whole - part;
  return isFew(left) && part >= min
    ? { kind: 'at_least', count: of.whole - min + 1n }
    : { kind: 'exact', count: part };
}

/** Gives the sum of parts as far as they are shown: exact, or a bound that tells no hidden one. */
export function showSum(parts: readonly ShownCount[]): ShownCount {
  const known = parts.map((part) =>
    part.kind === 'exact' || part.kind === 'at_least' ? part.count : 0n,
  );
  const isExact = parts.every(({ kind }) => kind === 'exact');
  return { kind: isExact ? 'exact' : 'at_least', count: sum(known) };
}
