import type { PolicyDocument } from '../document.ts';
import type { Expression, Span, Table } from '../expression.ts';
import type { FactType } from '../fact.ts';
import type { Finding, FindingCode } from '../finding.ts';
import { clauseFinder, placeFinding } from '../parse/place-finding.ts';
import { type Assumptions, narrow } from './narrow/assume.ts';
import { type Knowledge, unknown } from './quantity.ts';
import type { ResolvedTable } from './resolve-table.ts';

/** Everything the checker learns of a document; the evaluator works from it. */
export interface Analysis {
  readonly findings: readonly Finding[];
  readonly known: ReadonlyMap<Expression, Knowledge>;
  readonly tables: ReadonlyMap<Table, ResolvedTable>;
  readonly factTypes: ReadonlyMap<string, FactType>;
  /** Names on the right of a comparison that stand for a value of a choice. */
  readonly choiceLiterals: ReadonlySet<Expression>;
}

/** The checker's working state for one document. */
export interface Scope {
  readonly document: PolicyDocument;
  readonly findings: Finding[];
  readonly known: Map<Expression, Knowledge>;
  readonly tables: Map<Table, ResolvedTable>;
  readonly factTypes: Map<string, FactType>;
  readonly choiceLiterals: Set<Expression>;
  /** What is known of the value behind a name, and how deep it is. */
  readonly behind: Map<string, { readonly known: Knowledge; readonly depth: number }>;
  readonly visiting: Set<string>;
  readonly used: Set<string>;
  /** What `each` is, while a list is gone through. */
  eachOf: Knowledge | undefined;
  /** What the values of the lists are that are gone through under a name. */
  variables: ReadonlyMap<string, Knowledge>;
  /** What the conditions around a place say of expressions, by their texts. */
  assumed: Assumptions;
  /** Gives what is known of an expression, and reports what is wrong in it, once. */
  infer(expression: Expression): Knowledge;
  /** Notes that a name at this place leads `depth` levels down; too deep is reported. */
  reach(depth: number, span: Span): void;
  /** Runs some inference and gives how many levels it went down. */
  measure<T>(work: () => T): { readonly result: T; readonly depth: number };
  report(code: FindingCode, span: Span, params: Readonly<Record<string, string>>): void;
  /** The text of the document at a place, on one line. */
  quote(span: Span): string;
}

// Expressions and the names they lead through, together; the evaluator goes down as far.
const maxLevel = 400;

/** Opens the working state of a check; `infer` is given so that the stages need not import it. */
export function openScope(
  document: PolicyDocument,
  infer: (expression: Expression, scope: Scope) => Knowledge,
): Scope {
  const findings: Finding[] = [];
  const placing = { lineStarts: document.lineStarts, clauseAt: clauseFinder(document.clauses) };
  const known = new Map<Expression, Knowledge>();
  let level = 0;
  let deepest = 0;
  let isTooDeep = false;
  const scope: Scope = {
    document,
    findings,
    known,
    tables: new Map(),
    factTypes: new Map(),
    choiceLiterals: new Set(),
    behind: new Map(),
    visiting: new Set(),
    used: new Set(),
    eachOf: undefined,
    variables: new Map(),
    assumed: new Map(),
    infer: (expression) => {
      const before = known.get(expression);
      if (before) return before;
      level += 1;
      scope.reach(0, expression.span);
      const bare = level > maxLevel ? unknown : infer(expression, scope);
      const { assumed } = scope;
      const found =
        assumed.size === 0 ? bare : narrow(bare, assumed.get(scope.quote(expression.span)));
      level -= 1;
      known.set(expression, found);
      return found;
    },
    reach: (depth, span) => {
      deepest = Math.max(deepest, level + depth);
      if (deepest <= maxLevel || isTooDeep) return;
      isTooDeep = true;
      const params = { most: String(maxLevel), write: 'fewer names that lead to other names' };
      scope.report('nested_too_deeply', span, params);
    },
    measure: (work) => {
      const outer = deepest;
      deepest = level;
      const result = work();
      const depth = deepest - level;
      deepest = Math.max(outer, deepest);
      return { result, depth };
    },
    report: (code, span, params) => {
      findings.push(placeFinding(placing, span.from, { code, params }));
    },
    quote: (span) => document.text.slice(span.from, span.until).replace(/\s+/g, ' '),
  };
  return scope;
}
