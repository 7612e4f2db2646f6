import type { Instant } from '../kernel/index.ts';
import { type AdoptedImpact, type Impact, impactKey } from './impact.ts';

/**
 * Gives what is known to stand of each thing that was affected: the adopted statement where there is
 * one, else the latest version of every statement. While an outage runs nothing can be adopted yet,
 * and still people must be told.
 *
 * @param restoredAt ends what was stated without an end, when the incident is restored
 */
export function standingImpacts(
  known: { readonly stated: readonly Impact[]; readonly adopted: readonly AdoptedImpact[] },
  restoredAt?: Instant,
): readonly Impact[] {
  const adoptedKeys = new Set(known.adopted.map(impactKey));
  const open = known.stated.filter(
    (impact) =>
      !adoptedKeys.has(impactKey(impact)) &&
      !known.stated.some(
        (other) => other.threadId === impact.threadId && other.version > impact.version,
      ),
  );
  return [...known.adopted, ...open].map((impact) => endAt(impact, restoredAt));
}

function endAt(impact: Impact, restoredAt: Instant | undefined): Impact {
  if (restoredAt === undefined) return impact;
  const intervals = impact.intervals.flatMap((interval) => {
    if (interval.until !== undefined) return [interval];
    const until = restoredAt;
    return interval.from < until
      ? [{ ...interval, until, untilPrecision: 'no_later_than' as const }]
      : [];
  });
  return { ...impact, intervals };
}
