import type { RuleResult } from './evaluate-rule.ts';

/**
 * Takes away the awards of clauses that another award stands instead of.
 *
 * An award or a review replaces; a rule that gives nothing, or still lacks evidence, leaves what
 * it would replace as it is. Where it is not known whether it applies, what it would replace is
 * not known either. A replaced rule replaces nothing itself.
 */
export function replaceResults(results: readonly RuleResult[]): readonly RuleResult[] {
  const replacing = results.filter((result) => replacedBy(result).length > 0);
  if (replacing.length === 0) return results;
  const memo = new Map<string, Replacement>();
  return results.map((result) => {
    const { isReplaced, missing } = findReplacement(result.rule.clause, { replacing, memo });
    if (result.status === 'none') return result;
    if (isReplaced) return { ...withoutAward(result), status: 'none', reason: 'replaced' };
    if (missing.length === 0 || result.status !== 'award') return result;
    return { ...withoutAward(result), status: 'undecidable', missing };
  });
}

interface Replacement {
  readonly isReplaced: boolean;
  readonly missing: readonly string[];
}

interface Search {
  readonly replacing: readonly RuleResult[];
  readonly memo: Map<string, Replacement>;
}

const kept: Replacement = { isReplaced: false, missing: [] };

/** Says whether a clause is replaced. The checker refused circles, so this ends. */
function findReplacement(clause: string, search: Search): Replacement {
  const before = search.memo.get(clause);
  if (before) return before;
  search.memo.set(clause, kept);
  const over = search.replacing.filter((result) => replacedBy(result).includes(clause));
  const acting = over.filter((result) => !findReplacement(result.rule.clause, search).isReplaced);
  const isReplaced = acting.some(({ status }) => status === 'award' || status === 'review');
  const missing = acting.flatMap((one) => (one.status === 'undecidable' ? one.missing : []));
  const found = { isReplaced, missing };
  search.memo.set(clause, found);
  return found;
}

/** Gives the clauses that a result stands instead of; any form counts while none is taken. */
function replacedBy({ form, statement }: RuleResult): string[] {
  const forms = form ? [form] : statement.forms;
  return forms.flatMap(({ relation }) =>
    relation?.kind === 'instead' ? relation.clauses.map(({ name }) => name) : [],
  );
}

function withoutAward({ award: _, ...rest }: RuleResult): RuleResult {
  return { ...rest, missing: [], evidence: [] };
}
