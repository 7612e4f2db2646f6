import {
  compareRational,
  type Instant,
  type IntervalSet,
  localDateOf,
  longestRunMs,
  rational,
  totalMs,
} from '../../kernel/index.ts';
import type { FactValue } from '../../policy/index.ts';

/** What a fact can be of an impact on record. */
export type MeasureName =
  | 'length'
  | 'longest_run'
  | 'begin'
  | 'end'
  | 'day_of_begin'
  | 'day_of_end'
  | 'intervals';

/** What of the record a fact is of: one statement, one function, or one whole service. */
export type RecordSubject = 'statement' | 'function' | 'service';

/** An impact on record as it is, and as it will be. */
export interface SubjectChange {
  readonly subject: RecordSubject;
  readonly before: IntervalSet;
  readonly after: IntervalSet;
}

/** A change of the times that compensation rests on. */
export interface RecordChange {
  readonly incidentId: string;
  readonly service: string;
  /** the narrowest subject first */
  readonly subjects: readonly SubjectChange[];
}

/** What a value of the record was, and what it will be. */
export interface MeasuredChange {
  readonly subject: RecordSubject;
  readonly measure: MeasureName;
  readonly before: FactValue;
  readonly after: FactValue;
}

interface Measure {
  readonly name: MeasureName;
  readonly kind: FactValue['kind'];
  readonly of: (set: IntervalSet, zone: string) => FactValue | undefined;
}

const secondsOf = (ms: number): FactValue => ({
  kind: 'duration',
  value: rational(BigInt(ms), 1000n),
});
const instantOf = (at: Instant | undefined): FactValue | undefined =>
  at === undefined ? undefined : { kind: 'instant', at };
const dayOf = (at: Instant | undefined, zone: string): FactValue | undefined =>
  at === undefined ? undefined : { kind: 'date', on: localDateOf(at, zone) };

const measures: readonly Measure[] = [
  { name: 'length', kind: 'duration', of: (set) => secondsOf(totalMs(set)) },
  { name: 'longest_run', kind: 'duration', of: (set) => secondsOf(longestRunMs(set)) },
  { name: 'begin', kind: 'instant', of: (set) => instantOf(set[0]?.from) },
  { name: 'end', kind: 'instant', of: (set) => instantOf(set.at(-1)?.until) },
  { name: 'day_of_begin', kind: 'date', of: (set, zone) => dayOf(set[0]?.from, zone) },
  { name: 'day_of_end', kind: 'date', of: (set, zone) => dayOf(set.at(-1)?.until, zone) },
  { name: 'intervals', kind: 'interval_set', of: (set) => ({ kind: 'interval_set', set }) },
];

/**
 * Lists what a fact of a kind can be of the record, before and after: of the narrowest subject
 * first. A subject that nothing was on record of, or nothing will be, has no values.
 */
export function measureChange(
  change: RecordChange,
  asked: { readonly kind: FactValue['kind']; readonly zone: string },
): readonly MeasuredChange[] {
  return change.subjects.flatMap(({ subject, before, after }) => {
    if (before.length === 0 || after.length === 0) return [];
    return measures.flatMap(({ name, kind, of }): MeasuredChange[] => {
      if (kind !== asked.kind) return [];
      const [was, now] = [of(before, asked.zone), of(after, asked.zone)];
      if (was === undefined || now === undefined) return [];
      return [{ subject, measure: name, before: was, after: now }];
    });
  });
}

/** Tells whether two values of a fact that can be of the record are the same. */
export function isSameValue(left: FactValue, right: FactValue): boolean {
  if (left.kind === 'duration' && right.kind === 'duration') {
    return compareRational(left.value, right.value) === 0;
  }
  if (left.kind === 'instant' && right.kind === 'instant') return left.at === right.at;
  if (left.kind === 'date' && right.kind === 'date') return left.on === right.on;
  if (left.kind !== 'interval_set' || right.kind !== 'interval_set') return false;
  return (
    left.set.length === right.set.length &&
    left.set.every(({ from, until }, at) => {
      const other = right.set[at];
      return from === other?.from && until === other.until;
    })
  );
}
