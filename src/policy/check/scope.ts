import type { PolicyDocument } from '../document.ts';
import type { Expression, Span, Table } from '../expression.ts';
import type { FactType } from '../fact.ts';
import type { Finding, FindingCode } from '../finding.ts';
import { clauseFinder, placeFinding } from '../parse/place-finding.ts';
import type { Knowledge } from './quantity.ts';
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
  readonly letKnowledge: Map<string, Knowledge>;
  readonly visiting: Set<string>;
  readonly used: Set<string>;
  /** Gives what is known of an expression, and reports what is wrong in it, once. */
  infer(expression: Expression): Knowledge;
  report(code: FindingCode, span: Span, params: Readonly<Record<string, string>>): void;
  /** The text of the document at a place, on one line. */
  quote(span: Span): string;
}

/** Opens the working state of a check; `infer` is given so that the stages need not import it. */
export function openScope(
  document: PolicyDocument,
  infer: (expression: Expression, scope: Scope) => Knowledge,
): Scope {
  const findings: Finding[] = [];
  const placing = { lineStarts: document.lineStarts, clauseAt: clauseFinder(document.clauses) };
  const known = new Map<Expression, Knowledge>();
  const scope: Scope = {
    document,
    findings,
    known,
    tables: new Map(),
    factTypes: new Map(),
    choiceLiterals: new Set(),
    letKnowledge: new Map(),
    visiting: new Set(),
    used: new Set(),
    infer: (expression) => {
      const before = known.get(expression);
      if (before) return before;
      const found = infer(expression, scope);
      known.set(expression, found);
      return found;
    },
    report: (code, span, params) => {
      findings.push(placeFinding(placing, span.from, { code, params }));
    },
    quote: (span) => document.text.slice(span.from, span.until).replace(/\s+/g, ' '),
  };
  return scope;
}
