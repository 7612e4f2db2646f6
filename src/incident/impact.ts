import {
  assert,
  compareInstant,
  differenceIntervals,
  type Instant,
  type IntervalSet,
  intervalSet,
  totalMs,
} from '../kernel/index.ts';
import type { Titles } from './incident.ts';

/** How bad a function was: it did not work, or worked worse than it should. */
export type Severity = 'down' | 'degraded';

/**
 * How sure a stated instant is: as measured, rounded by the source, or only a bound. A status
 * notice that lists a function as working gives `no_later_than`; one that still lists it as broken
 * gives `no_earlier_than`.
 */
export type Precision = 'exact' | 'approximate' | 'no_earlier_than' | 'no_later_than' | 'planned';

/** Who within a service an impact touched; an absent dimension means everyone. */
export interface Scope {
  readonly region?: string;
  readonly platform?: string;
  readonly plan?: string;
}

/** One stretch of a stated impact, half-open; no `until` means not yet restored when stated. */
export interface StatedInterval {
  readonly from: Instant;
  readonly fromPrecision: Precision;
  readonly until?: Instant;
  readonly untilPrecision?: Precision;
}

/**
 * What one party said about one function: when it was down or degraded, for whom, from which
 * sources. Never changed; a correction is a new impact of the same thread with the next version.
 */
export interface Impact {
  readonly id: string;
  readonly incidentId: string;
  readonly threadId: string;
  readonly version: number;
  readonly service: string;
  readonly function: string;
  readonly scope: Scope;
  readonly severity: Severity;
  readonly intervals: readonly StatedInterval[];
  readonly statedBy: string;
  readonly sources: readonly number[];
  readonly note?: Titles;
  readonly reason: string;
}

/** That one statement among several is the one compensation rests on, and why. */
export interface ImpactAdoption {
  readonly id: string;
  readonly impactId: string;
  readonly reason: string;
  readonly adoptedAt: Instant;
}

/** An impact that stands adopted for compensation. */
export interface AdoptedImpact extends Impact {
  readonly adoption: ImpactAdoption;
}

/** Names the thing that contested statements are about: one adopted statement per key. */
export function impactKey(
  impact: Pick<Impact, 'service' | 'function' | 'scope' | 'severity'>,
): string {
  const { region = '*', platform = '*', plan = '*' } = impact.scope;
  return [impact.service, impact.function, region, platform, plan, impact.severity].join('/');
}

/**
 * Gives the intervals of one statement as a set.
 *
 * @param openUntil where a stretch that has no end is cut off, exclusive; without it such a stretch
 *   is a fault, because an unfinished outage has no length
 */
export function statedIntervals(
  impact: Pick<Impact, 'intervals'>,
  openUntil?: Instant,
): IntervalSet {
  const closed = impact.intervals.flatMap(({ from, until }) => {
    const end = until ?? openUntil;
    assert(end !== undefined, 'incident: an open-ended impact needs an instant to cut it at');
    return compareInstant(from, end) < 0 ? [{ from, until: end }] : [];
  });
  return intervalSet(closed);
}

/** Which adopted impacts count, for `adoptedIntervals`. */
export interface ImpactSelection {
  readonly service: string;
  /** Without it every function of the service counts. */
  readonly function?: string;
  /** The claimant's own place; impacts limited to another region, platform or plan do not count. */
  readonly scope?: Scope;
  /** Without it both severities count. */
  readonly severity?: Severity;
  /** Where an outage that still runs is cut off, exclusive. */
  readonly openUntil?: Instant;
}

/**
 * Gives the union of all adopted intervals of a service function, for one claimant's scope.
 *
 * An impact limited to a platform counts only for a scope that names that same platform; an impact
 * without limits counts for everyone.
 *
 * @returns a normalised set, half-open, empty when nothing was adopted
 */
export function adoptedIntervals(
  impacts: readonly AdoptedImpact[],
  selection: ImpactSelection,
): IntervalSet {
  const counted = impacts.filter(
    (impact) =>
      impact.service === selection.service &&
      (selection.function === undefined || impact.function === selection.function) &&
      (selection.severity === undefined || impact.severity === selection.severity) &&
      coversScope(impact.scope, selection.scope ?? {}),
  );
  return intervalSet(
    counted.flatMap((impact) => [...statedIntervals(impact, selection.openUntil)]),
  );
}

function coversScope(limit: Scope, place: Scope): boolean {
  const dimensions = ['region', 'platform', 'plan'] as const;
  return dimensions.every((name) => limit[name] === undefined || limit[name] === place[name]);
}

/** What adopting another statement changes in adopted time, in milliseconds. */
export interface AdoptionChange {
  readonly addedMs: number;
  readonly removedMs: number;
}

/** Measures what changes when `after` is adopted in place of `before`. */
export function measureAdoption(change: {
  readonly before: Pick<Impact, 'intervals'> | undefined;
  readonly after: Pick<Impact, 'intervals'>;
}): AdoptionChange {
  const before = change.before === undefined ? [] : statedIntervals(change.before);
  const after = statedIntervals(change.after);
  return {
    addedMs: totalMs(differenceIntervals(after, before)),
    removedMs: totalMs(differenceIntervals(before, after)),
  };
}
