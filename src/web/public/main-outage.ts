import {
  type AdoptedImpact,
  type Impact,
  type Incident,
  statedIntervals,
} from '../../incident/index.ts';
import { type Instant, totalMs } from '../../kernel/index.ts';

/** How long the outage lasted, and what that is measured from. */
export interface MainOutage<I = AdoptedImpact> {
  readonly ms: number;
  readonly from: Instant;
  /** Absent while it goes on. */
  readonly until?: Instant;
  /** The adopted impact it is measured by; absent while none is adopted. */
  readonly impact?: I;
}

function isOpen(impact: Pick<Impact, 'intervals'>): boolean {
  return impact.intervals.some(({ until }) => until === undefined);
}

/**
 * Finds how long the outage lasted: as long as the adopted impact that lasted longest, the first of
 * equals. Without an adopted impact, from the incident's beginning until everything was restored.
 *
 * An incident begins with its cause, such as a fire; services fail later. So the two lengths differ.
 */
export function findMainOutage<I extends Pick<Impact, 'intervals'>>(
  incident: Pick<Incident, 'openedAt' | 'restoredAt'>,
  impacts: readonly I[],
  now: Instant,
): MainOutage<I> {
  const { openedAt, restoredAt } = incident;
  let longest: MainOutage<I> | undefined;
  for (const impact of impacts) {
    const intervals = statedIntervals(impact, restoredAt ?? now);
    const [from, until] = [intervals.at(0)?.from, intervals.at(-1)?.until];
    const ms = totalMs(intervals);
    if (from === undefined || until === undefined || ms <= (longest?.ms ?? -1)) continue;
    const end = isOpen(impact) && restoredAt === undefined ? {} : { until };
    longest = { ms, from, impact, ...end };
  }
  if (longest !== undefined) return longest;
  const end = restoredAt === undefined ? {} : { until: restoredAt };
  return { ms: (restoredAt ?? now) - openedAt, from: openedAt, ...end };
}
