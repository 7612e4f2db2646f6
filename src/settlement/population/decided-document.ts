import type {
  PlannedCondition,
  PlannedOutcome,
  PlannedStatement,
} from '../../policy/compile/index.ts';
import type { PolicyDocument } from '../../policy/index.ts';

/**
 * A document ready to be applied to a population. `compiled`: the whole of it is one query.
 * `per_tuple`: each distinct set of facts was decided by the exact evaluator and is joined back;
 * `reason` says which part of the document asked for it.
 */
export interface DecidedDocument {
  readonly document: PolicyDocument;
  readonly road: 'compiled' | 'per_tuple';
  readonly reason?: string;
  readonly distinctCount?: number;
  readonly statements: readonly PlannedStatement[];
  readonly conditions: readonly PlannedCondition[];
  readonly statusColumn: string;
  readonly missingNames: readonly string[];
  /** columns of the population that the document reads */
  readonly usedColumns: readonly string[];
  /** Gives the query: everything of the source, and the columns named here. */
  render(source: string): string;
}

/** Gives what an outcome is called in a file of awards: its clause, how it ended, and why or what. */
export function outcomeText(clause: string, { status, reason, remedy }: PlannedOutcome): string {
  if (status !== 'award' || !remedy) return [clause, status, reason].filter(Boolean).join(' ');
  return [clause, status, remedy.remedy, remedy.name].filter(Boolean).join(' ');
}

/** Gives a name for each award statement of a run, none twice. */
export function statementLabels(documents: readonly DecidedDocument[]): readonly string[][] {
  return documents.map(({ document, statements }) =>
    statements.map(({ clause }, index) => {
      const alike = statements.filter((one) => one.clause === clause);
      const at = statements.slice(0, index).filter((one) => one.clause === clause).length;
      const own = alike.length > 1 ? `${clause}.${at + 1}` : clause;
      return documents.length > 1 ? `${document.header.policy} ${own}` : own;
    }),
  );
}

/** Gives the SQL that is yes where a statement awards, and, if wanted, something of one currency. */
export function isAward(
  { outcomes, outcomeColumn }: PlannedStatement,
  wanted: (outcome: PlannedOutcome) => boolean = () => true,
): string {
  const numbers = outcomes.flatMap((outcome, index) =>
    outcome.status === 'award' && wanted(outcome) ? [index] : [],
  );
  return numbers.length === 0 ? 'false' : `(${outcomeColumn} in (${numbers.join(', ')}))`;
}

/** Gives the SQL of what a party is paid in one currency under some statements, in minor units. */
export function paidMinor(statements: readonly PlannedStatement[], currency: string): string {
  const parts = statements.flatMap((statement) => {
    const holds = isAward(statement, ({ remedy }) => remedy?.currency === currency);
    if (holds === 'false') return [];
    return [`case when ${holds} then ${statement.amountColumn}::hugeint else 0 end`];
  });
  return parts.length === 0 ? '0::hugeint' : `(${parts.join(' + ')})`;
}

/** Gives the currencies that some documents pay in, each once. */
export function listCurrencies(documents: readonly DecidedDocument[]): readonly string[] {
  const all = documents.flatMap(({ statements }) =>
    statements.flatMap(({ outcomes }) => outcomes.flatMap((one) => one.remedy?.currency ?? [])),
  );
  return [...new Set(all)].sort();
}
