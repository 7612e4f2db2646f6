/** From this many people on, people who are alike in all that is published may be counted. */
export const groupMin = 5n;

/** Stands where a column was left out of a group, so that the group has enough people. */
export const anyValue = '*';

/** Some people who are alike in every column, how many they are, and their sums. */
export interface Group {
  readonly key: readonly string[];
  readonly count: bigint;
  readonly sums: readonly bigint[];
}

function add(left: Group, right: Group): Group {
  return {
    key: left.key,
    count: left.count + right.count,
    sums: left.sums.map((sum, at) => sum + (right.sums[at] ?? 0n)),
  };
}

function gather(groups: readonly Group[]): readonly Group[] {
  const gathered = new Map<string, Group>();
  for (const group of groups) {
    const name = JSON.stringify(group.key);
    const before = gathered.get(name);
    gathered.set(name, before === undefined ? group : add(before, group));
  }
  return [...gathered.values()];
}

function leaveOut(group: Group, columns: readonly number[]): Group {
  const key = group.key.map((value, at) => (columns.includes(at) ? anyValue : value));
  return { ...group, key };
}

function compareKeys(left: Group, right: Group): number {
  const [a, b] = [JSON.stringify(left.key), JSON.stringify(right.key)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Puts people into groups of at least {@link groupMin} who are alike in every column, so that no
 * combination of columns points at fewer.
 *
 * Groups that are too small lose one column after another until together they are large enough.
 * What is left at the end, alike in nothing, is a group too: when it is too small the smallest
 * other group joins it. So counts and sums over all groups are those over all people, exactly.
 *
 * @param options.order the columns in the order they are left out; those not named are always kept
 *   and must not tell anybody apart
 * @returns the groups in the order of their keys; none when fewer people than {@link groupMin}
 * @source Sweeney, k-Anonymity (2002), definition 3; generalisation by suppression of values
 */
export function groupAnonymously(
  groups: readonly Group[],
  options: { readonly order: readonly number[] },
): readonly Group[] {
  const { order } = options;
  let pending = gather(groups).filter(({ count }) => count > 0n);
  const published: Group[] = [];
  for (let left = 0; left <= order.length; left += 1) {
    const columns = order.slice(0, left);
    const isLarge = new Set<string>();
    for (const group of gather(pending.map((one) => leaveOut(one, columns)))) {
      if (group.count < groupMin) continue;
      published.push(group);
      isLarge.add(JSON.stringify(group.key));
    }
    pending = pending.filter((one) => !isLarge.has(JSON.stringify(leaveOut(one, columns).key)));
  }
  if (pending.length === 0) return gather(published).toSorted(compareKeys);
  const rest = [...pending];
  const bySize = published.toSorted((left, right) =>
    left.count === right.count ? compareKeys(left, right) : left.count < right.count ? -1 : 1,
  );
  const [smallest, ...others] = bySize;
  if (smallest === undefined) return [];
  const remainder = gather([...rest, smallest].map((one) => leaveOut(one, order)));
  return gather([...others, ...remainder]).toSorted(compareKeys);
}
