import type { LocalDate } from '../kernel/index.ts';
import type { Expression, Named, RoundingText, Span } from './expression.ts';

/** A text for people, Korean first; `en` repeats it where only one language is written. */
export interface Label {
  readonly ko: string;
  readonly en: string;
}

/** Every remedy the language can award. */
export const remedies = ['cash', 'credit', 'points', 'extension', 'voucher', 'item'] as const;
/** One of the remedies. */
export type Remedy = (typeof remedies)[number];

/** Where facts can come from. */
export const factSources = ['claimant', 'company', 'incident', 'evidence', 'reviewer'] as const;
/** One of the sources of facts. */
export type FactSource = (typeof factSources)[number];

/** A type as written; `check/declared-type.ts` gives it its meaning. */
export interface TypeText {
  readonly words: readonly string[];
  /** True for `list of …`; `words` then name what it is a list of. */
  readonly isList?: boolean;
  readonly choices?: readonly string[];
  /** Texts for people, by choice; a choice without one is shown as it is written. */
  readonly choiceLabels?: ReadonlyMap<string, Label>;
  /** What each record of a `list of (…)` holds. */
  readonly fields?: readonly FieldText[];
  readonly span: Span;
}

/** `NAME : TYPE at least X at most Y "…"` inside `list of (…)`. */
export interface FieldText {
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: TypeText;
  readonly least?: Expression;
  readonly most?: Expression;
  readonly label?: Label;
  readonly span: Span;
}

/** `fact NAME : TYPE … from SOURCE "…"`. */
export interface FactDeclaration {
  readonly kind: 'fact';
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: TypeText;
  readonly least?: Expression;
  readonly most?: Expression;
  readonly fallback?: Expression;
  /** True when the value is written `none`: an empty list or interval set. */
  readonly isNoneUnlessStated?: boolean;
  readonly source: Named;
  readonly label?: Label;
  readonly span: Span;
}

/** `constant NAME "ko" / "en" = VALUE from DATE, … source "…"`. */
export interface ConstantDeclaration {
  readonly kind: 'constant';
  readonly name: string;
  readonly nameSpan: Span;
  readonly label?: Label;
  readonly values: readonly { readonly value: Expression; readonly from?: LocalDate }[];
  readonly cited?: Label;
  readonly span: Span;
}

/**
 * `reading NAME = A or B taken A because "…"`: readings that a source leaves open, and the one
 * that the author takes. Without `taken` the checker refuses the document.
 */
export interface ReadingDeclaration {
  readonly kind: 'reading';
  readonly name: string;
  readonly nameSpan: Span;
  readonly label?: Label;
  readonly choices: readonly string[];
  readonly choiceLabels: ReadonlyMap<string, Label>;
  readonly taken?: Named & { readonly because: Label };
  readonly span: Span;
}

/** `let NAME "ko" / "en" = EXPRESSION`. */
export interface LetDeclaration {
  readonly kind: 'let';
  readonly name: string;
  readonly nameSpan: Span;
  readonly label?: Label;
  readonly value: Expression;
  readonly span: Span;
}

/** `for CONDITION`, or `for everyone` without one. */
export interface ForStatement {
  readonly kind: 'for';
  readonly condition?: Expression;
  readonly span: Span;
}

/** `needs EVIDENCE, …`. */
export interface NeedsStatement {
  readonly kind: 'needs';
  readonly evidence: readonly Named[];
  readonly span: Span;
}

/** `exclude when …` and `review when …`: a condition that takes the rule's awards away. */
export interface GuardStatement {
  readonly kind: 'exclude' | 'review_when';
  readonly condition: Expression;
  readonly because: string;
  /** The text of the reason, where it is written here. */
  readonly becauseLabel?: Label;
  readonly span: Span;
}

/** `award FORM, or FORM …`. */
export interface AwardStatement {
  readonly kind: 'award';
  readonly forms: readonly Form[];
  readonly span: Span;
}

/** One form of an award. The first is the usual one; a later one is taken when its `when` holds. */
export interface Form {
  readonly remedy: Named;
  readonly label?: Label;
  readonly amount: Expression;
  readonly steps: readonly Step[];
  readonly each?: Expression;
  readonly inUnit?: Named;
  readonly guard?: Expression;
  readonly relation?: FormRelation;
  readonly burdens: readonly Burden[];
  /** True for `or if preferred`: offered beside the award, for its receiver to choose. */
  readonly isPreferred?: boolean;
  readonly payable?: Payable;
  /** The stretch of time, such as 3 months, over which the award is given in equal parts. */
  readonly spread?: Expression;
  readonly span: Span;
}

/** `payable on-claim if CONDITION`: how an award is come by when that differs from the document. */
export interface Payable {
  readonly how: Named;
  readonly condition?: Expression;
  readonly span: Span;
}

/** How a form stands to the awards of other clauses; no clauses means all of them. */
export type FormRelation = { readonly span: Span } & (
  | { readonly kind: 'in_addition'; readonly clauses: readonly Named[] }
  | { readonly kind: 'instead'; readonly clauses: readonly Named[] }
);

/** A step after the amount, in the order written. `hasThen` says the author stated the order. */
export type Step = { readonly span: Span; readonly hasThen: boolean } & (
  | { readonly kind: 'cap'; readonly value: Expression }
  | { readonly kind: 'floor'; readonly value: Expression }
  | { readonly kind: 'less'; readonly value: Expression }
  | { readonly kind: 'round'; readonly rounding: RoundingText }
  | { readonly kind: 'nothing'; readonly bound: 'below' | 'up_to'; readonly value: Expression }
);

/** A string attached to a remedy. `requires` names are checked against a closed list. */
export type Burden = { readonly span: Span } & (
  | { readonly kind: 'expires'; readonly bound: 'after' | 'on'; readonly after: Expression }
  | { readonly kind: 'requires'; readonly what: string; readonly least?: Expression }
  | { readonly kind: 'renews' }
  | { readonly kind: 'first_come'; readonly count: Expression }
);

/** Anything that stands in a block. */
export type Statement =
  | FactDeclaration
  | ConstantDeclaration
  | ReadingDeclaration
  | LetDeclaration
  | ForStatement
  | NeedsStatement
  | GuardStatement
  | AwardStatement;
