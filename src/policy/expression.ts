import type { Instant, LocalDate, Rational, RoundingMode } from '../kernel/index.ts';

/** A stretch of the document's text: UTF-16 offsets, `until` exclusive. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** A name with the place where it is written. */
export interface Named {
  readonly name: string;
  readonly span: Span;
}

/** The four operations, as canonical text writes them. */
export type ArithmeticOperator = '+' | '-' | '×' | '÷';
/** How two values can stand to one another. */
export type Relation =
  | 'equal'
  | 'not_equal'
  | 'below'
  | 'at_most'
  | 'above'
  | 'at_least'
  | 'before'
  | 'after';

/** How a length is counted in units: whole ones only, begun ones too, or from a threshold on. */
export type CountingRule = 'completed' | 'begun' | 'counted';

/** An expression of the language, as written. Every node knows its place. */
export type Expression = { readonly span: Span } & (
  | { readonly kind: 'number'; readonly value: Rational; readonly unit?: string }
  | { readonly kind: 'date'; readonly on: LocalDate }
  | { readonly kind: 'instant'; readonly at: Instant; readonly text: string }
  | { readonly kind: 'yes_no'; readonly value: boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'dated'; readonly name: string; readonly on: Expression }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'compare';
      readonly relation: Relation;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'between';
      readonly left: Expression;
      readonly low: Expression;
      readonly high: Expression;
    }
  | {
      /** `LEFT is one of (…)`, or of a list by its name: `parse/resolve-lists.ts` finds its values. */
      readonly kind: 'one_of';
      readonly left: Expression;
      readonly values: readonly Expression[];
      readonly list?: Expression;
    }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
      /** True when a rounding after `else` is written in brackets, so that it is of that way alone. */
      readonly isElseBracketed?: boolean;
    }
  | { readonly kind: 'round'; readonly rounding: RoundingText; readonly operand: Expression }
  | {
      readonly kind: 'extreme';
      readonly which: 'greater' | 'lesser';
      readonly operands: readonly Expression[];
    }
  | {
      readonly kind: 'counting';
      readonly rule: CountingRule;
      readonly unit: Expression;
      readonly total: Expression;
      readonly part?: { readonly bound: 'from' | 'above'; readonly value: Expression };
    }
  | { readonly kind: 'call'; readonly callee: string; readonly operands: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  /** The value that is being gone through; `of` is the name that the author gave it. */
  | { readonly kind: 'each'; readonly of?: string }
  /** `NAME of each`: a field of the record that is being gone through. */
  | { readonly kind: 'field'; readonly name: string; readonly of?: string }
  /** `review` or `none` in place of a value, in a way of an `if`. */
  | { readonly kind: 'end'; readonly end: Exclude<RowOutcome, { readonly kind: 'value' }> }
  | {
      /** `SOURCE where CONDITION`, or `ITEM for each of SOURCE where CONDITION`. */
      readonly kind: 'selection';
      readonly source: Expression;
      /** The name of `for each NAME of SOURCE`; what is inside may go through another list. */
      readonly variable?: Named;
      readonly item?: Expression;
      readonly where?: Expression;
    }
  | { readonly kind: 'table'; readonly table: Table }
);

/** A rounding as written: the mode and the increment, in the unit of what is rounded. */
export interface RoundingText {
  readonly mode: RoundingMode;
  readonly increment: Expression;
  /** What the author left out: the mode, or which way a tie goes. The checker refuses it. */
  readonly open?: 'mode' | 'tie';
}

/** A piecewise table: the first row whose bound holds the key gives the outcome. */
export interface Table {
  readonly isMarginal: boolean;
  readonly key: Expression;
  readonly rows: readonly Row[];
  readonly span: Span;
}

/** One row of a table. */
export interface Row {
  readonly bound: Bound;
  readonly outcome: RowOutcome;
  readonly span: Span;
}

/** One end of a range, and whether the end itself belongs to it. */
export interface Edge {
  readonly value: Expression;
  readonly isInclusive: boolean;
}

/**
 * What a row covers. A range without `low` begins where the row before it ends.
 * `open` marks a bound that does not say whether it is included; the checker refuses it.
 */
export type Bound = { readonly span: Span } & (
  | {
      readonly kind: 'range';
      readonly low?: Edge;
      readonly high?: Edge;
      readonly open?: 'to' | 'between';
    }
  | { readonly kind: 'rest_above' }
  | { readonly kind: 'exactly'; readonly value: Expression }
  | { readonly kind: 'values'; readonly values: readonly Named[] }
  | { readonly kind: 'otherwise' }
);

/** What a row gives: an amount, or an end with its reason. */
export type RowOutcome =
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'review' | 'none'; readonly because?: string; readonly text?: ReasonText };

/** The text of a reason for people, Korean first. */
export interface ReasonText {
  readonly ko: string;
  readonly en: string;
}
