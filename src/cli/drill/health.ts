/** What was seen of all sites at one moment. */
export interface Health {
  /** Milliseconds of the epoch. */
  readonly at: number;
  /** The site whose PostgreSQL is the primary, as the sites themselves say. */
  readonly primary: string | undefined;
  /** Sites whose PostgreSQL runs, and follows closely where it is no primary. */
  readonly running: readonly string[];
  /** Sites that take claims: the node answers, and reaches the primary. */
  readonly ready: readonly string[];
}

/** Why a drill must end now, in a sentence; undefined while it may go on. */
export type Stop = string | undefined;

/** Tells what is amiss before a drill; undefined when every site is whole. */
export function whyNotWhole(health: Health, sites: readonly string[]): string | undefined {
  if (health.primary === undefined) return 'no site is the primary';
  const idle = sites.filter((name) => !health.running.includes(name));
  if (idle.length > 0) return `the database of ${idle.join(', ')} does not run or lags behind`;
  const silent = sites.filter((name) => !health.ready.includes(name));
  return silent.length > 0 ? `${silent.join(', ')} does not take claims` : undefined;
}

/** Gives the longest time in which no site took claims, in seconds, over moments in order. */
export function longestGapSeconds(seen: readonly Health[]): number {
  let longest = 0;
  let since: number | undefined;
  for (const { at, ready } of seen) {
    if (ready.length > 0) since = undefined;
    else {
      since ??= at;
      longest = Math.max(longest, at - since);
    }
  }
  return longest / 1000;
}

/**
 * Decides whether a drill must be stopped.
 *
 * @param lost the site that is lost on purpose, if any
 * @param limitSeconds how long no site may take claims
 * @param graceSeconds how long another site than the lost one may be silent
 */
export function whyStop(
  seen: readonly Health[],
  about: {
    readonly sites: readonly string[];
    readonly lost?: string | undefined;
    readonly limitSeconds: number;
    readonly graceSeconds: number;
  },
): Stop {
  const last = seen.at(-1);
  if (last === undefined) return undefined;
  const without = secondsSince(seen, ({ ready }) => ready.length > 0);
  if (without > about.limitSeconds) {
    return `for ${without.toFixed(1)} s no site has taken claims (limit ${about.limitSeconds} s)`;
  }
  for (const name of about.sites) {
    if (name === about.lost) continue;
    const silent = secondsSince(seen, ({ running }) => running.includes(name));
    if (silent > about.graceSeconds) {
      return `the database of ${name}, which is not part of the drill, has not run for ${silent.toFixed(1)} s`;
    }
  }
  return undefined;
}

/** Gives the seconds since something was last so, up to the last moment seen. */
function secondsSince(seen: readonly Health[], isSo: (health: Health) => boolean): number {
  const last = seen.at(-1);
  const when = seen.findLast(isSo) ?? seen[0];
  return last === undefined || when === undefined ? 0 : (last.at - when.at) / 1000;
}
