/** A refusal a person can act on: a stable snake_case code and typed parameters, no sentence. */
export interface Refusal {
  readonly code: string;
}

/**
 * The answer of a decision: a value, or the refusal to show.
 *
 * Refusals are returned, never thrown.
 *
 * @source ARCHITECTURE.md, "One claim's journey": refusal, fault, failure
 */
export type Outcome<V, R extends Refusal = Refusal> =
  | { readonly ok: true; readonly value: V }
  | { readonly ok: false; readonly refusal: R };

/** Wraps a value as an accepted outcome. */
export function accept<V>(value: V): { readonly ok: true; readonly value: V } {
  return { ok: true, value };
}

/** Wraps a refusal as a refused outcome. */
export function refuse<R extends Refusal>(refusal: R): { readonly ok: false; readonly refusal: R } {
  return { ok: false, refusal };
}

/**
 * A bug or a broken invariant; it aborts the transaction and is never shown to a claimant.
 *
 * @source ARCHITECTURE.md, "One claim's journey": refusal, fault, failure
 */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
  readonly details: unknown;

  constructor(message: string, details?: unknown) {
    super(message);
    this.details = details;
  }
}

/**
 * Throws an InvariantError unless the condition is truthy.
 *
 * @param message the property that should have held, as 'ledger: debits equal credits'
 * @param details values that help to find the bug; kept on the error, not in its message
 */
export function assert(condition: unknown, message: string, details?: unknown): asserts condition {
  if (!condition) throw new InvariantError(message, details);
}
