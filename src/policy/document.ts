import type { CurrencyCode, LocalDate } from '../kernel/index.ts';
import type { Span } from './expression.ts';
import type {
  AwardStatement,
  ConstantDeclaration,
  FactDeclaration,
  ForStatement,
  GuardStatement,
  Label,
  LetDeclaration,
  NeedsStatement,
  ReadingDeclaration,
  Statement,
} from './statement.ts';

/** What the front matter of a policy document says. */
export interface PolicyHeader {
  readonly policy: string;
  readonly version: string;
  readonly title: Label;
  readonly incident?: string;
  readonly scheme?: string;
  readonly currency: CurrencyCode;
  readonly zone: string;
  readonly effectiveFrom?: LocalDate;
  readonly effectiveUntil?: LocalDate;
  readonly source: readonly string[];
  readonly applies: 'automatic' | 'on_claim' | 'on_acceptance';
  /** Names inside a field that the field does not have; absent where there are none. */
  readonly unread?: readonly UnreadField[];
}

/** A name inside a field of the front matter that is not read, at an offset of the document. */
export interface UnreadField {
  readonly field: string;
  readonly found: string;
  readonly offset: number;
}

/** A heading with the prose and blocks under it. `label` is its § mark, or the heading's text. */
export interface Clause {
  readonly label: string;
  readonly title: string;
  readonly span: Span;
}

/**
 * One rule: the audience, what must be shown, and the awards, all of one clause.
 * A `for` begins a new rule; what stands before the first `for` of a clause is for everyone.
 */
export interface Rule {
  readonly id: string;
  readonly clause: string;
  readonly audience?: ForStatement;
  readonly needs: readonly NeedsStatement[];
  readonly guards: readonly GuardStatement[];
  readonly awards: readonly AwardStatement[];
}

/** A fenced ```amends block: its text, where it begins, and its statements in order. */
export interface AmendsBlock {
  readonly clause: string;
  readonly text: string;
  readonly offset: number;
  readonly statements: readonly Statement[];
  /** The statements before lists by their names were looked up in them, for the formatter. */
  readonly written: readonly Statement[];
  readonly reasons: readonly WrittenReason[];
}

/** `because CODE "ko" / "en"`: a reason with its text for people, where it is written. */
export interface WrittenReason {
  readonly code: string;
  readonly label: Label;
  readonly span: Span;
}

/** A fenced ```cases block: a table of facts and the determination expected of them. */
export interface CasesBlock {
  readonly clause: string;
  readonly given: readonly { readonly name: string; readonly text: string }[];
  readonly columns: readonly string[];
  /** What the right side names: `award`, or names whose values are expected. */
  readonly results: readonly string[];
  readonly rows: readonly CaseRow[];
}

/** One row of cases: its line in the file, its number in the block, its cells as written. */
export interface CaseRow {
  readonly line: number;
  readonly number: number;
  readonly facts: readonly string[];
  /** The cells right of the arrow, one for each of the block's `results`. */
  readonly expected: readonly string[];
}

/** A policy document as read: the unit that is checked, evaluated, formatted and hashed. */
export interface PolicyDocument {
  readonly file?: string;
  readonly text: string;
  readonly hash: string;
  readonly header: PolicyHeader;
  readonly clauses: readonly Clause[];
  readonly blocks: readonly AmendsBlock[];
  readonly cases: readonly CasesBlock[];
  readonly facts: ReadonlyMap<string, FactDeclaration>;
  readonly constants: ReadonlyMap<string, ConstantDeclaration>;
  readonly readings: ReadonlyMap<string, ReadingDeclaration>;
  readonly lets: ReadonlyMap<string, LetDeclaration>;
  readonly rules: readonly Rule[];
  /** Texts of reasons, by their names; a reason without one is told by its name. */
  readonly reasons: ReadonlyMap<string, Label>;
  /** Offset of each line's first character, ascending. */
  readonly lineStarts: readonly number[];
  /** Declarations whose name an earlier one already has; refused by the checker. */
  readonly repeated: readonly Declaration[];
}

/** Whatever has a name of its own in a document. */
export type Declaration =
  | FactDeclaration
  | ConstantDeclaration
  | ReadingDeclaration
  | LetDeclaration;
