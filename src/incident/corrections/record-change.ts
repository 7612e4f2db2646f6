import { type Instant, type IntervalSet, intervalSet } from '../../kernel/index.ts';
import type { Tx } from '../../platform/index.ts';
import {
  type AdoptedImpact,
  type AdoptionChange,
  type Impact,
  impactKey,
  measureAdoption,
  statedIntervals,
} from '../impact.ts';

/** The times of one statement, function or service as they count now, and as they would. */
export interface SubjectChange {
  readonly subject: 'statement' | 'function' | 'service';
  readonly before: IntervalSet;
  readonly after: IntervalSet;
}

/** What would be another once compensation rests on other times. */
export interface RecordChange {
  readonly incidentId: string;
  readonly service: string;
  /** the narrowest first */
  readonly subjects: readonly SubjectChange[];
}

/** What a change means to the parties of one class under one policy; money in minor units. */
export interface CostLine {
  readonly policyId: string;
  readonly version: string;
  readonly partyClass: string;
  readonly remedy: string;
  readonly name: string | null;
  readonly currency: string | null;
  readonly unit: string | null;
  readonly parties: number;
  readonly beforeMinor: string | null;
  readonly afterMinor: string | null;
  readonly differenceMinor: string | null;
}

/** What a change of the times on record means in money. */
export interface CorrectionCost {
  readonly lines: readonly CostLine[];
  readonly facts: readonly {
    readonly policyId: string;
    readonly fact: string;
    readonly subject: SubjectChange['subject'];
    readonly measure: string;
    readonly parties: number;
  }[];
  readonly policies: readonly {
    readonly policyId: string;
    readonly version: string;
    readonly parties: number;
    readonly unchangedParties: number;
    readonly unknownParties: number;
  }[];
}

/**
 * Works out what a change means in money. Policies, claims and awards belong to later rooms, so it
 * is given where the rooms are put together.
 */
export type CostReckoner = (tx: Tx, change: RecordChange) => Promise<CorrectionCost>;

/** A statement that compensation may come to rest on, among all that is known. */
export interface ConsideredChange {
  readonly next: Impact;
  /** the statement it corrects, if it does */
  readonly corrected: Impact | undefined;
  readonly adopted: readonly AdoptedImpact[];
}

/** Gives the statement that compensation rests on now, which the next one would displace. */
function displacedBy({ next, adopted }: ConsideredChange): AdoptedImpact | undefined {
  return adopted.find((other) => impactKey(other) === impactKey(next));
}

/**
 * Gives the times as they count and as they would if compensation rested on the next statement.
 *
 * @param now where a stretch without an end is cut off
 */
export function changeOfRecord(considered: ConsideredChange, now: Instant): RecordChange {
  const { next, corrected, adopted } = considered;
  const displaced = displacedBy(considered);
  const union = (impacts: readonly Impact[]): IntervalSet =>
    intervalSet(impacts.flatMap((impact) => [...statedIntervals(impact, now)]));
  const kept = adopted.filter((impact) => impact !== displaced);
  const part = (subject: SubjectChange['subject'], isOf: (impact: Impact) => boolean) => ({
    subject,
    before: union(adopted.filter(isOf)),
    after: union([...kept.filter(isOf), next]),
  });
  const { incidentId, service } = next;
  const before = displaced ?? corrected;
  return {
    ...{ incidentId, service },
    subjects: [
      {
        subject: 'statement',
        before: before === undefined ? [] : statedIntervals(before, now),
        after: statedIntervals(next, now),
      },
      part('function', (one) => one.service === service && one.function === next.function),
      part('service', (one) => one.service === service),
    ],
  };
}

/** Measures the change in time against what counts now, or against what is corrected. */
export function measureConsidered(considered: ConsideredChange, now: Instant): AdoptionChange {
  const closed = (impact: Impact): Pick<Impact, 'intervals'> => ({
    intervals: statedIntervals(impact, now).map(({ from, until }) => ({
      ...{ from, until, fromPrecision: 'exact' as const, untilPrecision: 'exact' as const },
    })),
  });
  const before = displacedBy(considered) ?? considered.corrected;
  return measureAdoption({
    before: before === undefined ? undefined : closed(before),
    after: closed(considered.next),
  });
}

/** Tells whether compensation rests on the statement that is corrected. */
export function isAdopted({ corrected, adopted }: ConsideredChange): boolean {
  return adopted.some(({ id }) => id === corrected?.id);
}
