import type { LocalDate } from '../../kernel/index.ts';

/** That a promise was kept: when, and what shows it. */
export interface PromiseProof {
  readonly keptOn: LocalDate;
  readonly proof: string;
  readonly proofUrl: string | null;
}

/** A prevention commitment made in public after an outage. @source landscape F9 */
export interface Promised {
  readonly id: string;
  readonly incidentId: string | null;
  readonly title: { readonly ko: string; readonly en: string };
  readonly owner: string;
  /** The last day on which it is still in time, inclusive. */
  readonly dueOn: LocalDate;
  readonly proof: PromiseProof | null;
}

/** Where a promise stands: a promise kept after its day was kept late. */
export type PromiseState = 'open' | 'overdue' | 'kept' | 'kept_late';

/** Tells where a promise stands on a day; the due day itself is in time. */
export function promiseState(
  promised: Pick<Promised, 'dueOn' | 'proof'>,
  today: LocalDate,
): PromiseState {
  const { dueOn, proof } = promised;
  if (proof !== null) return proof.keptOn > dueOn ? 'kept_late' : 'kept';
  return today > dueOn ? 'overdue' : 'open';
}

/** Why that a promise was kept is not recorded. */
export type ProofRefusal =
  | { readonly code: 'promise_not_found'; readonly promiseId: string }
  | { readonly code: 'promise_already_kept'; readonly keptOn: LocalDate }
  | { readonly code: 'promise_kept_in_future'; readonly today: LocalDate };

/** Decides whether a proof may be recorded; refusals in the order of the type. */
export function decideProof(
  found: { readonly promiseId: string; readonly promised: Promised | undefined },
  proof: { readonly keptOn: LocalDate },
  today: LocalDate,
): ProofRefusal | undefined {
  const { promiseId, promised } = found;
  if (promised === undefined) return { code: 'promise_not_found', promiseId };
  if (promised.proof !== null) {
    return { code: 'promise_already_kept', keptOn: promised.proof.keptOn };
  }
  if (proof.keptOn > today) return { code: 'promise_kept_in_future', today };
  return undefined;
}
