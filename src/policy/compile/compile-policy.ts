import { accept, assert, type Outcome, refuse } from '../../kernel/index.ts';
import { analysePolicy } from '../check/check-policy.ts';
import type { DeterminationStatus } from '../determination.ts';
import type { PolicyDocument, Rule } from '../document.ts';
import type { Expression } from '../expression.ts';
import { stopsEvaluation } from '../finding.ts';
import type { Compilation, FactColumn } from './compilation.ts';
import { compileAudience, compileDocumentBarrier } from './compile-barrier.ts';
import { compileExpression } from './compile-expression.ts';
import type { CompiledRemedy } from './compile-form.ts';
import { compileReplacements } from './compile-replacement.ts';
import { type CompiledOutcome, type CompiledStatement, compileAward } from './compile-rule.ts';
import { bindValue, holds, openStops } from './compiled-value.ts';
import type { Dialect } from './sql/dialect.ts';
import { compareFractions, type Fraction } from './sql/fraction.ts';
import { type Cell, depthOf, NotCompiled, openLayers } from './sql/layers.ts';

/** An outcome that a statement can have, as whoever reads the awards needs it. */
export interface PlannedOutcome extends CompiledOutcome {
  readonly remedy?: CompiledRemedy & {
    /** How much it is, where the amount column cannot hold it: `7/3`. */
    readonly exactly?: string;
  };
}

/** One award statement of a compiled document, and the columns that hold what it came to. */
export interface PlannedStatement {
  readonly rule: string;
  readonly clause: string;
  readonly outcomes: readonly PlannedOutcome[];
  /** holds the number of the outcome in `outcomes` */
  readonly outcomeColumn: string;
  /** holds whole units of the remedy; it means nothing where there is no award */
  readonly amountColumn: string;
  /** true where amounts do not fit 64 bits */
  readonly isWide: boolean;
  readonly amountMost: bigint;
  /** holds the bits of the names that are missing */
  readonly missingColumn?: string;
  /** yes/no columns: whether the award is at most what each cap says */
  readonly caps: readonly {
    readonly text: string;
    readonly column: string;
    readonly form: number;
  }[];
}

/** A part of a rule's audience, and the column that says whether it holds. */
export interface PlannedCondition {
  readonly rule: string;
  readonly clause: string;
  readonly text: string;
  readonly column: string;
}

/** A document as SQL. */
export interface CompiledPolicy {
  /** Gives the query: everything of the source, and the columns named here. */
  render(source: string): string;
  readonly statements: readonly PlannedStatement[];
  readonly conditions: readonly PlannedCondition[];
  /** holds the status of the whole document, as a number into `statuses` */
  readonly statusColumn: string;
  /** what each bit of a missing column stands for, the lowest first */
  readonly missingNames: readonly string[];
  readonly usedFacts: readonly string[];
}

/** Statuses of a document, the most open one last; `status` columns hold their numbers. */
export const planStatuses: readonly DeterminationStatus[] = [
  'none',
  'award',
  'review',
  'evidence_required',
  'undecidable',
];

/** Why a document is not compiled: a sentence that names the part. */
export interface NotCompiledRefusal {
  readonly code: 'policy_not_compiled';
  readonly reason: string;
}

/**
 * Compiles a checked document to one columnar query with exact whole-number arithmetic, or says
 * which part of it must be worked out for each party. The query gives what `evaluatePolicy` gives:
 * the outcome of every award statement, how much, and what is missing.
 *
 * Every figure's range is proved from the ranges of the columns before it is written: 64 bits where
 * it fits, the wide type where not; what can pass 128 bits in DuckDB is refused.
 *
 * @param options.prefix begins the name of every column that is added; lower-case letters
 */
export function compilePolicy(
  document: PolicyDocument,
  options: {
    readonly dialect: Dialect;
    readonly facts: ReadonlyMap<string, FactColumn>;
    readonly evidenceColumn?: string;
    readonly prefix?: string;
  },
): Outcome<CompiledPolicy, NotCompiledRefusal> {
  const analysis = analysePolicy(document);
  const error = analysis.findings.find(stopsEvaluation);
  assert(!error, 'policy: a document with errors is not compiled', { error });
  const prefix = options.prefix ?? 'c';
  const used = new Set<string>();
  const compilation: Compilation = {
    document,
    analysis,
    factColumn: (name) => {
      used.add(name);
      return options.facts.get(name);
    },
    layers: openLayers(options.dialect, prefix),
    stops: openStops(),
    evidenceColumn: options.evidenceColumn,
    names: new Map(),
    freshName: numberNames(`${prefix}r`),
    compile: compileExpression,
  };
  try {
    return accept({ ...plan(compilation, prefix), usedFacts: [...used] });
  } catch (thrown) {
    if (!(thrown instanceof NotCompiled)) throw thrown;
    return refuse({ code: 'policy_not_compiled', reason: thrown.message });
  }
}

/** Gives names that begin alike, each once. */
function numberNames(prefix: string): () => string {
  let serial = 0;
  return () => {
    serial += 1;
    return `${prefix}${serial}x`;
  };
}

function plan(compilation: Compilation, prefix: string): Omit<CompiledPolicy, 'usedFacts'> {
  const { document, layers, stops } = compilation;
  const found = compileDocumentBarrier(document, compilation);
  const barrier = found && { ...found, cell: layers.bind(found.cell) };
  const conditions = document.rules.flatMap((rule, index) =>
    planConditions(rule, { compilation, prefix: `${prefix}a${index}_` }),
  );
  const compiled = document.rules.flatMap((rule) =>
    rule.awards.map((award) => compileAward(award, { rule, barrier, compilation })),
  );
  const replaced = compileReplacements(compiled, compilation);
  const statements = replaced.map((statement, index) =>
    planStatement(statement, { compilation, prefix: `${prefix}s${index}_` }),
  );
  const statusColumn = `${prefix}status`;
  layers.name(statusOf(replaced), statusColumn);
  return {
    render: (source) => layers.render(source),
    statements,
    conditions,
    statusColumn,
    missingNames: stops.names,
  };
}

function statusOf(statements: readonly CompiledStatement[]): Cell {
  const cases = planStatuses.flatMap((status, rank) => {
    if (rank === 0) return [];
    const where = statements.flatMap(({ outcome, outcomes }) => {
      const numbers = outcomes.flatMap((one, at) => (one.status === status ? [at] : []));
      return numbers.length === 0 ? [] : [`${outcome.sql} in (${numbers.join(', ')})`];
    });
    return where.length === 0 ? [] : [`when ${where.join(' or ')} then ${rank}`];
  });
  if (cases.length === 0) return { sql: '0', depth: 0 };
  const depth = depthOf(...statements.map(({ outcome }) => outcome));
  return { sql: `(case ${cases.reverse().join(' ')} else 0 end)`, depth };
}

interface Planning {
  readonly compilation: Compilation;
  readonly prefix: string;
}

function planStatement(
  statement: CompiledStatement,
  { compilation, prefix }: Planning,
): PlannedStatement {
  const { layers } = compilation;
  const { rule, outcomes, forms, outcome, amount, missing } = statement;
  const column = (cell: Cell, name: string) => {
    layers.name(cell, `${prefix}${name}`);
    return `${prefix}${name}`;
  };
  return {
    rule: rule.id,
    clause: rule.clause,
    outcomes: outcomes.map((one): PlannedOutcome => {
      const remedy = one.form === undefined ? undefined : forms[one.form]?.remedy;
      return { ...one, ...(remedy ? { remedy } : {}) };
    }),
    outcomeColumn: column(outcome, 'outcome'),
    amountColumn: column(amount ?? { sql: '0::bigint', depth: 0 }, 'amount'),
    isWide: amount?.isWide ?? false,
    amountMost: amount?.bounds.high ?? 0n,
    ...(missing ? { missingColumn: column(missing, 'missing') } : {}),
    caps: planCaps(statement, { compilation, prefix }),
  };
}

function planCaps({ forms }: CompiledStatement, { compilation, prefix }: Planning) {
  const { layers } = compilation;
  return forms.flatMap((form, at) =>
    (form?.caps ?? []).map(({ text, limit }, index) => {
      assert(form?.paid, 'policy: a form with a cap pays a figure');
      const cell = holdsCap(limit, form.paid, compilation);
      const column = `${prefix}cap${at}_${index}`;
      layers.name(cell, column);
      return { text, column, form: at };
    }),
  );
}

function holdsCap(limit: Fraction, paid: Fraction, { layers }: Compilation): Cell {
  return compareFractions(layers, '<=', [paid, limit]);
}

/** Gives the parts of an audience that must all hold, each with a column. */
function planConditions(rule: Rule, { compilation, prefix }: Planning): PlannedCondition[] {
  const { layers, document } = compilation;
  const condition = rule.audience?.condition;
  if (!condition || rule.awards.length === 0) return [];
  compileAudience(rule, compilation);
  return conjunctsOf(condition).map((part, index) => {
    const value = bindValue(compileExpression(part, compilation), layers);
    const column = `${prefix}${index}`;
    layers.name(holds(value), column);
    const text = document.text.slice(part.span.from, part.span.until).replace(/\s+/g, ' ');
    return { rule: rule.id, clause: rule.clause, text, column };
  });
}

function conjunctsOf(condition: Expression): readonly Expression[] {
  if (condition.kind !== 'logic' || condition.operator !== 'and') return [condition];
  return [...conjunctsOf(condition.left), ...conjunctsOf(condition.right)];
}
