/** One addition to a set, as whoever made it saw it. */
export interface Addition {
  readonly id: string;
  /** `acknowledged`: it was said to be there; `unknown`: it may or may not have happened. */
  readonly outcome: 'acknowledged' | 'unknown';
}

/** What the last read of a set says of its additions. */
export interface SetVerdict {
  readonly acknowledged: number;
  /** Acknowledged, and not there. */
  readonly lost: readonly string[];
  /** There, and nobody added it. */
  readonly unexpected: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** There, although whoever added it was never told so; no mistake. */
  readonly recovered: number;
}

/**
 * Checks a set: everything acknowledged is in the last read, once, and nothing that nobody added is.
 *
 * @param before what was there before the first addition
 * @source Jepsen, checker/set
 */
export function checkSet(
  additions: readonly Addition[],
  read: { readonly before: Iterable<string>; readonly last: readonly string[] },
): SetVerdict {
  const before = new Set(read.before);
  const acknowledged = new Set(
    additions.filter(({ outcome }) => outcome === 'acknowledged').map(({ id }) => id),
  );
  const added = new Set(additions.map(({ id }) => id));
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const id of read.last) {
    if (seen.has(id)) doubled.add(id);
    seen.add(id);
  }
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((id) => !seen.has(id)),
    unexpected: [...seen].filter((id) => !added.has(id) && !before.has(id)),
    doubled: [...doubled],
    recovered: [...added].filter((id) => seen.has(id) && !acknowledged.has(id)).length,
  };
}
