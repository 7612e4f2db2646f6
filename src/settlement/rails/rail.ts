import type { CurrencyCode, Instant } from '../../kernel/index.ts';

/** One payment as a rail is asked to make it. */
export interface RailPayment {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly payeeRef: string;
}

/** What a rail says of one payment, at once or when looked up. */
export type RailAnswer =
  | { readonly state: 'accepted' }
  | { readonly state: 'confirmed' }
  | { readonly state: 'rejected'; readonly reasonCode: string }
  | { readonly state: 'returned'; readonly reasonCode: string };

/** One booked movement on a rail's statement. `lineId` is unique on the rail, for ever. */
export interface StatementLine {
  readonly lineId: string;
  readonly reference: string;
  readonly direction: 'paid' | 'returned';
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly bookedAt: Instant;
}

/**
 * A way to pay. Every rail promises:
 *
 * - a reference submitted again is answered as the first time and never pays twice;
 * - `submit` may answer for some payments only: those without an answer are unknown;
 * - `lookUp` answers for every reference it received; one it did not receive is absent from the
 *   answer, and receiving it later is still a first time;
 * - a call that throws has an unknown effect on every payment in it.
 */
export interface Rail {
  readonly name: string;
  submit(payments: readonly RailPayment[], now: Instant): Promise<ReadonlyMap<string, RailAnswer>>;
  lookUp(references: readonly string[], now: Instant): Promise<ReadonlyMap<string, RailAnswer>>;
  /** Lists what was booked in the half-open window, by instant and line. */
  statement(window: { from: Instant; until: Instant }): Promise<readonly StatementLine[]>;
}
