import type { CurrencyCode, Instant } from '../../kernel/index.ts';

/** One payment as a rail is asked to make it. */
export interface RailPayment {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly payeeRef: string;
  /** What is given, of a payment that is not cash. */
  readonly grant?: Grant;
}

/** What is given other than in cash, as the company's app is asked to give it. */
export interface Grant {
  readonly remedy: string;
  readonly name: string | null;
  /** How much of its unit, as an exact rational in text; null of what is worth its amount. */
  readonly quantity: string | null;
  readonly unit: string | null;
  /** Exclusive; null is for ever. */
  readonly expiresAt: Instant | null;
}

/** What a rail says of one payment, at once, when looked up, or by itself. */
export type RailAnswer = {
  /** What it says it pays, when it says so: it is compared with what was asked. */
  readonly amountMinor?: bigint;
  readonly currency?: CurrencyCode;
  /** The rail's own number of what it says, rising: an answer behind one seen is passed over. */
  readonly version?: bigint;
} & (
  | {
      /** Written into a file, or waiting at the rail, and not taken yet. */
      readonly state: 'queued';
    }
  | { readonly state: 'accepted' }
  | { readonly state: 'confirmed' }
  | {
      readonly state: 'rejected';
      readonly reasonCode: string;
      /** The rail guarantees that it will never pay this one. */
      readonly isFinal?: boolean;
    }
  | { readonly state: 'returned'; readonly reasonCode: string }
);

/** One booked movement on a rail's statement. `lineId` is unique on the rail, for ever. */
export interface StatementLine {
  readonly lineId: string;
  readonly reference: string;
  readonly direction: 'paid' | 'returned';
  /** What the payee got, or gave back. */
  readonly amountMinor: bigint;
  /** What the rail charged us for it besides; none unless given. */
  readonly feeMinor?: bigint;
  readonly currency: CurrencyCode;
  readonly bookedAt: Instant;
}

/** What a rail promises of its look-ups and its references, in milliseconds. */
export interface RailPromise {
  /** So long after a submission a look-up may not know of it yet. */
  readonly lookUpLagMs: number;
  /** So long after the first submission a reference submitted again pays nothing new. */
  readonly keyWindowMs: number;
}

/** Of a rail that keeps what it was given for ever and knows of it at once. */
export const keptForEver: RailPromise = { lookUpLagMs: 0, keyWindowMs: Number.POSITIVE_INFINITY };

/**
 * A way to pay. Every rail promises:
 *
 * - a reference submitted again within its `keyWindowMs` is answered as the first time and never
 *   pays twice;
 * - `submit` may answer for some payments only: those without an answer are unknown;
 * - `lookUp` answers for every reference it received longer than `lookUpLagMs` ago; one it did not
 *   receive is absent from the answer, and receiving it later is still a first time;
 * - a call that throws has an unknown effect on every payment in it, but one that throws
 *   `rail_busy` took nothing and may be made again later.
 */
export interface Rail {
  readonly name: string;
  readonly promise: RailPromise;
  submit(payments: readonly RailPayment[], now: Instant): Promise<ReadonlyMap<string, RailAnswer>>;
  lookUp(references: readonly string[], now: Instant): Promise<ReadonlyMap<string, RailAnswer>>;
  /** Lists what was booked in the half-open window, by instant and line. */
  statement(window: { from: Instant; until: Instant }): Promise<readonly StatementLine[]>;
  /** Gives what may still be paid out in a currency; undefined when the rail does not say. */
  availableMinor?(currency: CurrencyCode, now: Instant): Promise<bigint | undefined>;
}
