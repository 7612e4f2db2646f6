import type { Compilation } from './compilation.ts';
import { type CompiledOutcome, type CompiledStatement, numberOf } from './compile-rule.ts';
import { type Cell, depthOf } from './sql/layers.ts';

interface Replacement {
  /** yes where an award or a review stands instead of the clause */
  readonly isReplaced: Cell | undefined;
  /** bits of what is missing to know it */
  readonly missing: Cell | undefined;
}

/**
 * Takes away the awards of clauses that another award stands instead of, as
 * `evaluate/replace-results.ts` does. The checker refused circles, so this ends.
 */
export function compileReplacements(
  statements: readonly CompiledStatement[],
  compilation: Compilation,
): readonly CompiledStatement[] {
  const memo = new Map<string, Replacement>();
  const search = { statements, memo, compilation };
  return statements.map((statement) => {
    const found = findReplacement(statement.rule.clause, search);
    if (!found.isReplaced && !found.missing) return statement;
    return replaced(statement, found, compilation);
  });
}

interface Search {
  readonly statements: readonly CompiledStatement[];
  readonly memo: Map<string, Replacement>;
  readonly compilation: Compilation;
}

function findReplacement(clause: string, search: Search): Replacement {
  const before = search.memo.get(clause);
  if (before) return before;
  const none: Replacement = { isReplaced: undefined, missing: undefined };
  search.memo.set(clause, none);
  const { layers } = search.compilation;
  const acting: Cell[] = [];
  const open: Cell[] = [];
  for (const statement of search.statements) {
    const targets = targeting(statement, clause);
    if (targets.length === 0) continue;
    const own = findReplacement(statement.rule.clause, search).isReplaced;
    const acts = whereOutcome(statement, targets, ['award', 'review']);
    const misses = whereOutcome(statement, targets, ['undecidable']);
    if (acts) acting.push(unless(own, acts));
    if (misses && statement.missing)
      open.push(missingWhere(unless(own, misses), statement.missing));
  }
  const join = (cells: readonly Cell[], by: string) =>
    cells.length === 0
      ? undefined
      : layers.bind({
          sql: `(${cells.map(({ sql }) => sql).join(by)})`,
          depth: depthOf(...cells),
        });
  const found = { isReplaced: join(acting, ' or '), missing: join(open, ' | ') };
  search.memo.set(clause, found);
  return found;
}

/** Gives the numbers of the outcomes that stand instead of a clause; any form while none is taken. */
function targeting({ award, outcomes }: CompiledStatement, clause: string): readonly number[] {
  const targets = award.forms.map(
    ({ relation }) =>
      relation?.kind === 'instead' && relation.clauses.some(({ name }) => name === clause),
  );
  if (!targets.includes(true)) return [];
  return outcomes.flatMap(({ form }, index) =>
    form === undefined || targets[form] === true ? [index] : [],
  );
}

function whereOutcome(
  { outcome, outcomes }: CompiledStatement,
  targets: readonly number[],
  statuses: readonly CompiledOutcome['status'][],
): Cell | undefined {
  const numbers = targets.filter((at) => statuses.some((one) => one === outcomes[at]?.status));
  if (numbers.length === 0) return undefined;
  return { sql: `(${outcome.sql} in (${numbers.join(', ')}))`, depth: outcome.depth };
}

function unless(own: Cell | undefined, cell: Cell): Cell {
  if (!own) return cell;
  return { sql: `(not ${own.sql} and ${cell.sql})`, depth: depthOf(own, cell) };
}

function missingWhere(when: Cell, missing: Cell): Cell {
  const sql = `(case when ${when.sql} then ${missing.sql} else 0::bigint end)`;
  return { sql, depth: depthOf(when, missing) };
}

function replaced(
  statement: CompiledStatement,
  { isReplaced, missing }: Replacement,
  { layers }: Compilation,
): CompiledStatement {
  const outcomes = [...statement.outcomes];
  const numbers = (status: CompiledOutcome['status']) =>
    statement.outcomes.flatMap((one, index) => (one.status === status ? [index] : []));
  const own = statement.outcome;
  const cases: string[] = [];
  const opens: string[] = [];
  if (isReplaced) {
    const at = numberOf(outcomes, { status: 'none', reason: 'replaced' });
    const nones = numbers('none');
    const some = nones.length > 0 ? ` and ${own.sql} not in (${nones.join(', ')})` : '';
    cases.push(`when ${isReplaced.sql}${some} then ${at}`);
    opens.push(`when ${isReplaced.sql} then 0::bigint`);
  }
  for (const award of missing ? numbers('award') : []) {
    const form = outcomes[award]?.form;
    const at = numberOf(outcomes, {
      status: 'undecidable',
      ...(form === undefined ? {} : { form }),
    });
    cases.push(`when ${missing?.sql} <> 0 and ${own.sql} = ${award} then ${at}`);
    opens.push(`when ${missing?.sql} <> 0 and ${own.sql} = ${award} then ${missing?.sql}`);
  }
  const depth = depthOf(own, isReplaced, missing, statement.missing);
  const outcome = layers.bind({ sql: `(case ${cases.join(' ')} else ${own.sql} end)`, depth });
  const before = statement.missing?.sql ?? '0::bigint';
  const isOpen = statement.missing !== undefined || missing !== undefined;
  const left = `(case ${opens.join(' ')} else ${before} end)`;
  return {
    ...statement,
    outcomes,
    outcome,
    missing: isOpen ? layers.bind({ sql: left, depth }) : undefined,
  };
}
