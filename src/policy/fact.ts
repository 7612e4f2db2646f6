import type { Instant, IntervalSet, LocalDate, Rational } from '../kernel/index.ts';

/**
 * The value of a fact. Money is in major units of the declared currency, a duration in seconds;
 * both exact. `evidence` is the list of documents that were shown and accepted.
 */
export type FactValue =
  | { readonly kind: 'money'; readonly value: Rational; readonly currency: string }
  | { readonly kind: 'ratio'; readonly value: Rational }
  | { readonly kind: 'count'; readonly value: Rational }
  | { readonly kind: 'duration'; readonly value: Rational }
  | { readonly kind: 'instant'; readonly at: Instant }
  | { readonly kind: 'date'; readonly on: LocalDate }
  | { readonly kind: 'interval_set'; readonly set: IntervalSet }
  | { readonly kind: 'choice'; readonly choice: string }
  | { readonly kind: 'yes_no'; readonly value: boolean }
  | { readonly kind: 'list'; readonly entries: readonly ListEntry[] }
  /** A field that is not known is absent, as a fact is. */
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, SingleValue> }
  | { readonly kind: 'evidence'; readonly names: readonly string[] };

/** A value of a list and how many times in a row it stands there, 1 or more. */
export interface ListEntry {
  readonly value: SingleValue;
  readonly times: bigint;
}

/** What a list, or a field of a record in one, can hold. */
export type SingleValue = Exclude<FactValue, { readonly kind: 'list' | 'evidence' }>;

/** Facts of one party by name. A fact that is not known is absent; there is no null. */
export type Facts = { readonly [name: string]: FactValue };

/** The key under which facts list the evidence shown: `"evidence": ["bank-account"]`. */
export const evidenceFact = 'evidence';

/** The kinds a fact can be declared with. */
export type FactType = SingleType | { readonly kind: 'list'; readonly of: ListedType };

/** What a list can be declared to hold. */
export type ListedType = SingleType | RecordType;

/** Several values under names of their own, such as one incident or one line of a household. */
export interface RecordType {
  readonly kind: 'record';
  readonly fields: readonly FieldType[];
}

/** One field of a record; its range is inclusive at both ends, in the field's own unit. */
export interface FieldType {
  readonly name: string;
  readonly type: SingleType;
  readonly low?: Rational;
  readonly high?: Rational;
}

/** The kinds a fact can be declared with, lists aside. */
export type SingleType =
  | { readonly kind: 'money'; readonly currency: string }
  /** `isShare` when it is declared as `ratio`, which is told in percent, and not as `number`. */
  | { readonly kind: 'ratio'; readonly isShare?: true }
  | { readonly kind: 'count' | 'duration' | 'instant' | 'date' }
  | { readonly kind: 'interval_set' | 'yes_no' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };
