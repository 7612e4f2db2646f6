import type { Award, Determination, DeterminationStatus } from '../../determination.ts';
import type { PartialResult } from '../evaluate-rule.ts';
import { isAward } from './compile-statement.ts';

/** How open an end is; the most open one names the whole. */
const openness: Readonly<Record<DeterminationStatus, number>> = {
  none: 0,
  award: 1,
  review: 2,
  evidence_required: 3,
  undecidable: 4,
};

const nothing: readonly never[] = [];

type Reason = Determination['reasons'][number];

/** What a statement comes to for a party that is not in its audience. */
export const notInAudience: PartialResult = { status: 'none', reason: 'not_in_audience' };

/** Where an award statement stands; it keeps the reason that it gave last, which mostly recurs. */
export class Place {
  readonly clause: string;
  /** Whether another statement stands in the same clause. */
  readonly isShared: boolean;
  /** The reason of whoever is not in the audience. */
  readonly outside: Reason;
  private last: Reason | undefined;

  /** Whether the rule has no audience. */
  readonly isForAll: boolean;

  constructor(clause: string, is: { readonly isShared: boolean; readonly isForAll: boolean }) {
    this.clause = clause;
    this.outside = { code: 'not_in_audience', clause };
    this.isShared = is.isShared;
    this.isForAll = is.isForAll;
  }

  /** Gives a reason of this clause. */
  reason(code: string): Reason {
    if (this.last?.code !== code) this.last = { code, clause: this.clause };
    return this.last;
  }
}

/** Gathers what award statements came to, in their order; as the evaluator does with its traces. */
export class Gathering {
  private status: DeterminationStatus = 'none';
  private rank = 0;
  private clauses: string[] = [];
  private missing: readonly string[] = nothing;
  private evidence: readonly string[] = nothing;
  private readonly awards: Award[] = [];
  private readonly reasons: Reason[] = [];

  /** Adds that a party is not in the audience, by far the most common end; once for each clause. */
  addOutside(place: Place): void {
    if (place.isShared) this.addReason(place.outside, place);
    else this.reasons.push(place.outside);
  }

  /** Adds an award in whose way nothing stands. */
  addAward(award: Award, { clause }: Place): void {
    this.awards.push(award);
    this.rise('award', clause);
  }

  /** Adds what one statement came to. */
  add(result: PartialResult | Award, place: Place): void {
    if (result === notInAudience) {
      this.addOutside(place);
      return;
    }
    if (isAward(result)) {
      this.addAward(result, place);
      return;
    }
    if (result.reason !== undefined) this.addReason(place.reason(result.reason), place);
    if (result.status === 'none') return;
    if (result.award) this.awards.push(result.award);
    this.rise(result.status, place.clause);
    if (result.missing) this.missing = union(this.missing, result.missing);
    if (result.evidence) this.evidence = union(this.evidence, result.evidence);
  }

  /** Gives the determination that all came to; `all` are the clauses of the document's awards. */
  finish(trace: Determination['trace'], all: readonly string[]): Determination {
    const { status, awards, missing, evidence, reasons } = this;
    const clauses = this.rank === 0 ? all : this.clauses;
    return { status, awards, clauses, trace, missing, evidence, reasons, alternatives: nothing };
  }

  private rise(status: DeterminationStatus, clause: string): void {
    const rank = openness[status];
    if (rank < this.rank) return;
    if (rank > this.rank) {
      this.rank = rank;
      this.status = status;
      this.clauses = [clause];
    } else if (!this.clauses.includes(clause)) this.clauses.push(clause);
  }

  private addReason(reason: Reason, { isShared }: Place): void {
    if (isShared && this.reasons.some((one) => isSame(one, reason))) return;
    this.reasons.push(reason);
  }
}

function isSame(one: Reason, other: Reason): boolean {
  return one.code === other.code && one.clause === other.clause;
}

function union(all: readonly string[], more: readonly string[]): readonly string[] {
  return more.length === 0 ? all : [...new Set([...all, ...more])];
}
