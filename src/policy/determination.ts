import type { CurrencyCode, Rational } from '../kernel/index.ts';
import type { Label, Remedy } from './statement.ts';

/**
 * How a determination ends. When rules of one document end differently, the most open one names
 * the whole, in this order: undecidable, evidence_required, review, award, none. Awards that are
 * settled are listed whatever the status is.
 */
export type DeterminationStatus = 'award' | 'none' | 'review' | 'evidence_required' | 'undecidable';

/** A value as the trace keeps it, as exact texts that survive JSON. A duration is in seconds. */
export type Shown =
  | { readonly type: 'money'; readonly value: string; readonly currency: string }
  | { readonly type: 'duration'; readonly value: string }
  /** `isShare` of what the policy has in percent, or declares as `ratio` */
  | { readonly type: 'number'; readonly value: string; readonly isShare?: true }
  | { readonly type: 'yes_no'; readonly value: boolean }
  | { readonly type: 'choice'; readonly value: string; readonly label?: Label }
  | { readonly type: 'date'; readonly value: string }
  | { readonly type: 'instant'; readonly value: string; readonly zone: string }
  /** `more` is how many stretches there are beside the first hundred */
  | {
      readonly type: 'interval_set';
      readonly value: readonly string[];
      readonly zone: string;
      readonly more?: string;
    }
  | {
      readonly type: 'record';
      readonly value: readonly {
        readonly name: string;
        readonly label?: Label;
        readonly shown: Shown;
      }[];
    }
  | {
      readonly type: 'list';
      readonly value: readonly { readonly shown: Shown; readonly times: string }[];
      /** how many values there are beside the first hundred that are kept */
      readonly more?: string;
    };

/**
 * A part of a calculation or condition with its figures put in: a sign or bracket, a value with the
 * name it stands for, what people call a fact, or a word between conditions.
 */
export type WorkPart =
  | string
  | { readonly kind: 'value'; readonly shown: Shown; readonly name?: string }
  | { readonly kind: 'label'; readonly label: Label }
  | { readonly kind: 'word'; readonly word: 'and' | 'or' | 'not' };

/** One end of a band, as the trace keeps it. */
export interface ShownEdge {
  readonly value: Shown;
  readonly isInclusive: boolean;
}

/** One thing that happened on the way to an award, in order. */
export type TraceStep =
  | { readonly kind: 'fact'; readonly name: string; readonly label?: Label; readonly value: Shown }
  | {
      readonly kind: 'constant';
      readonly name: string;
      readonly label?: Label;
      readonly value: Shown;
      readonly from?: string;
      readonly cited?: Label;
    }
  | {
      readonly kind: 'let';
      readonly name: string;
      readonly label?: Label;
      readonly value: Shown;
      readonly work?: readonly WorkPart[];
    }
  /** An amount as it was reckoned: figures, signs and brackets in order, and what they come to. */
  | {
      readonly kind: 'worked';
      readonly work: readonly WorkPart[];
      readonly value: Shown;
    }
  | {
      readonly kind: 'condition';
      readonly text: string;
      readonly holds: boolean;
      /** the condition in the words of the declarations, where they can say it */
      readonly said?: readonly WorkPart[];
    }
  | {
      readonly kind: 'band';
      readonly key: string;
      readonly label?: Label;
      readonly value: Shown;
      readonly text: string;
      readonly low?: ShownEdge;
      readonly high?: ShownEdge;
      readonly choices?: readonly string[];
      /** the texts of the choices, one for each, where any has one */
      readonly choiceLabels?: readonly Label[];
    }
  | {
      readonly kind: 'counted';
      readonly rule: 'completed' | 'begun' | 'counted';
      readonly unit: Shown;
      readonly total: Shown;
      readonly count: string;
    }
  | { readonly kind: 'form'; readonly text: string }
  | {
      readonly kind: 'rounded';
      readonly mode: string;
      readonly increment: Shown;
      readonly before: Shown;
      readonly after: Shown;
    }
  | {
      readonly kind: 'capped' | 'raised';
      readonly limit: Shown;
      readonly before: Shown;
      readonly text: string;
    }
  | {
      readonly kind: 'deducted';
      readonly limit: Shown;
      readonly before: Shown;
      readonly text: string;
    }
  | {
      readonly kind: 'dropped';
      readonly limit: Shown;
      readonly before: Shown;
      readonly text: string;
    }
  /** A cap or floor that did not act: the amount had not reached it. */
  | {
      readonly kind: 'not_capped' | 'not_raised';
      readonly limit: Shown;
      readonly before: Shown;
      readonly text: string;
    };

/** What one award statement of one rule came to. */
export interface RuleTrace {
  readonly rule: string;
  readonly clause: string;
  readonly title: string;
  readonly status: DeterminationStatus;
  readonly reason?: string;
  /** The text for people of the reason, where the document has one. */
  readonly reasonLabel?: Label;
  readonly steps: readonly TraceStep[];
}

/** The record of a determination: the version that decided, and every rule in order. */
export interface Trace {
  readonly policy: string;
  readonly version: string;
  readonly hash: string;
  readonly title: Label;
  readonly rules: readonly RuleTrace[];
}

/** A string attached to an award; goes public with the policy. */
export interface AwardBurden {
  readonly kind: 'expires' | 'requires' | 'renews' | 'first_come';
  readonly text: string;
}

/**
 * One thing that is due.
 *
 * Money remedies (cash, credit, voucher) have `amountMinor` and `currency`; the others `quantity`
 * and `unit` (points, items, hours, days, weeks, months, years). `exact` is the figure with caps
 * and floors but before the award's rounding: minor units for money, else the unit of `quantity`.
 */
export interface Award {
  readonly remedy: Remedy;
  readonly name?: string;
  readonly label?: Label;
  readonly amountMinor?: bigint;
  readonly currency?: CurrencyCode;
  readonly quantity?: Rational;
  readonly unit?: string;
  readonly clause: string;
  readonly rule: string;
  readonly exact: Rational;
  readonly burdens: readonly AwardBurden[];
  /** What the receiver may have instead, at their choice; absent when there is nothing. */
  readonly choices?: readonly AwardSummary[];
  /** How the award is come by, where that differs from the document. */
  readonly applies?: 'automatic' | 'on_claim' | 'on_acceptance';
  /** Equal parts in which it is given: how many, one for each `unit`. */
  readonly spread?: { readonly count: Rational; readonly unit: string };
  readonly trace: readonly TraceStep[];
}

/**
 * A nearest change of one fact or let that would have changed the determination: `value` is the
 * first that does, in the least step the fact is stated in, and `beyond` the bound just before it
 * where that bound itself changes nothing yet (more than 6 hours).
 */
export interface Alternative {
  readonly name: string;
  readonly label?: Label;
  /** Which value of the list `name`, counted from 1, and which field where it is a record. */
  readonly item?: {
    readonly position: number;
    readonly field?: string;
    readonly fieldLabel?: Label;
  };
  readonly current: Shown;
  readonly value: Shown;
  readonly beyond?: Shown;
  readonly direction: 'at_least' | 'at_most' | 'is';
  readonly status: DeterminationStatus;
  readonly awards: readonly AwardSummary[];
}

/** What is due, without how it came about. */
export type AwardSummary = Pick<
  Award,
  'remedy' | 'label' | 'amountMinor' | 'currency' | 'quantity' | 'unit' | 'clause'
>;

/** One policy version applied to one party's facts. */
export interface Determination {
  readonly status: DeterminationStatus;
  readonly awards: readonly Award[];
  /** Clauses that gave the status, each once, in the order of the document. */
  readonly clauses: readonly string[];
  readonly trace: Trace;
  /** Facts that are needed and not known, when the status is undecidable. */
  readonly missing: readonly string[];
  /** Texts for people of the missing facts that have one. */
  readonly missingLabels?: ReadonlyMap<string, Label>;
  /** Evidence still to be shown. */
  readonly evidence: readonly string[];
  readonly reasons: readonly { readonly code: string; readonly clause: string }[];
  readonly alternatives: readonly Alternative[];
  /** Facts of which the nearest change was not looked for, value by value; absent when none. */
  readonly unsearched?: readonly {
    readonly name: string;
    readonly label?: Label;
    /** True where the search began and ended early: there was more to look at than its budget. */
    readonly isEnded?: true;
  }[];
}
